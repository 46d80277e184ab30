import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import type { IUploadDetails } from '@rocket.chat/apps-engine/definition/uploads/IUploadDetails';
import { UploadBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/UploadBridge';
import { uploadById, uploadToApp } from '../converters/uploads';
import { sendFileMessage } from '../functions/file-message';
import { mediaTypeOf } from '../functions/media-type';
import { insertUpload, uploadContent } from '../functions/uploads';
import type { Server } from '../server';
import { possiblyAbsent } from './absent';
import { unsupported } from './unsupported';

/** `apps/meteor/app/apps/server/bridges/uploads.ts` */
export class UploadBridge extends EngineBridge {
	constructor(private readonly server: Server) {
		super();
	}

	protected async getById(id: string): Promise<IUpload> {
		return possiblyAbsent(uploadById(this.server, id));
	}

	protected async getBuffer(upload: IUpload): Promise<Buffer> {
		return uploadContent(this.server, upload.id);
	}

	/** Also posts the file's message, without a text. The app does not get the id of the message. */
	protected async createUpload(details: IUploadDetails, buffer: Buffer): Promise<IUpload> {
		if (details.visitorToken) {
			throw unsupported('UploadBridge', 'createUpload for a livechat visitor');
		}
		if (!details.userId) {
			throw new Error('Missing user to perform the upload operation');
		}
		const { name, rid, userId } = details;
		const content = Buffer.from(buffer);
		const type = await mediaTypeOf(content, name);
		const upload = await insertUpload(this.server, { name, type, rid, userId }, content);
		await sendFileMessage(this.server, userId, upload, rid);
		return uploadToApp(this.server, upload);
	}
}
