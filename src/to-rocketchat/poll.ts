import { longestLine } from '../convert/length/message-length';
import { extensibleText } from '../convert/matrix-message/extensible-text';
import { choiceIn, countsOf, pollIn, pollText } from '../convert/matrix-message/poll';
import type { Federation } from '../federation';
import { textsFor } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { parseEventId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import type { PollRecord } from '../store/polls';
import { placeOf, postMessage } from './message';
import { partsOf, postParts, rewriteParts } from './parts';
import { senderMayRedact } from './redaction-power';

/**
 * `m.poll.start`: posts the question with its answers. What is no poll shows its text. Specification, "Polls"
 * (MSC3381).
 */
export async function postPoll(federation: Federation, event: RoomEvent): Promise<void> {
	const { store, configuration } = federation;
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room || isOurs(event.sender, configuration)) {
		return;
	}
	if (objectIn(event.content['m.relates_to']).rel_type === 'm.replace') {
		return changeQuestion(federation, event);
	}
	const poll = pollIn(event.content);
	if (!poll) {
		const body = extensibleText(event.content);
		return postMessage(federation, { ...event, content: { ...event.content, body } });
	}
	const links = await store.messages.allByMatrixId(event.eventId);
	const record: PollRecord = { poll, startedBy: event.sender, votes: {}, ended: false };
	if (links.length === 0) {
		await store.polls.put(event.eventId, record);
	}
	const { root } = await placeOf(federation, event);
	const place = { rocketChatRoomId: room.rocketChatId, threadId: root?.rocketChatId };
	// Those before are there already where it was broken off.
	await postParts(federation, event, partsOf(federation, textOf(federation, record)), place, links.length);
}

/** `m.poll.response`: shows the votes as they stand; a later vote of the same person counts in the place of theirs. */
export async function countVote(federation: Federation, event: RoomEvent): Promise<void> {
	await change(federation, event, ({ votes, ...record }) =>
		record.ended
			? undefined
			: { ...record, votes: { ...votes, [event.sender]: choiceIn(event.content, record.poll) } },
	);
}

/** `m.poll.end`: shows what came out. Who started the poll ends it, or whoever may take back what others wrote. */
export async function endPoll(federation: Federation, event: RoomEvent): Promise<void> {
	await change(federation, event, async (record, rocketChatRoomId) => {
		const mayEnd =
			record.startedBy === event.sender || (await senderMayRedact(federation, event, rocketChatRoomId));
		return mayEnd ? { ...record, ended: true } : undefined;
	});
}

/** An edit of a poll; only who started it can. */
async function changeQuestion(federation: Federation, event: RoomEvent): Promise<void> {
	const poll = pollIn(objectIn(event.content['m.new_content']));
	await change(federation, event, (record) =>
		!poll || record.ended || record.startedBy !== event.sender ? undefined : { ...record, poll },
	);
}

/** Changes the poll that an event relates to. Doing it twice is harmless: what is shown already is left alone. */
async function change(
	federation: Federation,
	event: RoomEvent,
	changed: (
		record: PollRecord,
		rocketChatRoomId: string,
	) => PollRecord | undefined | Promise<PollRecord | undefined>,
): Promise<void> {
	const { store, messages } = federation;
	const start = parseEventId(objectIn(event.content['m.relates_to']).event_id);
	const links = start ? await store.messages.allByMatrixId(start) : [];
	const [firstLink] = links;
	const record = start && firstLink?.roomId === event.roomId ? await store.polls.byEvent(start) : undefined;
	const first = firstLink && record && (await messages.byId(firstLink.rocketChatId));
	const next = first && (await changed(record, first.room.id));
	if (!start || !next) {
		return;
	}
	await store.polls.put(start, next);
	await rewriteParts(
		federation,
		{ event: { eventId: start, roomId: event.roomId, sender: next.startedBy }, links, first },
		partsOf(federation, textOf(federation, next)),
		event.eventId,
	);
}

function textOf({ workspace }: Federation, { poll, votes, ended }: PollRecord): string {
	const text = textsFor({}, workspace);
	const voters = Object.values(votes).filter((chosen) => chosen.length > 0).length;
	const shown = poll.disclosed || ended;
	const note = ended ? 'poll_ended' : 'poll_open';
	const counts = shown ? countsOf(poll, votes) : undefined;
	return pollText(poll, counts, text(note, { votes: voters }), longestLine(workspace.messageLimit));
}
