import { failureOf } from '../../failure';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';

/** Latest events of the room that are relayed. */
const MAX_EARLIER_EVENTS = 100;

/**
 * Relays what was written in a room before it was linked. The homeserver does not push events from the time when a ghost
 * was only invited, and the first message of a direct message usually is one of them.
 * @param ghostId a ghost in the room, whose view of the history is read
 * @throws FederationError `workspace-failing`; what is relayed by then is not relayed again
 */
export async function relayEarlierMessages(
	bridge: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<void> {
	const events = await bridge.homeserver.events.latest(ghostId, roomId, MAX_EARLIER_EVENTS);
	await relayEvents(bridge, roomId, events);
}

/**
 * Relays events of a room that were read, in their order, without its state. One that cannot be relayed is parked.
 * @throws FederationError `workspace-failing`; what is relayed by then is not relayed again
 */
export async function relayEvents(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	events: readonly RoomEvent[],
): Promise<void> {
	const { store, log } = bridge;
	for (const event of events.filter(({ stateKey }) => stateKey === undefined)) {
		try {
			await bridge.handleEvent(bridge, event);
		} catch (error) {
			const failure = failureOf(error);
			if (failure.code === 'original-not-here') {
				continue; // it changes a message that is older than the events that were read
			}
			if (failure.kind.holdsRoom) {
				throw failure; // the messages behind it would come before it
			}
			log.failure('an earlier message was not relayed to Rocket.Chat', failure, {
				eventId: event.eventId,
				roomId,
			});
			await store.parked.addEvent(event, failure);
		}
	}
}
