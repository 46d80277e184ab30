import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { isErrcode } from '../matrix/homeserver-error';
import type { RoomId, UserId } from '../matrix/ids';
import { parseMessageRelation } from '../matrix/relation';
import type { StoredMessage } from '../rocketchat/entities';
import type { RocketChatMessageId } from '../rocketchat/ids';
import { journalPage } from '../store/journal-page';

/**
 * Milliseconds for which a homeserver remembers a transaction id for certain. Synapse forgets it after 30 minutes.
 */
const TRANSACTION_KNOWN_MS = 1_200_000;

/** What is needed of a message that may be on Matrix. */
type SentMessage = Pick<StoredMessage, 'id' | 'room' | 'createdAt'>;

/**
 * Tells whether a message without links may be on Matrix in a way that a second request with its transaction id does not
 * find out: the homeserver may have forgotten the id, or would answer with the text from before an edit.
 */
export function isInDoubt(
	bridge: ConfiguredBridge,
	{ id, createdAt = new Date(), editedAt }: SentMessage & Pick<StoredMessage, 'editedAt'>,
): boolean {
	if (bridge.unconfirmedParts.find(id)) {
		return !mayRepeatTransaction(bridge, id);
	}
	const isOlderThanProcess = createdAt.getTime() < bridge.startedAt;
	return isOlderThanProcess && (editedAt !== undefined || isForgotten(createdAt.getTime()));
}

/** @returns whether a part was sent without an answer, so lately that a second request with its id sends no second event */
export function mayRepeatTransaction(
	{ unconfirmedParts }: ConfiguredBridge,
	id: RocketChatMessageId,
): boolean {
	const unconfirmed = unconfirmedParts.find(id);
	return unconfirmed !== undefined && !isForgotten(unconfirmed.sentAt);
}

function isForgotten(sentAt: number): boolean {
	return Date.now() - sentAt > TRANSACTION_KNOWN_MS;
}

/**
 * Finds the events of a message in its Matrix room and links them. The app sends a message as its writer's ghost and with the
 * message's time to the millisecond, so both together identify it.
 * @param ghostId of the writer, who must be in the room
 * @param events of the room, if they were read already
 * @returns whether there are any
 */
export async function linkSentEvents(
	bridge: ConfiguredBridge,
	message: SentMessage,
	ghostId: UserId,
	roomId: RoomId,
	events?: readonly RoomEvent[],
): Promise<boolean> {
	const { store } = bridge;
	const at = (message.createdAt ?? new Date()).getTime();
	const all = events ?? (await eventsOfGhost(bridge, ghostId, roomId, at));
	const ofThatTime = all.filter(
		(event) =>
			event.sender === ghostId &&
			event.at === at &&
			event.type === 'm.room.message' &&
			parseMessageRelation(event.content)?.kind !== 'edit',
	);
	let part = 0;
	for (const { eventId } of ofThatTime) {
		const link = await store.messages.byMatrixId(eventId);
		if (link && link.rocketChatId !== message.id) {
			continue; // the same person wrote another message in the same millisecond
		}
		if (!link) {
			const page = journalPage(message.room.id);
			await store.messages.add({ matrixId: eventId, rocketChatId: message.id, roomId, part, page });
		}
		part += 1;
	}
	return part > 0;
}

/** @returns the events of a room since a time; none if the ghost is not in the room */
async function eventsOfGhost(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
	since: number,
): Promise<RoomEvent[]> {
	try {
		return await homeserver.eventsSince(ghostId, roomId, since);
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN')) {
			return [];
		}
		throw error;
	}
}
