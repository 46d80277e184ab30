import { objectIn } from '../../convert/json';
import type { StoredMessage } from '../../rocketchat/entities';
import type { RocketChatUploadId } from '../../rocketchat/ids';

/** A file of a message. */
export interface MessageFile {
	readonly uploadId: RocketChatUploadId;
	/** As the message calls it; where the file is gone, nothing else tells its name. */
	readonly name: string;
	/** A text that belongs to the file alone. Rocket.Chat wrote captions so before it had a text beside a file. */
	readonly description: string;
	/** A smaller version of a picture. */
	readonly thumbnailId?: RocketChatUploadId;
}

type WithFiles = Pick<StoredMessage, 'files' | 'attachments'>;

/**
 * Lists the files of a message, in order. `files` has thumbnails too; only the attachment says which file one is of, by the
 * address of the picture. A file whose attachment was taken out of the message is shown no more, though it stays in `files`.
 * Rocket.Chat: apps/meteor/app/file-upload/server/methods/sendFileMessage.ts, `parseFileIntoMessageAttachments`.
 */
export function filesOf({ files = [], attachments = [] }: WithFiles, siteUrl: string): MessageFile[] {
	const shown = attachments.flatMap((attachment) => {
		const title = objectIn(attachment.title);
		const uploadId = uploadIdOf(attachment.fileId) ?? uploadIdIn(title.link, siteUrl);
		const pictureId = uploadIdIn(attachment.imageUrl, siteUrl);
		const own = uploadId ?? pictureId ?? uploadIdIn(attachment.audioUrl ?? attachment.videoUrl, siteUrl);
		const thumbnailId = pictureId === own ? undefined : pictureId;
		const description = attachment.description ?? '';
		const name = typeof title.value === 'string' ? title.value : '';
		return own ? [{ uploadId: own, name, description, ...(thumbnailId && { thumbnailId }) }] : [];
	});
	const byId = new Map(shown.map((each) => [each.uploadId, each]));
	const listed = files.filter(({ typeGroup }) => typeGroup !== 'thumb');
	return listed.length === 0
		? [...byId.values()]
		: listed.flatMap(({ _id, name }) => {
				const uploadId = uploadIdOf(_id);
				const isShown = byId.size === 0 || (uploadId && byId.has(uploadId));
				return uploadId && isShown
					? [{ description: '', ...byId.get(uploadId), uploadId, name }]
					: [];
			});
}

/** Rocket.Chat stores the addresses of its files without its own: apps/meteor/app/file-upload/server/lib/FileUpload.ts, `getPath` */
const path = /^\/file-upload\/([^/?#]+)/;

function uploadIdIn(address: unknown, siteUrl: string): RocketChatUploadId | undefined {
	if (typeof address !== 'string') {
		return undefined;
	}
	return uploadIdOf(path.exec(address.startsWith(siteUrl) ? address.slice(siteUrl.length) : address)?.[1]);
}

function uploadIdOf(id: unknown): RocketChatUploadId | undefined {
	return typeof id === 'string' && id !== '' ? (id as RocketChatUploadId) : undefined;
}
