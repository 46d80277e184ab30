import type { INotifier } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage, IMessageRaw, Reaction } from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { engineBlocks, ofApp, type Block } from './blocks';
import { rocketChatMessage, type StoredMessage } from './entities';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from './ids';
import { roomById, userById, type Host } from './host';
import { isDeleted, usernamesIn } from './message-fields';

/** A message to post. */
export interface Post {
	readonly roomId: RocketChatRoomId;
	readonly senderId: RocketChatUserId;
	readonly text: string;
	/** The first message of the thread. */
	readonly threadId?: RocketChatMessageId | undefined;
	/** Shown below the text. */
	readonly blocks?: readonly Block[];
	/** Present if the message came from Matrix. */
	readonly origin?: Origin;
	/** The name to show instead of the sender's. */
	readonly alias?: string | undefined;
	/** The address of the picture to show instead of the sender's. */
	readonly avatarUrl?: string | undefined;
}

/** A message that is posted once and changed afterwards. */
export type Card = Post & Required<Pick<Post, 'blocks' | 'origin'>>;

/** The fields that a message from Matrix is stored with. */
interface Origin {
	/** The id it gets in Rocket.Chat. It is made from the event, so that posting an event twice posts it once. */
	readonly messageId: RocketChatMessageId;
	readonly eventId: string;
	readonly sender: string;
}

/**
 * The host copies these fields into the message unchanged. Custom fields would be refused: they need a setting that is
 * off by default. The field is not called `federation`, since Rocket.Chat refuses reactions, edits and deletions on
 * messages with a `federation.eventId` while its own federation is off. Rocket.Chat:
 * apps/meteor/app/apps/server/converters/messages, `convertAppMessage`; validateCustomMessageFields; FederationActions,
 * `shouldPerformAction`.
 */
interface HostFields {
	_unmappedProperties_: { _id: string; matrixOrigin: { eventId: string; sender: string } };
}

/** A message as lists of the host show it. */
export interface ListedMessage {
	readonly id: RocketChatMessageId;
	readonly senderId: RocketChatUserId;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	/** Milliseconds since 1970; undefined if it was not edited. */
	readonly editedAt: number | undefined;
	readonly reactions?: NonNullable<IMessage['reactions']>;
}

/**
 * Messages per page of a list; the host gives no more. Pages overlap, so that no message is left out if one is deleted
 * between two pages.
 */
const PAGE_SIZE = 100;
const PAGE_OVERLAP = 20;

/** The messages of the workspace. */
export class Messages {
	constructor(
		private readonly host: Host,
		private readonly appId: string,
	) {}

	/**
	 * Posts a message.
	 * @returns its id
	 * @throws the host's own error if Rocket.Chat refuses it: too long, no access, muted, read-only
	 */
	async post(post: Post): Promise<RocketChatMessageId> {
		const { roomId, senderId, text, threadId, blocks = [], origin, alias, avatarUrl } = post;
		const creator = this.host.modify.getCreator();
		const message = creator
			.startMessage(hostFields(origin))
			.setRoom(roomById(roomId))
			.setSender(userById(senderId))
			.setText(text);
		if (threadId !== undefined) {
			message.setThreadId(threadId);
		}
		if (blocks.length > 0) {
			message.setBlocks(engineBlocks(blocks));
		}
		if (alias !== undefined) {
			message.setUsernameAlias(alias);
		}
		if (avatarUrl !== undefined) {
			message.setAvatarUrl(avatarUrl);
		}
		try {
			return (await creator.finish(message)) as RocketChatMessageId;
		} catch (error) {
			const isDisguised = alias !== undefined || avatarUrl !== undefined;
			if (isDisguised && /not enough permission/i.test(String(error))) {
				// An administrator took the permission `message-impersonate` from bots.
				return this.post({ ...post, alias: undefined, avatarUrl: undefined });
			}
			// The host also throws if a message with this id exists already.
			if (origin && (await this.host.read.getMessageReader().getById(origin.messageId))) {
				return origin.messageId;
			}
			throw error;
		}
	}

	/**
	 * Shows in a room that somebody is typing, until Rocket.Chat's clients hide it.
	 * @param name as the workspace shows people
	 * @returns a function that hides it at once
	 */
	async beginTyping(roomId: RocketChatRoomId, name: string): Promise<() => Promise<void>> {
		return this.host.modify.getNotifier().typing({ id: roomId, username: name });
	}

	/** @returns the message; undefined if there is none or it was deleted */
	async byId(id: RocketChatMessageId): Promise<StoredMessage | undefined> {
		const message = await this.host.read.getMessageReader().getById(id);
		return message && !isDeleted(message) ? rocketChatMessage(message) : undefined;
	}

	/** @returns whether Rocket.Chat has the message, or shows in its place that it was deleted, as it does for the first of a thread */
	async isStored(id: RocketChatMessageId): Promise<boolean> {
		return Boolean(await this.host.read.getMessageReader().getById(id));
	}

	/**
	 * Lists the messages of a room, without system messages, deleted ones and end-to-end encrypted ones.
	 * @param since milliseconds since 1970
	 * @returns what was written since then, oldest first
	 */
	async listSince(roomId: RocketChatRoomId, since: number): Promise<ListedMessage[]> {
		const reader = this.host.read.getRoomReader();
		const found = new Map<RocketChatMessageId, ListedMessage>();
		for (let skip = 0; ; skip += PAGE_SIZE - PAGE_OVERLAP) {
			const page = await reader.getMessages(roomId, {
				limit: PAGE_SIZE,
				skip,
				sort: { createdAt: 'desc' },
				showThreadMessages: true,
			});
			const listed = page.map(listedMessage);
			for (const message of listed.filter(({ createdAt }) => createdAt >= since)) {
				found.set(message.id, message);
			}
			if (page.length < PAGE_SIZE || listed.some(({ createdAt }) => createdAt < since)) {
				return [...found.values()].sort((a, b) => a.createdAt - b.createdAt);
			}
		}
	}

