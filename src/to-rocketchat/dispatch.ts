import type { ConfiguredBridge } from '../configured-bridge';
import { withHostFailures } from '../failure';
import type { RoomEvent } from '../matrix/events';
import { isOwnMatrixUser } from '../matrix/namespace';
import { isDroppedFromBlockedServer, isServerBlocked } from '../people/server-gate';
import { relinkRoomOfEvent } from './rooms/relink-room';
import { handlers } from './handlers';
import { relayOrTellRefusal } from './refusal-notice';

const handlersByType = new Map(
	handlers.flatMap((handler) => handler.types.map((type) => [type, handler] as const)),
);

/**
 * Relays one Matrix event to Rocket.Chat. A message event of a federated room that has no handler is counted for the
 * status; state without a handler is ignored. What comes from a blocked server is dropped.
 * @throws FederationError if the event cannot be relayed
 */
export async function relayToRocketChat(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	if (bridge.eventsOfHistory.has(event.eventId) || isDroppedFromBlockedServer(bridge, event)) {
		return;
	}
	const { type, stateKey, roomId } = event;
	const handler = handlersByType.get(type);
	if (handler) {
		await withHostFailures(() =>
			relayOrTellRefusal(bridge, event, () => withHostFailures(() => handler.handle(bridge, event))),
		);
	} else if (stateKey === undefined && (await bridge.store.rooms.byMatrixId(roomId))) {
		bridge.unsupportedEvents.add(type);
	}
}

/**
 * Relays an event as `relayToRocketChat` does. A room without a link is linked first, if it is the app's own from before it was
 * installed again.
 * @throws FederationError if the event cannot be relayed
 */
export async function relinkAndRelayToRocketChat(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	// Member events come from any room: invitations are answered, and the app's own joins are echoes.
	const mayBeLinked = event.type !== 'm.room.member' && !isServerBlocked(bridge, event.sender);
	if (mayBeLinked && !isOwnMatrixUser(event.sender, bridge.configuration)) {
		await withHostFailures(() => relinkRoomOfEvent(bridge, event));
	}
	await relayToRocketChat(bridge, event);
}
