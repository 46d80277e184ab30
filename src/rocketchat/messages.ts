import type { INotifier } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage, Reaction } from '@rocket.chat/apps-engine/definition/messages';
import { rocketChatMessage, type RocketChatMessage } from './entities';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from './ids';
import { roomById, userById, type Host } from './host';

/** A message to post. */
export interface Post {
	readonly roomId: RocketChatRoomId;
	readonly senderId: RocketChatUserId;
	readonly text: string;
	/** The first message of the thread it stands in. */
	readonly threadId?: RocketChatMessageId | undefined;
	/** Where it came from, where it came from Matrix. */
	readonly origin?: Origin;
}

/** What a message that came from Matrix carries along. */
export interface Origin {
	/** The id it gets in Rocket.Chat: the same event is the same message, however often it is posted. */
	readonly messageId: RocketChatMessageId;
	readonly eventId: string;
	readonly sender: string;
}

/**
 * The host copies what stands here into the message as it is. Custom fields would be refused: they need a setting
 * that is off by default. The field is not called `federation`, since Rocket.Chat blocks reactions, edits and
 * deletions on messages that have a `federation.eventId` while its own federation is off.
 * Rocket.Chat: apps/meteor/app/apps/server/converters/messages, `convertAppMessage`; validateCustomMessageFields;
 * FederationActions, `shouldPerformAction`.
 */
interface HostFields {
	_unmappedProperties_: { _id: string; matrixOrigin: { eventId: string; sender: string } };
}

/** The messages of the workspace. */
export class Messages {
	constructor(private readonly host: Host) {}

	/**
	 * Posts a message.
	 * @returns its id
	 * @throws the host's own error where Rocket.Chat refuses it: too long, no access, muted, read-only
	 */
	async post({ roomId, senderId, text, threadId, origin }: Post): Promise<RocketChatMessageId> {
		const creator = this.host.modify.getCreator();
		const message = creator
			.startMessage(hostFields(origin))
			.setRoom(roomById(roomId))
			.setSender(userById(senderId))
			.setText(text);
		if (threadId !== undefined) {
			message.setThreadId(threadId);
		}
		try {
			return (await creator.finish(message)) as RocketChatMessageId;
		} catch (error) {
			// The host answers with an error, too, when there is a message with this id already.
			if (origin && (await this.host.read.getMessageReader().getById(origin.messageId))) {
				return origin.messageId;
			}
			throw error;
		}
	}

	/** @returns the message, or undefined where there is none or it was deleted */
	async byId(id: RocketChatMessageId): Promise<RocketChatMessage | undefined> {
		const message = await this.host.read.getMessageReader().getById(id);
		return message && !isDeleted(message) ? rocketChatMessage(message) : undefined;
	}

	/** Gives a message another text. */
	async edit(id: RocketChatMessageId, editorId: RocketChatUserId, text: string): Promise<void> {
		const updater = this.host.modify.getUpdater();
		const message = await updater.message(id, userById(editorId));
		await updater.finish(message.setEditor(userById(editorId)).setText(text));
	}

	/** Deletes a message, as somebody; the host asks for no permission. */
	async remove(message: RocketChatMessage, actorId: RocketChatUserId): Promise<void> {
		await this.host.modify.getDeleter().deleteMessage(message, userById(actorId));
	}

	/**
	 * Reacts to a message.
	 * @param shortcode with its colons
	 * @returns false where Rocket.Chat has no such emoji
	 */
	async react({ id }: RocketChatMessage, userId: RocketChatUserId, shortcode: string): Promise<boolean> {
		try {
			await this.host.modify
				.getUpdater()
				.getMessageUpdater()
				.addReaction(id, userId, shortcode as Reaction);
			return true;
		} catch (error) {
			if (/invalid emoji/i.test(String(error))) {
				return false;
			}
			throw error;
		}
	}

	/** Takes a reaction back. Rocket.Chat would add it where it is not. */
	async takeBackReaction(
		{ id, reactions }: RocketChatMessage,
		userId: RocketChatUserId,
		shortcode: string,
	): Promise<void> {
		const user = await this.host.read.getUserReader().getById(userId);
		if (usernamesIn(reactions, shortcode).includes(user.username)) {
			const updater = this.host.modify.getUpdater().getMessageUpdater();
			await updater.removeReaction(id, userId, shortcode as Reaction);
		}
	}

	/** Tells everybody in a room something that is not kept. */
	async tellRoom(roomId: RocketChatRoomId, text: string, threadId?: RocketChatMessageId): Promise<void> {
		const notifier = this.host.modify.getNotifier();
		await notifier.notifyRoom(roomById(roomId), notice(notifier, roomId, text, threadId));
	}

	/**
	 * Tells one person something that nobody else sees and that is not kept.
	 * @param roomId where it is shown
	 */
	async tell(
		userId: RocketChatUserId,
		roomId: RocketChatRoomId,
		text: string,
		threadId?: RocketChatMessageId,
	): Promise<void> {
		const notifier = this.host.modify.getNotifier();
		await notifier.notifyUser(userById(userId), notice(notifier, roomId, text, threadId));
	}
}

/**
 * Rocket.Chat keeps some deleted messages: to show that they were there, since they begin a thread, or hidden as their
 * history. Rocket.Chat: apps/meteor/app/lib/server/functions/deleteMessage.ts.
 */
function isDeleted(message: IMessage & { _unmappedProperties_?: { _hidden?: unknown } }): boolean {
	return message.type === 'rm' || message._unmappedProperties_?._hidden === true;
}

/**
 * The definition calls reactions a list, the host gives an object: apps/meteor/app/reactions/server/setReaction.ts.
 * The engine puts an `await` before every `.usernames`, which once was a call, and makes all functions around it
 * asynchronous: `fixRoomUsernamesCalls` of its Deno runtime. So the field is taken out in another way.
 * @returns the usernames of who reacted with an emoji
 */
export function usernamesIn(reactions: IMessage['reactions'], shortcode: string): readonly string[] {
	const all = reactions as Readonly<Record<string, { readonly usernames: readonly string[] }>> | undefined;
	const { usernames = [] } = all?.[shortcode] ?? {};
	return usernames;
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