	/** Changes the text of a message. */
	async edit(id: RocketChatMessageId, editorId: RocketChatUserId, text: string): Promise<void> {
		const updater = this.host.modify.getUpdater();
		const message = await updater.message(id, userById(editorId));
		await updater.finish(message.setEditor(userById(editorId)).setText(text));
	}

	/**
	 * Posts a message with blocks, or gives the message with its id this text and these blocks. The present ones are read
	 * first, so doing it twice changes nothing more.
	 * @throws the host's own error if Rocket.Chat refuses it
	 */
	async putCard(card: Card): Promise<void> {
		const { senderId, text, blocks, origin } = card;
		const present = await this.byId(origin.messageId);
		if (!present) {
			await this.post(card);
		} else if (present.text !== text || (present.blocks?.length ?? 0) !== blocks.length) {
			const updater = this.host.modify.getUpdater();
			const message = await updater.message(origin.messageId, userById(senderId));
			message.setEditor(userById(senderId)).setText(text).setBlocks(engineBlocks(blocks));
			await updater.finish(message);
		}
	}

	/** Deletes a message as a user. The host checks no permission. */
	async remove(message: StoredMessage, actorId: RocketChatUserId): Promise<void> {
		await this.host.modify.getDeleter().deleteMessage(message as IMessage, userById(actorId));
	}

	/**
	 * Reacts to a message.
	 * @param shortcode with its colons
	 * @returns false if Rocket.Chat has no such emoji
	 */
	async react({ id }: StoredMessage, userId: RocketChatUserId, shortcode: string): Promise<boolean> {
		try {
			await this.host.modify
				.getUpdater()
				.getMessageUpdater()
				.addReaction(id, userId, shortcode as Reaction);
			return true;
		} catch (error) {
			if (isInvalidEmoji(error)) {
				return false;
			}
			throw error;
		}
	}

	/**
	 * Removes a reaction, if the message has it. Rocket.Chat adds the reaction if the message does not have it. One with a custom
	 * emoji that the workspace has deleted stays: Rocket.Chat lets nobody remove it.
	 */
	async removeReaction(
		{ id, reactions }: StoredMessage,
		userId: RocketChatUserId,
		shortcode: string,
	): Promise<void> {
		const user = (await this.host.read.getUserReader().getById(userId)) as IUser | undefined;
		if (user && usernamesIn(reactions, shortcode).includes(user.username)) {
			const updater = this.host.modify.getUpdater().getMessageUpdater();
			await updater.removeReaction(id, userId, shortcode as Reaction).catch((error: unknown) => {
				if (!isInvalidEmoji(error)) {
					throw error;
				}
			});
		}
	}

	/** Shows everybody in a room a notice that is not stored. */
	async tellRoom(roomId: RocketChatRoomId, text: string, threadId?: RocketChatMessageId): Promise<void> {
		const notifier = this.host.modify.getNotifier();
		await notifier.notifyRoom(roomById(roomId), notice(notifier, roomId, text, threadId));
	}

	/**
	 * Shows a notice to one user only. It is not stored.
	 * @param roomId the room in which it is shown
	 * @param blocks shown below the text by clients that know them
	 */
	async tell(
		userId: RocketChatUserId,
		roomId: RocketChatRoomId,
		text: string,
		threadId?: RocketChatMessageId,
		blocks: readonly Block[] = [],
	): Promise<void> {
		const notifier = this.host.modify.getNotifier();
		const message = notice(notifier, roomId, text, threadId);
		const shown =
			blocks.length > 0
				? { ...message, blocks: blocks.map((block) => ofApp(block, this.appId)) }
				: message;
		await notifier.notifyUser(userById(userId), shown as IMessage);
	}
}

/** Lists give senders as they are stored, with `_id`. Rocket.Chat: `convertMessageRaw` of its message converter. */
function listedMessage({ id, sender, createdAt, editedAt, reactions }: IMessageRaw): ListedMessage {
	return {
		id: id as RocketChatMessageId,
		senderId: sender._id as RocketChatUserId,
		createdAt: new Date(createdAt).getTime(),
		editedAt: editedAt && new Date(editedAt).getTime(),
		...(reactions && { reactions }),
	};
}

function notice(
	notifier: INotifier,
	roomId: RocketChatRoomId,
	text: string,
	threadId: RocketChatMessageId | undefined,
): IMessage {
	const message = notifier.getMessageBuilder().setRoom(roomById(roomId)).setText(text).setGroupable(false);
	return (threadId === undefined ? message : message.setThreadId(threadId)).getMessage();
}

function hostFields(origin: Origin | undefined): IMessage | undefined {
	if (!origin) {
		return undefined;
	}
	const { messageId, ...matrixOrigin } = origin;
	const fields: HostFields = { _unmappedProperties_: { _id: messageId, matrixOrigin } };
	return fields as unknown as IMessage;
}

/** @returns whether Rocket.Chat refuses a reaction because it has no such emoji */
function isInvalidEmoji(error: unknown): boolean {
	return /invalid emoji/i.test(String(error));
}
