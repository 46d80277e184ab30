import type { Federation } from '../federation';
import type { RoomEvent } from '../matrix/events';
import { postMessage, postUnreadable } from './message';
import { countVote, endPoll, postPoll } from './poll';
import { addReaction } from './reaction';
import { deleteRedacted } from './redaction';

/** Carries one Matrix event over to Rocket.Chat. */
export type Handler = (federation: Federation, event: RoomEvent) => Promise<void>;

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
export async function carryRoomEvent(federation: Federation, event: RoomEvent): Promise<void> {
	const { type, roomId } = event;
	if (Object.hasOwn(handlers, type)) {
		await handlers[type]?.(federation, event);
	} else if (await federation.store.rooms.byMatrixId(roomId)) {
		federation.unshown.add(type);
	}
}
