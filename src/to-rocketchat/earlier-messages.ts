import { failureOf } from '../failure';
import type { Federation } from '../federation';
import type { RoomId, UserId } from '../matrix/ids';
import { carryRoomEvent } from './room-event';

/** How many events before now are looked through. */
const EARLIER_EVENTS = 100;

/**
 * Carries what was said and done in a room before it was linked. The homeserver does not push what was written while a
 * puppet was only invited, and the first message of a direct message usually is.
 * @param puppetId somebody in the room
 */
export async function carryEarlierMessages(
	federation: Federation,
	puppetId: UserId,
	roomId: RoomId,
): Promise<void> {
	const { homeserver, store, log } = federation;
	const events = await homeserver.latest(puppetId, roomId, EARLIER_EVENTS);
	for (const event of events.filter(({ stateKey }) => stateKey === undefined)) {
		try {
			await carryRoomEvent(federation, event);
		} catch (error) {
			const failure = failureOf(error);
			if (failure.code === 'original-not-here') {
				continue; // it changes what is older than all that is looked through
			}
			log.failure('an earlier message did not get to Rocket.Chat', failure, {
				eventId: event.eventId,
				roomId,
			});
			await store.parked.add(event, failure.code);
		}
	}
}
