import type { IUploadDescriptor } from '@rocket.chat/apps-engine/definition/uploads/IUploadDescriptor';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { roomById, userById, type Host } from './host';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from './ids';
import { UploadEchoes } from './upload-echoes';

/** Milliseconds for which the event of an upload's message is waited for. */
const ECHO_WITHIN_MS = 10_000;

/** Messages of a room that are looked through for a file, newest first; the host gives no more at once. */
const PAGE_SIZE = 100;

/** A file to post. */
interface FilePost {
	readonly roomId: RocketChatRoomId;
	readonly senderId: RocketChatUserId;
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly threadId: RocketChatMessageId | undefined;
}

/** What the message of a file gets besides the file. */
interface FileDetails {
	readonly text: string;
	readonly threadId: RocketChatMessageId | undefined;
	/** The name to show instead of the sender's. */
	readonly alias: string | undefined;
	/** The picture to show instead of the sender's. The message is not edited for its sake alone. */
	readonly avatarUrl: string | undefined;
}

/**
 * Messages with a file. The host's call for an upload posts a message of its own: without a text, under an id that it does not
 * tell. Rocket.Chat: apps/meteor/server/modules/apps/bridges/uploads.ts, `createUpload`
 */
export class FileMessages {
	/** Which messages the uploads became; the hook of new messages adds them. */
	readonly echoes = new UploadEchoes();

	constructor(private readonly host: Host) {}

	/**
	 * Uploads a file, and so posts it.
	 * @returns the id of its message; undefined if the host posted none
	 * @throws the host's own error if Rocket.Chat refuses it: the type, the size, the room
	 */
	async post({
		roomId,
		senderId,
		name,
		bytes,
		threadId,
	}: FilePost): Promise<RocketChatMessageId | undefined> {
		const since = Date.now();
		// Servers from 9.1 on post into the thread; older ones ignore the field.
		const descriptor: IUploadDescriptor & { threadId?: string } = {
			filename: name,
			room: roomById(roomId),
			user: userById(senderId),
			...(threadId !== undefined && { threadId }),
		};
		const { id } = await this.host.modify
			.getCreator()
			.getUploadCreator()
			.uploadBuffer(Buffer.from(bytes), descriptor);
		const echoed = await this.echoes.messageOf(id, ECHO_WITHIN_MS);
		return echoed ?? (await this.find(roomId, since, (file) => file._id === id))[0];
	}

	/**
	 * Looks for the message of an upload of which only the start is known.
	 * @param since milliseconds since 1970
	 * @returns all by this sender with a file of this name, oldest first
	 */
	async allPosted(
		roomId: RocketChatRoomId,
		{ senderId, name, since }: { senderId: RocketChatUserId; name: string; since: number },
	): Promise<RocketChatMessageId[]> {
		return this.find(roomId, since, (file, sender) => file.name === name && sender === senderId);
	}

	/**
	 * Finds out whether a message can be moved into a thread. Rocket.Chat counts no edited message for its thread, so a thread that
	 * would begin with it could not be opened. apps/meteor/server/lib/messages/threads, `reply`
	 * @returns the thread that it may be in; undefined if it stays in the room
	 */
	async threadFor(
		id: RocketChatMessageId,
		threadId: RocketChatMessageId,
	): Promise<RocketChatMessageId | undefined> {
		const reader = this.host.read.getMessageReader();
		const [message, root] = await Promise.all([reader.getById(id), reader.getById(threadId)]);
		return message?.threadId !== undefined || repliesOf(root) > 0 ? threadId : undefined;
	}

	/** Adds to a message of a file what the upload could not carry. Does nothing if the message has all of it. */
	async describe(
		id: RocketChatMessageId,
		senderId: RocketChatUserId,
		{ text, threadId, alias, avatarUrl }: FileDetails,
	): Promise<void> {
		const updater = this.host.modify.getUpdater();
		const message = await updater.message(id, userById(senderId));
		const present = message.getMessage();
		const isComplete =
			(present.text ?? '') === text &&
			(threadId === undefined || present.threadId === threadId) &&
			(alias === undefined || present.alias === alias);
		if (isComplete) {
			return;
		}
		message.setEditor(userById(senderId)).setText(text);
		if (threadId !== undefined) {
			message.setThreadId(threadId);
		}
		if (alias !== undefined) {
			message.setUsernameAlias(alias);
		}
		if (avatarUrl !== undefined) {
			message.setAvatarUrl(avatarUrl);
		}
		await updater.finish(message);
	}

	/** @returns the messages whose file is wanted, oldest first */
	private async find(
		roomId: RocketChatRoomId,
		since: number,
		isWanted: (file: FileOfMessage, senderId: string) => boolean,
	): Promise<RocketChatMessageId[]> {
		const page = await this.host.read.getRoomReader().getMessages(roomId, {
			limit: PAGE_SIZE,
			sort: { createdAt: 'desc' },
			showThreadMessages: true,
		});
		const found = page.filter((message) => {
			const file = fileOf(message);
			const isRecent = new Date(message.createdAt).getTime() >= since;
			return file !== undefined && isRecent && isWanted(file, message.sender._id);
		});
		return found.map((message) => message.id as RocketChatMessageId).reverse();
	}
}

/** The number of messages in the thread of a message. Rocket.Chat passes it on under its own name. */
function repliesOf(message: IMessage | undefined): number {
	const { _unmappedProperties_: fields } = (message ?? {}) as {
		_unmappedProperties_?: { tcount?: number };
	};
	return fields?.tcount ?? 0;
}

/** The file of a message, as the host gives it. */
interface FileOfMessage {
	readonly _id: string;
	readonly name: string;
}

/** @returns the file of a message; of several the first */
export function fileOf(message: object): FileOfMessage | undefined {
	const { file } = message as { readonly file?: IMessage['file'] };
	return file;
}
