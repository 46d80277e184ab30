import { Router, type Request, type Response } from 'express';
import { MeteorError } from '../meteor-error';
import type { UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { hasPermission } from '../functions/permissions';
import { roomAvatarOf } from '../functions/room-avatar';
import { maximumFileSize } from '../functions/uploads';
import { userByToken } from '../functions/login-tokens';
import {
	avatarOf,
	initialsOf,
	resetAvatar,
	setAvatar,
	setAvatarFromUrl,
	type StoredAvatar,
} from '../functions/user-avatar';
import type { Server } from '../server';
import { failure } from './answers';
import { cookie } from './media';
import { Endpoints, Params } from './endpoints';
import { assertParams } from './params-checks';
import { authenticated, bodyParsers, handled, userOf } from './server';
import { uploadedForm } from './uploaded-form';
import { userInParams } from './users';

/** `users.setAvatar`, `users.resetAvatar` (`v1/users.ts`) and the pictures at `/avatar/…` (`server/routes/avatar`). */
export function avatarRoutes(server: Server): Router {
	const router = Router();
	router.get('/avatar/:username', (request, response) => {
		const { username } = request.params;
		// A name after an @ asks for the letters.
		const avatar = username.startsWith('@') ? undefined : avatarOf(server, username);
		sendAvatar(server, request, response, username.replace(/^@/, ''), avatar);
	});
	router.get('/avatar/room/:roomId', (request, response) => {
		const room = collections(server).rooms.findById(request.params.roomId);
		if (!room) {
			response.status(404).end();
			return;
		}
		sendAvatar(server, request, response, room.name ?? room._id, roomAvatarOf(server, room._id));
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

/** When the letters were last changed, which says that a user has no picture (`server/routes/avatar/utils.ts`). */
const LETTERS_LAST_MODIFIED = 'Thu, 01 Jan 2015 00:00:00 GMT';

/**
 * Sends a picture, or letters if there is none. Who may not see it gets letters, too, without any header that says so
 * (`server/routes/avatar/middlewares/auth.ts`).
 */
function sendAvatar(
	server: Server,
	request: Request,
	response: Response,
	name: string,
	avatar: StoredAvatar | undefined,
): void {
	const initials = initialsOf(name);
	if (!maySeeAvatars(server, request)) {
		response.type(initials.type).removeHeader('ETag');
		response.end(initials.content);
		return;
	}
	const lastModified = avatar?.uploadedAt.toUTCString() ?? LETTERS_LAST_MODIFIED;
	response
		.set('Cache-Control', `public, max-age=${server.settings.get<number>('Accounts_AvatarCacheTime')}`)
		.set('Last-Modified', lastModified);
	if (request.header('if-modified-since') === lastModified) {
		response.status(304).end();
		return;
	}
	const { type, content } = avatar ?? initials;
	response.set('Content-Type', type).end(content);
}

/** Logged in by `rc_uid` and `rc_token` in the query, or by cookies of those names; the headers of the API do not count. */
function maySeeAvatars(server: Server, request: Request): boolean {
	if (server.settings.get('Accounts_AvatarBlockUnauthenticatedAccess') !== true) {
		return true;
	}
	const query = new Params(request.query);
	const userId = query.text('rc_uid') ?? cookie(request, 'rc_uid');
	const token = query.text('rc_token') ?? cookie(request, 'rc_token');
	return Boolean(userId && token && userByToken(server, token, userId));
}

/** The user whose avatar changes: the caller, or another user if the caller has the permission. */
function userToChange(server: Server, caller: UserDocument, params: Params): UserDocument {
	const named = params.text('userId') ?? params.text('username');
	const user = named ? userInParams(server, params) : caller;
	const mayEditOthers = hasPermission(server, caller._id, 'edit-other-user-avatar');
	const isAllowed =
		user._id === caller._id && server.settings.get('Accounts_AllowUserAvatarChange') === true;
	if (!isAllowed && !mayEditOthers) {
		throw new MeteorError('error-not-allowed', 'Not allowed');
	}
	return user;
}
