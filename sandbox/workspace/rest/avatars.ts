import { Router } from 'express';
import { MeteorError } from '../meteor-error';
import type { UserDocument } from '../database/documents';
import { hasPermission } from '../functions/permissions';
import { roomAvatarOf } from '../functions/room-avatar';
import { maximumFileSize } from '../functions/uploads';
import { avatarOf, resetAvatar, setAvatar, setAvatarFromUrl } from '../functions/user-avatar';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints, Params } from './endpoints';
import { assertParams } from './params-checks';
import { authenticated, bodyParsers, handled, userOf } from './server';
import { uploadedForm } from './uploaded-form';
import { userInParams } from './users';

/** `users.setAvatar`, `users.resetAvatar` (`v1/users.ts`) and the pictures at `/avatar/…` (`server/routes/avatar`). */
export function avatarRoutes(server: Server): Router {
	const router = Router();
	router.get('/avatar/:username', (request, response) => {
		const { content, type } = avatarOf(server, request.params.username.replace(/^@/, ''));
		response.type(type).set('Cache-Control', 'public, max-age=0').send(content);
	});
	router.get('/avatar/room/:roomId', (request, response) => {
		const { content, type } =
			roomAvatarOf(server, request.params.roomId) ?? avatarOf(server, request.params.roomId);
		response.type(type).set('Cache-Control', 'public, max-age=0').send(content);
	});
	router.post(
		'/api/v1/users.setAvatar',
		authenticated(server),
		...bodyParsers(),
		handled(async (request) => {
			const caller = userOf(request);
			if (request.is('multipart/form-data')) {
				const form = await uploadedForm(request, 'image', maximumFileSize(server));
				const user = userToChange(server, caller, new Params(form.fields));
				if (!form.file) {
					throw failure("The 'image' param is required");
				}
				setAvatar(server, user, { content: form.file.bytes, type: form.file.type }, 'rest');
				return {};
			}
			assertParams(server, 'users.setAvatar', request.body, 'body');
			const params = new Params(request.body);
			await setAvatarFromUrl(
				server,
				userToChange(server, caller, params),
				params.requiredText('avatarUrl'),
			);
			return {};
		}),
	);
	router.use(
		new Endpoints(server).post('users.resetAvatar', ({ user, params }) => {
			resetAvatar(server, userToChange(server, user, params));
		}).router,
	);
	return router;
}

/** The user whose avatar changes: the caller, or another user if the caller has the permission. */
function userToChange(server: Server, caller: UserDocument, params: Params): UserDocument {
	const named = params.text('userId') ?? params.text('username');
	const user = named ? userInParams(server, params) : caller;
	if (user._id !== caller._id && !hasPermission(server, caller._id, 'edit-other-user-avatar')) {
		throw new MeteorError('error-not-allowed', 'Not allowed');
	}
	return user;
}
