import type { MessageDocument, UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { connectionOpened } from '../functions/presence';
import { canAccessRoom } from '../functions/room-access';
import { subscriptionOf } from '../functions/subscriptions';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { myMessages, type StreamName } from './streams';

const prefix = 'stream-';
const streams: readonly string[] = [
	'room-messages',
	'notify-user',
	'notify-room',
	'notify-logged',
	'notify-all',
];

/** One client's connection: its logged-in user and the streams that it listens to. */
export class Session {
	user: UserDocument | undefined;
	token: string | undefined;
	private readonly listening = new Map<string, () => void>();
	private endPresence: (() => void) | undefined;
	private silent = false;

	/** @param send - sends the client a message of the realtime API */
	constructor(
		private readonly server: Server,
		private readonly send: (message: object) => void,
	) {}

	setUser(user: UserDocument, token: string): void {
		this.endPresence?.();
		this.user = user;
		this.token = token;
		this.endPresence = connectionOpened(this.server, user._id);
	}

	clearUser(): void {
		this.endPresence?.();
		this.endPresence = undefined;
		this.user = undefined;
		this.token = undefined;
		this.listening.forEach((end) => end());
		this.listening.clear();
	}

	/** @throws {MeteorError} `error-invalid-user` if nobody is logged in */
	loggedInUser(): UserDocument {
		if (!this.user) {
			throw new MeteorError('error-invalid-user', 'Invalid user');
		}
		return this.user;
	}

	/** @throws {MeteorError} `error-invalid-user` if nobody is logged in */
	userId(): string {
		return this.loggedInUser()._id;
	}

	/** Whether somebody is logged in who may see the room. */
	maySeeRoom(roomId: string): boolean {
		const room = collections(this.server).rooms.findById(roomId);
		return Boolean(room && this.user && canAccessRoom(this.server, room, this.user._id));
	}

	/**
	 * Starts to listen to a stream (`apps/meteor/server/modules/streamer/streamer.module.ts`, `_publish`).
	 * @param id - the client's id of this subscription
	 * @param name - such as `stream-room-messages`
	 * @throws {MeteorError} `404` for a stream that is not built, `not-allowed`
	 */
	subscribe(id: string, name: string, eventName: string): void {
		const stream = name.slice(prefix.length);
		if (!name.startsWith(prefix) || !streams.includes(stream)) {
			throw new MeteorError('404', `Subscription '${name}' not found`);
		}
		if (!this.mayListen(stream as StreamName, eventName)) {
			throw new MeteorError('not-allowed');
		}
		const end = this.server.streams.on(stream as StreamName, eventName, (args) => {
			const extended = eventName === myMessages ? this.withRoom(args) : args;
			if (!this.silent && extended) {
				this.send({
					msg: 'changed',
					collection: name,
					id: 'id',
					fields: { eventName, args: extended },
				});
			}
		});
		this.unsubscribe(id);
		this.listening.set(id, end);
	}

	unsubscribe(id: string): void {
		this.listening.get(id)?.();
		this.listening.delete(id);
	}

	/** Runs something whose events this client does not receive. */
	withoutOwnEvents(work: () => void): void {
		this.silent = true;
		try {
			work();
		} finally {
			this.silent = false;
		}
	}

	close(): void {
		this.clearUser();
	}

	/**
	 * A message with what the listener of `__my_messages__` learns about its room
	 * (`apps/meteor/server/modules/notifications/notifications.module.ts`).
	 * @returns undefined if the user may not see the room
	 */
	private withRoom([message]: readonly unknown[]): unknown[] | undefined {
		const { rid } = message as MessageDocument;
		const room = collections(this.server).rooms.findById(rid);
		if (!room || !this.user || !this.maySeeRoom(rid)) {
			return undefined;
		}
		const roomParticipant = subscriptionOf(this.server, rid, this.user._id) !== undefined;
		return [message, { roomParticipant, roomType: room.t, roomName: room.name }];
	}

	/**
	 * Whether this client may listen to an event: its own as a user, one of a room that the user may see, or one that
	 * everybody may hear.
	 */
	private mayListen(stream: StreamName, eventName: string): boolean {
		if (stream === 'notify-all') {
			return true;
		}
		if (stream === 'notify-logged' || (stream === 'room-messages' && eventName === myMessages)) {
			return this.user !== undefined;
		}
		const [subject = ''] = eventName.split('/');
		return stream === 'notify-user' ? subject === this.user?._id : this.maySeeRoom(subject);
	}
}
