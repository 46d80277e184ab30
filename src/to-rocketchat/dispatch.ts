import type { Federation } from '../federation';
import type { RoomEvent } from '../matrix/events';
import { changeMembership } from './member';
import { postMessage, postUnreadable } from './message';

type Handler = (federation: Federation, event: RoomEvent) => Promise<void>;

/** Who carries which Matrix event over to Rocket.Chat; state events are told apart by their state key. */
const messageHandlers: Readonly<Record<string, Handler>> = {
	'm.room.message': postMessage,
	'm.room.encrypted': postUnreadable,
};

const stateHandlers: Readonly<Record<string, Handler>> = {
	'm.room.member': changeMembership,
};

/** Carries one event over; types nobody handles are left alone. */
export async function carryToRocketChat(federation: Federation, event: RoomEvent): Promise<void> {
	const handlers = event.stateKey === undefined ? messageHandlers : stateHandlers;
	if (Object.hasOwn(handlers, event.type)) {
		await handlers[event.type]?.(federation, event);
	}
}
