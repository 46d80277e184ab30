import type { FederationError } from '../errors';
import { failureOf } from '../failure';
import { uptime } from '../uptime';
import type { RocketChatRoomId } from './ids';
import { NO_ANSWER, RealtimeConnection, RealtimeRefusal, type RealtimeListener } from './realtime-connection';
import type { WorkspaceAccess } from './rest';
import { pauseFor } from '../pause-for';

const STREAM = 'stream-notify-room';
const EVENT = 'user-activity';

/** Milliseconds between two looks at which rooms there are. */
const LOOK_EVERY_MS = 30_000;

/**
 * By default Rocket.Chat takes 40 subscriptions to streams in 40 s from one connection
 * (apps/meteor/server/startup/rateLimiter, `DDP_Rate_Limit_Connection_By_Method`), so the first ones go at once, and the others
 * one by one.
 */
const AT_ONCE = 5;
const PAUSE_MS = 1_200;

/** Milliseconds after which a refused room is tried again, and after which too many requests are. */
const REFUSED_FOR_MS = 600_000;
const LIMITED_FOR_MS = 60_000;

/** Milliseconds before the first attempt to connect again, and before later ones at most. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/** The parts of the app that `RoomActivity` uses. */
interface RoomActivityParts {
	/** @returns the address and the login; undefined if nothing is to be listened to */
	readonly access: () => Promise<WorkspaceAccess | undefined>;
	/** @returns the rooms to listen to */
	readonly rooms: () => Promise<readonly RocketChatRoomId[]>;
	/**
	 * Called when somebody begins, goes on or stops to type.
	 * @param name the username, or the name if the workspace shows names
	 */
	readonly onTyping: (roomId: RocketChatRoomId, name: string, isTyping: boolean) => void;
	readonly open?: (access: WorkspaceAccess, listener: RealtimeListener) => Promise<Connection>;
}

type Connection = Pick<RealtimeConnection, 'subscribe' | 'close'>;

/** What the administrator reads about it. */
type ActivityState =
	| { readonly kind: 'off' }
	| { readonly kind: 'failing'; readonly failure: FederationError }
	| { readonly kind: 'listening'; readonly heard: number; readonly refused: number };

/**
 * Hears who types in the rooms of the workspace, by its realtime API: the Apps-Engine tells apps nothing of it. Rocket.Chat lets
 * a user listen to the rooms that the user may see: public channels, and rooms with the user as a member.
 * Rocket.Chat: apps/meteor/server/modules/notifications/notifications.module.ts, `streamRoom`
 */
export class RoomActivity {
	private connection: Connection | undefined;
	private access: WorkspaceAccess | undefined;
	private failure: FederationError | undefined;
	private readonly heard = new Set<RocketChatRoomId>();
	/** Refused rooms, with the time at which each is tried again, by `uptime`. */
	private readonly refused = new Map<RocketChatRoomId, number>();
	/** Rooms that are still to be subscribed, the most urgent first. */
	private waiting: RocketChatRoomId[] = [];
	private isSubscribing = false;
	private attempts = 0;
	private isRunning = false;
	private wake: () => void = () => undefined;

	constructor(private readonly parts: RoomActivityParts) {}

	/** Begins to listen, once. */
	start(): void {
		if (!this.isRunning) {
			this.isRunning = true;
			void this.run();
		}
	}

	/** Whether it listens, and to how many rooms. */
	get state(): ActivityState {
		if (this.failure) {
			return { kind: 'failing', failure: this.failure };
		}
		return this.access
			? { kind: 'listening', heard: this.heard.size, refused: this.refused.size }
			: { kind: 'off' };
	}

	/** Looks at once whether the login has changed. */
	lookSoon(): void {
		this.wake();
	}

