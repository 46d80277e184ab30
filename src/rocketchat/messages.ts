import { roomById, userById, type Host } from './host';

/** A message to post. */
export interface Post {
	readonly roomId: string;
	readonly senderId: string;
	readonly text: string;
	/** The Matrix ids that ride in its custom fields, where it came from Matrix. */
	readonly origin?: { readonly eventId: string; readonly sender: string };
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
			.startMessage()
			.setRoom(roomById(roomId))
			.setSender(userById(senderId))
			.setText(text);
		if (origin) {
			message.addCustomField('federation', origin);
		}
		return creator.finish(message);
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
