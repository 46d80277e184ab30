import { EventEmitter } from 'node:events';

/** The streams of Rocket.Chat's realtime API that the sandbox has, without their prefix `stream-`. */
export type StreamName = 'room-messages' | 'notify-user' | 'notify-room' | 'notify-logged' | 'notify-all';

/** The event of `room-messages` that has the messages of every room which its listener may see. */
export const myMessages = '__my_messages__';

/**
 * Delivers the events of the workspace to its connected clients: Rocket.Chat's streamers
 * (`apps/meteor/server/modules/notifications/notifications.module.ts`) in one process.
 */
export class Streams {
	private readonly emitter = new EventEmitter().setMaxListeners(0);

	/**
	 * @param eventName - the room id or `__my_messages__` for `room-messages`; `<user id>/message` (ephemeral messages),
	 * `<user id>/subscriptions-changed`, `<user id>/rooms-changed` for `notify-user`; `<room id>/user-activity`,
	 * `<room id>/deleteMessage`, `<room id>/deleteMessageBulk` for `notify-room`; `user-status`, `updateAvatar` for `notify-logged`. Nothing
	 * in the sandbox happens that `notify-all` would tell of
	 */
	emit(stream: StreamName, eventName: string, args: unknown[]): void {
		this.emitter.emit(eventKey(stream, eventName), args);
	}

	/** @returns a function that removes the listener */
	on(stream: StreamName, eventName: string, listener: (args: unknown[]) => void): () => void {
		const key = eventKey(stream, eventName);
		this.emitter.on(key, listener);
		return () => this.emitter.off(key, listener);
	}
}

function eventKey(stream: StreamName, eventName: string): string {
	return `${stream}:${eventName}`;
}
