import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import type { UploadDocument } from '../database/documents';
import { collections } from '../functions/collections';
import type { Server } from '../server';
import { mapFields, takeField } from './mapped-data';
import { roomById } from './rooms';
import { userById } from './users';

/** `apps/meteor/app/apps/server/converters/uploads.ts` */
export function uploadById(server: Server, uploadId: string): IUpload | undefined {
	const upload = collections(server).uploads.findById(uploadId);
	return upload && uploadToApp(server, upload);
}

/** What an app gets for an upload, its room and user looked up. */
export function uploadToApp(server: Server, upload: UploadDocument): IUpload {
	return mapFields(upload, {
		id: '_id',
		name: 'name',
		size: 'size',
		type: 'type',
		store: 'store',
		description: 'description',
		complete: 'complete',
		uploading: 'uploading',
		extension: 'extension',
		progress: 'progress',
		etag: 'etag',
		path: 'path',
		token: 'token',
		url: 'url',
		updatedAt: '_updatedAt',
		uploadedAt: 'uploadedAt',
		room: (copy) => {
			const roomId = takeField(copy, 'rid') as string | undefined;
			return roomId === undefined ? undefined : roomById(server, roomId);
		},
		user: (copy) => {
			const userId = takeField(copy, 'userId') as string | undefined;
			return userId === undefined ? undefined : userById(server, userId);
		},
	}) as unknown as IUpload;
}
