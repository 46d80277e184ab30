import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { roomById, userById, type Host } from './host';

/** A message to post. */
export interface Post {
	readonly roomId: string;
	readonly senderId: string;
	readonly text: string;
	/** Where it came from, where it came from Matrix. */
	readonly origin?: Origin;
}

/** What a message that came from Matrix carries along. */
export interface Origin {
	/** The id it gets in Rocket.Chat: the same event is the same message, however often it is posted. */
	readonly messageId: string;
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
	async post({ roomId, senderId, text, origin }: Post): Promise<string> {
		const creator = this.host.modify.getCreator();
		const message = creator
			.startMessage(hostFields(origin))
			.setRoom(roomById(roomId))
			.setSender(userById(senderId))
			.setText(text);
		try {
			return await creator.finish(message);
		} catch (error) {
			// The host answers with an error, too, when there is a message with this id already.
			if (origin && (await this.host.read.getMessageReader().getById(origin.messageId))) {
				return origin.messageId;
			}
			throw error;
		}
	}

	/**
	 * Tells one person something that nobody else sees and that is not kept.
	 * @param roomId where it is shown
	 */
	async tell(userId: string, roomId: string, text: string, threadId?: string): Promise<void> {
		const notifier = this.host.modify.getNotifier();
		const message = notifier
			.getMessageBuilder()
			.setRoom(roomById(roomId))
			.setText(text)
			.setGroupable(false);
		if (threadId !== undefined) {
			message.setThreadId(threadId);
		}
		await notifier.notifyUser(userById(userId), message.getMessage());
	}
}

function hostFields(origin: Origin | undefined): IMessage | undefined {
	if (!origin) {
		return undefined;
	}
	const { messageId, ...matrixOrigin } = origin;
	const fields: HostFields = { _unmappedProperties_: { _id: messageId, matrixOrigin } };
	return fields as unknown as IMessage;
}