	/** Listens to a room first in which somebody writes: it may be new. Costs nothing if it is heard already. */
	hear(roomId: RocketChatRoomId): void {
		if (this.connection && this.isDue(roomId)) {
			this.waiting = [roomId, ...this.waiting.filter((other) => other !== roomId)];
			void this.subscribeWaiting();
		}
	}

	private async run(): Promise<void> {
		for (;;) {
			const pause = await this.look();
			await new Promise<void>((resolve) => {
				this.wake = resolve;
				setTimeout(resolve, pause);
			});
		}
	}

	/** @returns the milliseconds until the next look */
	private async look(): Promise<number> {
		try {
			const access = await this.parts.access();
			if (!access || !isSame(access, this.access)) {
				this.connection?.close();
			}
			this.access = access;
			if (!access) {
				this.failure = undefined;
				return LOOK_EVERY_MS;
			}
			if (this.connection) {
				this.attempts = 0;
			} else {
				this.connection = await this.connect(access);
			}
			this.failure = undefined;
			const rooms = await this.parts.rooms();
			this.waiting = rooms.filter((roomId) => this.isDue(roomId));
			void this.subscribeWaiting();
			return LOOK_EVERY_MS;
		} catch (error) {
			this.failure = failureOf(error);
			return this.nextPause();
		}
	}

	private connect(access: WorkspaceAccess): Promise<Connection> {
		const open = this.parts.open ?? ((...given) => RealtimeConnection.open(...given));
		return open(access, {
			onEvent: (eventName, args) => this.receive(eventName, args),
			onClose: () => this.forget(),
		});
	}

	private nextPause(): number {
		this.attempts += 1;
		return Math.min(FIRST_PAUSE_MS * 2 ** (this.attempts - 1), LONGEST_PAUSE_MS);
	}

	/** The next look connects again. */
	private forget(): void {
		if (this.connection && this.access) {
			setTimeout(() => this.wake(), this.nextPause());
		}
		this.connection = undefined;
		this.heard.clear();
		this.refused.clear();
		this.waiting = [];
	}

	private isDue(roomId: RocketChatRoomId): boolean {
		return !this.heard.has(roomId) && uptime() >= (this.refused.get(roomId) ?? 0);
	}

	private async subscribeWaiting(): Promise<void> {
		if (this.isSubscribing) {
			return;
		}
		this.isSubscribing = true;
		try {
			while (this.connection) {
				const roomId = this.waiting.shift();
				if (roomId === undefined) {
					return;
				}
				if (this.heard.size + this.refused.size >= AT_ONCE) {
					await pauseFor(PAUSE_MS);
				}
				await this.subscribe(this.connection, roomId);
			}
		} finally {
			this.isSubscribing = false;
		}
	}

	private async subscribe(connection: Connection, roomId: RocketChatRoomId): Promise<void> {
		try {
			await connection.subscribe(STREAM, `${roomId}/${EVENT}`);
			if (connection === this.connection) {
				this.heard.add(roomId);
				this.refused.delete(roomId);
			}
		} catch (error) {
			const { code } = error instanceof RealtimeRefusal ? error : { code: NO_ANSWER };
			if (code === 'too-many-requests') {
				await pauseFor(LIMITED_FOR_MS);
			} else if (connection === this.connection && code === NO_ANSWER) {
				this.forget();
				connection.close();
			} else if (connection === this.connection) {
				this.refused.set(roomId, uptime() + REFUSED_FOR_MS);
			}
		}
	}

	private receive(eventName: string, [name, activities]: readonly unknown[]): void {
		const [roomId = '', event] = eventName.split('/');
		if (event === EVENT && typeof name === 'string' && Array.isArray(activities)) {
			this.parts.onTyping(roomId as RocketChatRoomId, name, activities.includes('user-typing'));
		}
	}
}

function isSame(access: WorkspaceAccess, other: WorkspaceAccess | undefined): boolean {
	const { siteUrl, userId, token } = access;
	return siteUrl === other?.siteUrl && userId === other.userId && token === other.token;
}
