import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { postMessage, postUnreadable } from './message';
import { countVote, endPoll, postPoll } from './poll';
import { addReaction } from './reaction';
import { deleteRedacted } from './redaction';

/** Carries one Matrix event over to Rocket.Chat. */
export type Handler = (bridge: ConfiguredBridge, event: RoomEvent) => Promise<void>;

/** Who carries which event that is no state; the others are counted. */
const handlers: Readonly<Record<string, Handler>> = {
	'm.room.message': postMessage,
	'm.room.encrypted': postUnreadable,
	'm.room.redaction': deleteRedacted,
	'm.reaction': addReaction,
	'm.sticker': postMessage,
	...underBothNames('poll.start', postPoll),
	...underBothNames('poll.response', countVote),
	...underBothNames('poll.end', endPoll),
};

/** Polls have their stable names and those that clients use still; MSC3381. */
function underBothNames(name: string, handler: Handler): Readonly<Record<string, Handler>> {
	return { [`m.${name}`]: handler, [`org.matrix.msc3381.${name}`]: handler };
}

/** Carries over what somebody says or does in a room; what has no form in Rocket.Chat is counted. */
export async function relayRoomEvent(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { type, roomId } = event;
	if (Object.hasOwn(handlers, type)) {
		await handlers[type]?.(bridge, event);
	} else if (await bridge.store.rooms.byMatrixId(roomId)) {
		bridge.unsupportedEvents.add(type);
	}
}
