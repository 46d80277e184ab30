import type { RoomEvent } from '../../matrix/events';
import { uptime } from '../../uptime';

/** Milliseconds for which an event may hold its room. By then the failure is hardly temporary, and the event is parked. */
const HELD_FOR_MS = 3_600_000;

/** An event that waits for a later attempt. */
interface HeldEvent {
	readonly eventId: string;
	/** When it was tried first, by `uptime`. */
	readonly since: number;
}

/**
 * Events that failed because Rocket.Chat was away for a moment, and those of the same room behind them. Each room has one
 * line; only its first event is tried, so the events stay in order. Memory is enough: the inbox has the events, in order.
 */
export class HeldEvents {
	private readonly lines = new Map<string, HeldEvent[]>();

	/** @returns whether an earlier event of its room is held */
	isBehindAnother({ roomId, eventId }: RoomEvent): boolean {
		const [first] = this.lines.get(roomId) ?? [];
		return first !== undefined && first.eventId !== eventId;
	}

	/** @returns whether it has been held for as long as an event may be */
	isOverdue({ roomId, eventId }: RoomEvent): boolean {
		const held = this.lines.get(roomId)?.find((other) => other.eventId === eventId);
		return held !== undefined && uptime() - held.since > HELD_FOR_MS;
	}

	/** Puts an event at the end of its room's line. One that stands in the line keeps its place. */
	add({ roomId, eventId }: RoomEvent): void {
		const line = this.lines.get(roomId) ?? [];
		if (!line.some((other) => other.eventId === eventId)) {
			line.push({ eventId, since: uptime() });
		}
		this.lines.set(roomId, line);
	}

	/** Forgets all lines. The events of them that are still to be relayed are in the inbox. */
	clear(): void {
		this.lines.clear();
	}

	/** Takes an event out of its room's line, so that the next one is tried. */
	remove({ roomId, eventId }: RoomEvent): void {
		const line = (this.lines.get(roomId) ?? []).filter((other) => other.eventId !== eventId);
		if (line.length > 0) {
			this.lines.set(roomId, line);
		} else {
			this.lines.delete(roomId);
		}
	}
}
