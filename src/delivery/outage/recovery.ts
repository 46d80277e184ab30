import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { UnreadableRooms } from './unreadable-rooms';

/** Rooms that are worked on at the same time. */
const MAX_ROOMS_AT_ONCE = 10;

/** Rooms whose older messages are compared at the same time. Nobody waits for them, and each may have thousands. */
const MAX_LOOK_BACKS_AT_ONCE = 2;

/** Milliseconds before a room that failed is tried again: the first time, and at most. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Milliseconds between two steps of the round over all rooms, and the number of steps. */
const TICK_MS = 30_000;
const TICKS_PER_ROUND = 20;

/** The parts of the app that `Recovery` uses. */
interface RecoveryParts {
	/** Compares a room with Matrix and sends what is missing there. @throws if it has to be tried again */
	readonly reconcile: (roomId: RocketChatRoomId) => Promise<void>;
	/** Compares the older messages of a room, once after a start. @throws if it has to be tried again */
	readonly lookBack: (roomId: RocketChatRoomId) => Promise<void>;
	/** Whether the older messages of a room are still to be compared. */
	readonly needsLookBack: (roomId: RocketChatRoomId) => boolean;
	/** Whether the homeserver can be used. */
	readonly isUsable: () => boolean;
	/** The rooms at which the engine stopped. */
	readonly unreadable: Pick<UnreadableRooms, 'isSuspect' | 'isSetAside' | 'clear'>;
}

/** A room that is to be compared. */
interface ComparedRoom {
	/** Whether its new messages are compared; else only its older ones are, and new ones need not wait. */
	isBehind: boolean;
	/** Whether it was asked for again while it waits. */
	isWanted: boolean;
	failures: number;
	/** Whether it failed a moment ago, so that its next attempt waits for a timer. The clock may be set meanwhile. */
	isPausing: boolean;
	isRunning: boolean;
	/** Whether something came in while it was worked on. */
	isStale: boolean;
}

/**
 * The rooms in which something may be missing on Matrix. While a room is behind, only its reconciliation sends messages, in
 * their order. New messages of the room are left to it, too.
 */
export class Recovery {
	private readonly rooms = new Map<RocketChatRoomId, ComparedRoom>();
	private running = 0;
	/** How many of the rooms that are worked on have only their older messages compared. */
	private lookingBack = 0;

	constructor(private readonly parts: RecoveryParts) {}

	/** How many rooms are behind. */
	get length(): number {
		return [...this.rooms.values()].filter(({ isBehind }) => isBehind).length;
	}

	/** Whether nothing is to be compared, no older messages either. */
	get isIdle(): boolean {
		return this.rooms.size === 0;
	}

	/** The rooms that are being compared now. */
	get underWay(): RocketChatRoomId[] {
		return [...this.rooms].filter(([, { isRunning }]) => isRunning).map(([roomId]) => roomId);
	}

	isBehind(roomId: RocketChatRoomId): boolean {
		return this.rooms.get(roomId)?.isBehind ?? false;
	}

	/**
	 * Has a room compared with Matrix, as soon as the homeserver can be used. Does not wait for it. A room that is set aside is
	 * not compared; its new messages are sent as they come.
	 */
	request(roomId: RocketChatRoomId): void {
		if (this.parts.unreadable.isSetAside(roomId)) {
			return;
		}
		const room = this.rooms.get(roomId);
		if (room) {
			Object.assign(room, {
				isBehind: true,
				isStale: room.isRunning,
				isWanted: true,
			});
		} else {
			const isNow = { isPausing: false, isRunning: false, isStale: false };
			this.rooms.set(roomId, { isBehind: true, isWanted: false, failures: 0, ...isNow });
		}
		void this.run();
	}

	/**
	 * Has all rooms compared now, and each of them again about every ten minutes.
	 * @param listRooms gives the rooms
	 * @param onFailure called when they cannot be read; they are read again soon
	 */
	start(listRooms: () => Promise<readonly RocketChatRoomId[]>, onFailure: (error: unknown) => void): void {
		let left: RocketChatRoomId[] = [];
		let perTick: number | undefined;
		const tick = async () => {
			if (left.length === 0) {
				left = [...(await listRooms())];
				perTick = perTick === undefined ? left.length : Math.ceil(left.length / TICKS_PER_ROUND);
			}
			left.splice(0, perTick).forEach((roomId) => this.request(roomId));
		};
		const run = () => void tick().catch(onFailure);
		run();
		setInterval(run, TICK_MS);
	}

	/**
	 * Works on the rooms that may be tried now. A room that may have stopped the engine is tried alone, which shows whether it
	 * was this one.
	 * @returns when no room is left that can be tried now
	 */
	async run(): Promise<void> {
		const { isUsable, unreadable } = this.parts;
		const started: Promise<void>[] = [];
		for (const [roomId, room] of this.inOrder()) {
			const isAlone = this.running === 1 && this.underWay.some((other) => unreadable.isSuspect(other));
			if (!isUsable() || this.running >= MAX_ROOMS_AT_ONCE || isAlone) {
				break;
			}
			const isTurn = room.isBehind || this.lookingBack < MAX_LOOK_BACKS_AT_ONCE;
			const mayStart = isTurn && (this.running === 0 || !unreadable.isSuspect(roomId));
			if (!room.isRunning && !room.isPausing && mayStart) {
				started.push(this.work(roomId, room));
			}
		}
		await Promise.all(started);
	}

	/** The rooms that are behind come first, and among those the ones in which people write; else in the order of the requests. */
	private inOrder(): [RocketChatRoomId, ComparedRoom][] {
		const rank = ({ isBehind, isWanted }: ComparedRoom) => Number(isBehind) * 2 + Number(isWanted);
		return [...this.rooms].sort(([, one], [, other]) => rank(other) - rank(one));
	}

	private async work(roomId: RocketChatRoomId, room: ComparedRoom): Promise<void> {
		const { reconcile, lookBack, needsLookBack, unreadable } = this.parts;
		const { isBehind } = room;
		this.running += 1;
		this.lookingBack += isBehind ? 0 : 1;
		Object.assign(room, { isRunning: true, isStale: false, isWanted: false });
		try {
			await (isBehind ? reconcile(roomId) : lookBack(roomId));
			unreadable.clear(roomId);
			room.failures = 0;
			if (!room.isStale) {
				room.isBehind = false;
			}
			if (!room.isBehind && !(isBehind && needsLookBack(roomId))) {
				this.rooms.delete(roomId);
			}
		} catch {
			const pause = Math.min(FIRST_PAUSE_MS * 2 ** room.failures, LONGEST_PAUSE_MS);
			room.failures += 1;
			room.isPausing = true;
			setTimeout(() => {
				room.isPausing = false;
				void this.run();
			}, pause); // after a restart of the app, all rooms are compared anyway
		}
		room.isRunning = false;
		this.running -= 1;
		this.lookingBack -= isBehind ? 0 : 1;
		await this.run();
	}
}
