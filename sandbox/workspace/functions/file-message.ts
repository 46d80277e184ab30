import type { FileProperties, MessageDocument, UploadDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { extensionOf } from './media-type';
import { canAccessRoom } from './room-access';
import { executeSendMessage } from './send-message';
import { thumbnailOf } from './thumbnail';
import { insertUpload, uploadContent } from './uploads';

/**
 * Posts the message of an uploaded file (`apps/meteor/app/file-upload/server/methods/sendFileMessage.ts`).
 * @param data - further fields of the message; REST gives `msg` and `tmid`, the apps' bridge nothing
 * @returns undefined if the room does not exist, the user may not see it, or an app prevented the message
 * @throws {MeteorError} `error-invalid-user`, and what sending a message throws
 */
export async function sendFileMessage(
	server: Server,
	userId: string,
	upload: UploadDocument,
	roomId: string,
	data: Partial<MessageDocument> = {},
): Promise<MessageDocument | undefined> {
	const { users, rooms } = collections(server);
	const user = users.findById(userId);
	if (!user) {
		throw new MeteorError('error-invalid-user', 'Invalid user', { method: 'sendFileMessage' });
	}
	const room = rooms.findById(roomId);
	if (!room || (user.type !== 'app' && !canAccessRoom(server, room, userId))) {
		return undefined;
	}
	const { files, attachment } = await describeFile(server, upload, userId);
	const [file] = files;
	return executeSendMessage(server, userId, {
		rid: roomId,
		ts: new Date(),
		...data,
		msg: data.msg ?? '',
		groupable: data.groupable ?? false,
		...(file && { file }),
		files,
		attachments: [attachment],
	});
}

async function describeFile(
	server: Server,
	upload: UploadDocument,
	userId: string,
): Promise<{ files: FileProperties[]; attachment: Record<string, unknown> }> {
	update(collections(server).uploads, upload._id, {
		complete: true,
		uploading: false,
		progress: 1,
		...(upload.description !== undefined && { description: upload.description }),
		name: upload.name,
	});
	const link = filePath(upload);
	const common = {
		title: upload.name,
		type: 'file',
		...(upload.description !== undefined && { description: upload.description }),
		title_link: link,
		title_link_download: true,
		fileId: upload._id,
	};
	const kind = /^(image|audio|video)\/./.exec(upload.type)?.[1];
	if (kind === 'image') {
		return describePicture(server, upload, userId, common);
	}
	const files = [fileProperties(upload)];
	if (kind) {
		return {
			files,
			attachment: {
				...common,
				[`${kind}_url`]: link,
				[`${kind}_type`]: upload.type,
				[`${kind}_size`]: upload.size,
			},
		};
	}
	return { files, attachment: { ...common, format: extensionOf(upload.name), size: upload.size } };
}

/** With a thumbnail `image_url`, `image_type` and `image_dimensions` are the thumbnail's, and `files` has it second. */
async function describePicture(
	server: Server,
	upload: UploadDocument,
	userId: string,
	common: Record<string, unknown>,
): Promise<{ files: FileProperties[]; attachment: Record<string, unknown> }> {
	const size = upload.identify?.size;
	const attachment: Record<string, unknown> = {
		...common,
		image_url: filePath(upload),
		image_type: upload.type,
		image_size: upload.size,
		...(size && { image_dimensions: size }),
	};
	const thumbnail =
		server.settings.get('Message_Attachments_Thumbnails_Enabled') === true
			? thumbnailOf(upload, uploadContent(server, upload._id))
			: undefined;
	if (!thumbnail) {
		return { files: [fileProperties(upload)], attachment };
	}
	const small = await insertUpload(
		server,
		{
			name: `thumb-${upload.name}`,
			type: thumbnail.type,
			rid: upload.rid ?? '',
			userId,
			typeGroup: 'thumb',
			originalFileId: upload._id,
		},
		thumbnail.content,
	);
	return {
		files: [fileProperties(upload), fileProperties(small)],
		attachment: {
			...attachment,
			image_url: `/file-upload/${small._id}/${encodeURI(upload.name)}`,
			image_type: small.type,
			image_dimensions: thumbnail.size,
		},
	};
}

/** The path of a file's download, below the site's address. */
export function filePath(upload: Pick<UploadDocument, '_id' | 'name'>): string {
	return `/file-upload/${upload._id}/${encodeURI(upload.name)}`;
}

function fileProperties({ _id, name, type, size, identify, typeGroup }: UploadDocument): FileProperties {
	return {
		_id,
		name,
		type: type || 'file',
		size,
		format: identify?.format ?? '',
		...(typeGroup && { typeGroup }),
	};
}
