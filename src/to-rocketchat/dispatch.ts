import type { Federation } from '../federation';
import type { RoomEvent } from '../matrix/events';
import { changeMembership } from './member';
import { postMessage, postUnreadable } from './message';
import { countVote, endPoll, postPoll } from './poll';
import { addReaction } from './reaction';
import { deleteRedacted } from './redaction';

type Handler = (federation: Federation, event: RoomEvent) => Promise<void>;

/** Who carries which Matrix event over to Rocket.Chat; state events are told apart by their state key. */
const messageHandlers: Readonly<Record<string, Handler>> = {
	'm.room.message': postMessage,
	'm.room.encrypted': postUnreadable,
	'm.room.redaction': deleteRedacted,
	'm.reaction': addReaction,
	'm.sticker': postMessage,
	...underBothNames('poll.start', postPoll),
	...underBothNames('poll.response', countVote),
	...underBothNames('poll.end', endPoll),
};

const stateHandlers: Readonly<Record<string, Handler>> = {
	'm.room.member': changeMembership,
};

/** Polls have their stable names and those that clients use still; MSC3381. */
function underBothNames(name: string, handler: Handler): Readonly<Record<string, Handler>> {
	return { [`m.${name}`]: handler, [`org.matrix.msc3381.${name}`]: handler };
}

/** Carries one event over. Of types nobody handles messages are counted, and state is left alone. */
export async function carryToRocketChat(federation: Federation, event: RoomEvent): Promise<void> {
	const { type, stateKey, roomId } = event;
	const handlers = stateKey === undefined ? messageHandlers : stateHandlers;
	if (Object.hasOwn(handlers, type)) {
		await handlers[type]?.(federation, event);
	} else if (stateKey === undefined && (await federation.store.rooms.byMatrixId(roomId))) {
		federation.unshown.add(type);
	}
}
