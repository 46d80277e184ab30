import type { StoredFile } from '../convert/file-content';
import type { RoomId } from '../matrix/ids';
import type { RocketChatMessageId, RocketChatUploadId } from '../rocketchat/ids';
import { keys } from './keys';
import type { Persistence } from './link-table';

/** A file of a message that is in the homeserver's repository. */
export interface SentFile extends StoredFile {
	readonly uploadId: RocketChatUploadId;
	readonly messageId: RocketChatMessageId;
	/** The Matrix room that it was uploaded for. */
	readonly roomId: RoomId;
}

/**
 * The files that were uploaded to the homeserver. Each is stored before its event is sent, so that a second attempt, or an edit of
 * the caption, uploads nothing again, and so that the file can be deleted with its message.
 */
export class SentFiles {
	constructor(private readonly persistence: Persistence) {}

	/** @returns the files of a message; each once, although two attempts at the same time may have stored one twice */
	async ofMessage(messageId: RocketChatMessageId): Promise<SentFile[]> {
		const found = await this.persistence.read.readByAssociation(keys.sentFilesOf(messageId));
		return [...new Map((found as SentFile[]).map((file) => [file.mxc, file])).values()];
	}

	/** Stores a file that is at the homeserver now. */
	async add(file: SentFile): Promise<void> {
		await this.persistence.write.createWithAssociation(file, keys.sentFilesOf(file.messageId));
	}

	/** Forgets the files of a message. */
	async forget(messageId: RocketChatMessageId): Promise<void> {
		await this.persistence.write.removeByAssociation(keys.sentFilesOf(messageId));
	}
}
