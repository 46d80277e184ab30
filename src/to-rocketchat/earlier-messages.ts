import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId, UserId } from '../matrix/ids';
import { relayRoomEvent } from './room-event';

/** How many events before now are looked through. */
const EARLIER_EVENTS = 100;

/**
 * Carries what was said and done in a room before it was linked. The homeserver does not push what was written while a
 * ghost was only invited, and the first message of a direct message usually is.
 * @param ghostId somebody in the room
 */
export async function relayEarlierMessages(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<void> {
	const { homeserver, store, log } = bridge;
	const events = await homeserver.latest(ghostId, roomId, EARLIER_EVENTS);
	for (const event of events.filter(({ stateKey }) => stateKey === undefined)) {
		try {
			await relayRoomEvent(bridge, event);
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
