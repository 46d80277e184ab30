import { Router, type Request } from 'express';
import { MeteorError } from '../meteor-error';
import type { UploadDocument, UserDocument } from '../database/documents';
import { collections, update } from '../functions/collections';
import { sendFileMessage, filePath } from '../functions/file-message';
import { userByToken } from '../functions/login-tokens';
import { canAccessRoom } from '../functions/room-access';
import { subscriptionOf } from '../functions/subscriptions';
import { insertUpload, maximumFileSize, uploadContent } from '../functions/uploads';
import type { Server } from '../server';
import { failure, forbidden } from './answers';
import { Params } from './endpoints';
import { authenticated, bodyParsers, handled, userOf } from './server';
import { uploadedForm } from './uploaded-form';

const day = 24 * 60 * 60 * 1000;

/**
 * `rooms.media` and `rooms.mediaConfirm` (`apps/meteor/app/api/server/v1/rooms.ts`), and the files at
 * `/file-upload/…`.
 */
export function mediaRoutes(server: Server): Router {
	const router = Router();
	router.post(
		'/api/v1/rooms.media/:rid',
		authenticated(server),
		handled(async (request) => {
			const user = userOf(request);
			const rid = request.params.rid ?? '';
			assertRoom(server, rid, user);
			const { file } = await uploadedForm(request, 'file', maximumFileSize(server));
			if (!file) {
				throw failure("The 'file' param is required");
			}
			const upload = await insertUpload(
				server,
				{
					name: file.name,
					type: file.type,
					rid,
					userId: user._id,
					expiresAt: new Date(Date.now() + day),
				},
				file.bytes,
			);
			const stored = update(collections(server).uploads, upload._id, { path: filePath(upload) });
			return { file: { _id: stored._id, url: filePath(stored) } };
		}),
	);
	router.post(
		'/api/v1/rooms.mediaConfirm/:rid/:fileId',
		authenticated(server),
		...bodyParsers(),
		handled(async (request) => {
			const { rid = '', fileId = '' } = request.params;
			return { message: await confirm(server, userOf(request), rid, fileId, new Params(request.body)) };
		}),
	);
	router.get('/file-upload/:id/:name?', (request, response) => {
		const upload = collections(server).uploads.findById(request.params.id);
		if (!upload) {
			response.status(404).end();
			return;
		}
		if (!mayDownload(server, request, upload)) {
			response.status(403).end();
			return;
		}
		response
			.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(upload.name)}`)
			.set('Content-Security-Policy', "default-src 'none'")
			.type(upload.type || 'application/octet-stream')
			.send(uploadContent(server, upload._id));
	});
	return router;
}

/** Posts the message of a file that was uploaded before. */
async function confirm(
	server: Server,
	user: UserDocument,
	rid: string,
	fileId: string,
	params: Params,
): Promise<object | undefined> {
	assertRoom(server, rid, user);
	const { uploads } = collections(server);
	const upload = uploads.findById(fileId);
	if (upload?.userId !== user._id || upload.rid !== rid) {
		throw new MeteorError('invalid-file');
	}
	const description = params.text('description');
	if ((description?.length ?? 0) > server.settings.get<number>('Message_MaxAllowedSize')) {
		throw new MeteorError('error-message-size-exceeded');
	}
	const name = params.text('fileName');
	const described = { ...upload, ...(description !== undefined && { description }), ...(name && { name }) };
	const tmid = params.text('tmid');
	const message = await sendFileMessage(server, user._id, described, rid, {
		msg: params.text('msg') ?? '',
		...(tmid && { tmid }),
	});
	update(uploads, fileId, {}, ['expiresAt']);
	return message;
}

function assertRoom(server: Server, rid: string, user: UserDocument): void {
	const room = collections(server).rooms.findById(rid);
	if (!room || !canAccessRoom(server, room, user._id)) {
		throw forbidden();
	}
}

/**
 * `FileUpload.requestCanAccessFiles`: with the setting `FileUpload_ProtectFiles` only logged-in users may download: by
 * headers, by `rc_uid` and `rc_token` in the query, or by cookies of those names.
 */
function mayDownload(server: Server, request: Request, upload: UploadDocument): boolean {
	if (server.settings.get('FileUpload_ProtectFiles') !== true) {
		return true;
	}
	const query = new Params(request.query);
	const userId = query.text('rc_uid') ?? cookie(request, 'rc_uid') ?? request.header('x-user-id');
	const token = query.text('rc_token') ?? cookie(request, 'rc_token') ?? request.header('x-auth-token');
	const user = userId && token ? userByToken(server, token, userId) : undefined;
	if (!user || !upload.rid) {
		return user !== undefined;
	}
	if (server.settings.get('FileUpload_Restrict_to_users_who_can_access_room') === true) {
		const room = collections(server).rooms.findById(upload.rid);
		return room !== undefined && canAccessRoom(server, room, user._id);
	}
	const membersOnly = server.settings.get('FileUpload_Restrict_to_room_members') === true;
	return !membersOnly || subscriptionOf(server, upload.rid, user._id) !== undefined;
}

/** @returns the value of a cookie of a request */
export function cookie(request: Request, name: string): string | undefined {
	const pairs = (request.header('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
	const value = pairs.find(([key]) => key === name)?.[1];
	return value === undefined ? undefined : decodeURIComponent(value);
}
