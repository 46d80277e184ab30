import { BoundedMap } from '../../bounded-map';
import type { RoomId } from '../../matrix/ids';
import type { SentEvent } from '../../matrix/room-events';

/** Rooms whose last event is remembered. */
const MAX_ROOMS = 100;

/** An event, with the time at which it was sent, milliseconds since 1970. */
export interface LastSentEvent extends SentEvent {
	readonly at: number;
}

/** Remembers the last event that this process of the app has sent to each room: after an outage, the homeserver has to have it. */
export class LastSent {
	private readonly events = new BoundedMap<RoomId, LastSentEvent>(MAX_ROOMS);

	note(event: SentEvent): void {
		this.events.set(event.roomId, { ...event, at: Date.now() });
	}

	/** @returns the events, the latest first */
	all(): LastSentEvent[] {
		return [...this.events.values()].reverse();
	}

	/** Forgets the events, which the homeserver has lost. */
	clear(): void {
		this.events.clear();
	}
}
