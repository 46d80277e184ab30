import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UploadDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { identifyPicture } from './picture';
import { extensionOf, isAcceptedMediaType } from './media-type';
import { randomId } from './random-id';
import { canAccessRoom } from './room-access';

/** The name of Rocket.Chat's store for files on disk. */
const store = 'FileSystem:Uploads';

/** A file that somebody uploads into a room. */
interface NewUpload {
	name: string;
	type: string;
	rid: string;
	userId: string;
	/** When it expires if no message confirms it. */
	expiresAt?: Date;
	typeGroup?: string;
	originalFileId?: string;
}

/**
 * Checks and stores a file (`apps/meteor/app/file-upload/server/lib/FileUpload.ts`, `insert` and `validateFileUpload`;
 * `apps/meteor/server/ufs`): access to the room, size, media type, `IPreFileUpload`.
 * @throws {MeteorError} `invalid-file` (no such room, no access), `error-file-upload-disabled`,
 * `error-direct-message-file-upload-not-allowed`, `error-file-too-large`, `error-invalid-file-type`,
 * `error-app-prevented`
 */
export async function insertUpload(
	server: Server,
	file: NewUpload,
	content: Buffer,
): Promise<UploadDocument> {
	assertAllowed(server, file, content.length);
	await server.appEvents.beforeFileUpload({ ...file, size: content.length }, content);
	const _id = randomId();
	const now = new Date();
	const identify = identifyPicture(content, file.type);
	const extension = extensionOf(file.name);
	const path = `/ufs/${store}/${_id}/${encodeURIComponent(file.name)}`;
	writeFileSync(pathOf(server, _id), content);
	return collections(server).uploads.insert({
		...file,
		_id,
		size: content.length,
		store,
		...(extension && { extension }),
		...(identify && { identify }),
		complete: true,
		uploading: false,
		progress: 1,
		etag: randomId(),
		path,
		token: randomId(10),
		url: `${server.settings.get<string>('Site_Url')}${path}`,
		uploadedAt: now,
		_updatedAt: now,
	});
}

/** A stored file's content. */
export function uploadContent(server: Server, uploadId: string): Buffer {
	return readFileSync(pathOf(server, uploadId));
}

/** Removes a file and what is stored about it. */
export function removeUpload(server: Server, uploadId: string): void {
	if (collections(server).uploads.remove(uploadId)) {
		rmSync(pathOf(server, uploadId), { force: true });
	}
}

/** The largest size of a file in bytes; -1: no limit. */
export function maximumFileSize(server: Server): number {
	return server.settings.get<number>('FileUpload_MaxFileSize');
}

function assertAllowed(server: Server, file: NewUpload, size: number): void {
	const { rooms, users } = collections(server);
	const room = rooms.findById(file.rid);
	const user = users.findById(file.userId);
	if (!room || (user?.type !== 'app' && !canAccessRoom(server, room, file.userId))) {
		throw new MeteorError('invalid-file', 'File does not match filter');
	}
	if (server.settings.get('FileUpload_Enabled') !== true) {
		throw new MeteorError('error-file-upload-disabled', 'File uploads are disabled');
	}
	if (room.t === 'd' && server.settings.get('FileUpload_Enabled_Direct') !== true) {
		throw new MeteorError(
			'error-direct-message-file-upload-not-allowed',
			'File uploads are not allowed in direct messages',
		);
	}
	const maximum = maximumFileSize(server);
	if (maximum > -1 && size > maximum) {
		throw new MeteorError('error-file-too-large', `File exceeds allowed size of ${maximum} bytes`);
	}
	if (!isAcceptedMediaType(server, file.type)) {
		throw new MeteorError('error-invalid-file-type', 'File type is not accepted');
	}
}

function pathOf(server: Server, uploadId: string): string {
	const folder = join(server.directory, 'uploads');
	mkdirSync(folder, { recursive: true });
	return join(folder, uploadId);
}
