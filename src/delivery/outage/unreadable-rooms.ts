import { failureOf } from '../../failure';
import type { Log } from '../../log';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { UnreadableRoom, UnreadableRoomTable } from '../../store/unreadable-rooms';

/** Milliseconds for which a room is not compared: the first time, and at most. The pause doubles each time. */
const FIRST_PAUSE_MS = 600_000;
const LONGEST_PAUSE_MS = 86_400_000;

/** After this many times it is certain that a room stops the engine: the second time, only this room was being read. */
const CERTAIN_AFTER = 2;

/** The parts of the app that `UnreadableRooms` uses. */
interface UnreadableRoomsParts {
	readonly table: UnreadableRoomTable;
	readonly log: Log;
}

/**
 * The rooms that cannot be compared with Matrix, because one of their messages has a key `__proto__`: the engine's connection
 * to the app ends when it passes such a message, and so does the app. Without this, the app would end again at each start.
 */
export class UnreadableRooms {
	private readonly rooms = new Map<RocketChatRoomId, UnreadableRoom>();

	constructor(private readonly parts: UnreadableRoomsParts) {}

	/** How many rooms are not compared at present. */
	get length(): number {
		return [...this.rooms.keys()].filter((roomId) => this.isSetAside(roomId)).length;
	}

	/** Reads what was noted before the app ended. */
	async load(): Promise<void> {
		for (const room of await this.parts.table.all()) {
			const isKnown = this.rooms.has(room.roomId);
			this.rooms.set(room.roomId, room);
			if (!isKnown && this.isSetAside(room.roomId)) {
				this.parts.log.error('a room cannot be read; a message in it has a key __proto__', {
					roomId: room.roomId,
				});
			}
		}
	}

	/** Whether a room may have stopped the engine, so that it is read alone. */
	isSuspect(roomId: RocketChatRoomId): boolean {
		return this.rooms.has(roomId);
	}

	/** Whether a room is not to be read now. */
	isSetAside(roomId: RocketChatRoomId): boolean {
		const { times = 0, at = 0 } = this.rooms.get(roomId) ?? {};
		const pause = Math.min(FIRST_PAUSE_MS * 2 ** (times - CERTAIN_AFTER), LONGEST_PAUSE_MS);
		return times >= CERTAIN_AFTER && Date.now() - at < pause;
	}

	/** Notes the rooms that were being read when the engine stopped. Does not wait for the store, whose answer never comes. */
	suspect(roomIds: readonly RocketChatRoomId[]): void {
		for (const roomId of roomIds) {
			const times = (this.rooms.get(roomId)?.times ?? 0) + 1;
			const room = { roomId, times, at: Date.now() };
			this.rooms.set(roomId, room);
			this.parts.table.put(room).catch(this.logFailure);
		}
	}

	/** Notes that a room was read to the end. */
	clear(roomId: RocketChatRoomId): void {
		if (this.rooms.delete(roomId)) {
			this.parts.table.remove(roomId).catch(this.logFailure);
		}
	}

	private readonly logFailure = (error: unknown) => {
		this.parts.log.failure('which rooms cannot be read was not stored', failureOf(error));
	};
}
