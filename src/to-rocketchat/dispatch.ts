import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { changeMembership } from './member';
import { relayRoomEvent, type Handler } from './room-event';

/** Who carries which state event; the others are left alone. */
const stateHandlers: Readonly<Record<string, Handler>> = {
	'm.room.member': changeMembership,
};

/** Carries one event over; state is told apart by its state key. */
export async function relayToRocketChat(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	if (event.stateKey === undefined) {
		await relayRoomEvent(bridge, event);
	} else if (Object.hasOwn(stateHandlers, event.type)) {
		await stateHandlers[event.type]?.(bridge, event);
	}
}
