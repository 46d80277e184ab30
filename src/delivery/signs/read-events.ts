import { BoundedMap } from '../../bounded-map';
import type { EventId, RoomId } from '../../matrix/ids';
import type { RocketChatUserId } from '../../rocketchat/ids';

/** Rooms and threads of which the newest event is remembered, and people in them whose last receipt is. */
const MAX_PLACES = 5_000;
const MAX_RECEIPTS = 20_000;

/** A place with a newest event of its own: a room without its threads, or a thread. */
export interface ReadPlace {
	readonly roomId: RoomId;
	/** The first event of the thread; undefined for the room without its threads. */
	readonly thread: EventId | undefined;
}

/**
 * Remembers the newest message of external people in each room and thread, and for whom a read receipt was sent. This is kept in
 * memory only: after a start, receipts are sent only for messages that come from then on.
 */
export class ReadEvents {
	private readonly newest = new BoundedMap<string, { readonly eventId: EventId; readonly shownAt: number }>(
		MAX_PLACES,
	);
	private readonly receipts = new BoundedMap<string, EventId>(MAX_RECEIPTS);

	/** Notes that a message of somebody on Matrix is shown in Rocket.Chat from now on. */
	note(place: ReadPlace, eventId: EventId): void {
		this.newest.set(keyOf(place), { eventId, shownAt: Date.now() });
	}

	/**
	 * Finds the event that a person has read, if they do something in a place.
	 * @param at when they did it, milliseconds since 1970
	 * @returns the newest event, once; undefined if it was shown only after that
	 */
	take(place: ReadPlace, userId: RocketChatUserId, at: number): EventId | undefined {
		const newest = this.newest.get(keyOf(place));
		const key = `${keyOf(place)} ${userId}`;
		if (!newest || newest.shownAt > at || this.receipts.get(key) === newest.eventId) {
			return undefined;
		}
		this.receipts.set(key, newest.eventId);
		return newest.eventId;
	}
}

function keyOf({ roomId, thread }: ReadPlace): string {
	return `${roomId} ${thread ?? ''}`;
}
