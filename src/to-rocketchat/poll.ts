import { longestLine } from '../convert/length/message-length';
import { extensibleText } from '../convert/matrix-message/extensible-text';
import { parsePoll, parseVote, pollText, votesPerAnswer } from '../convert/matrix-message/poll';
import { leadingQuotes } from '../convert/quote';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { parseEventId, type EventId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import type { PollRecord } from '../store/polls';
import { placeOf, postMessage } from './message';
import { retryUntilOriginalArrives } from './missing-original';
import { partsOf, postParts, rewriteParts } from './parts';
import { senderMayRedact } from './redaction-power';

/**
 * `m.poll.start`: posts the question with its answers. What is no poll shows its text. Specification, "Polls"
 * (MSC3381).
 */
export async function postPoll(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { store, configuration } = bridge;
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room || isOwnMatrixUser(event.sender, configuration)) {
		return;
	}
	if (objectIn(event.content['m.relates_to']).rel_type === 'm.replace') {
		return changeQuestion(bridge, event);
	}
	const poll = parsePoll(event.content);
	if (!poll) {
		const body = extensibleText(event.content);
		return postMessage(bridge, { ...event, content: { ...event.content, body } });
	}
	const links = await store.messages.allByMatrixId(event.eventId);
	const record: PollRecord = { poll, startedBy: event.sender, votes: {}, ended: false };
	if (links.length === 0) {
		await store.polls.put(event.eventId, record);
	}
	const { quote, place } = await placeOf(bridge, event, room.rocketChatId);
	const parts = partsOf(bridge, pollMessageText(bridge, record), quote);
	// Those before are there already where it was broken off.
	await postParts(bridge, event, parts, place, links.length);
}

/**
 * `m.poll.response`: shows the votes as they stand; a later vote of the same person counts in the place of theirs, also
 * when it comes first.
 */
export async function countVote(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const { eventId, sender, at, content } = event;
	const start = await pollOf(bridge, event);
	await changePoll(bridge, event, start, ({ votes, ...record }) => {
		const isLate = record.ended || at < (votes[sender]?.at ?? 0);
		const vote = { chosen: parseVote(content, record.poll), eventId, at };
		return isLate ? undefined : { ...record, votes: { ...votes, [sender]: vote } };
	});
	if (start) {
		await bridge.store.changes.add(eventId, start);
	}
}

/**
 * A redaction of a vote: it counts no longer. Who voted takes it back, or whoever may take back what others wrote.
 * @param start the event that has started the poll
 */
export async function takeBackVote(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	start: EventId,
): Promise<void> {
	await changePoll(bridge, event, start, async ({ votes, ...record }, rocketChatRoomId) => {
		const [voter, vote] =
			Object.entries(votes).find(([, { eventId }]) => eventId === event.redacts) ?? [];
		if (!voter || !vote || record.ended) {
			return undefined;
		}
		const may = voter === event.sender || (await senderMayRedact(bridge, event, rocketChatRoomId));
		return may ? { ...record, votes: { ...votes, [voter]: { ...vote, chosen: [] } } } : undefined;
	});
}

/** `m.poll.end`: shows what came out. Who started the poll ends it, or whoever may take back what others wrote. */
export async function endPoll(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const start = await pollOf(bridge, event);
	await changePoll(bridge, event, start, async (record, rocketChatRoomId) => {
		const mayEnd =
			record.startedBy === event.sender || (await senderMayRedact(bridge, event, rocketChatRoomId));
		return mayEnd ? { ...record, ended: true } : undefined;
	});
}

/** An edit of a poll; only who started it can. */
async function changeQuestion(bridge: ConfiguredBridge, event: RoomEvent): Promise<void> {
	const poll = parsePoll(objectIn(event.content['m.new_content']));
	await changePoll(bridge, event, await pollOf(bridge, event), (record) =>
		!poll || record.ended || record.startedBy !== event.sender ? undefined : { ...record, poll },
	);
}

/**
 * @returns the event that has started the poll to which an event relates
 * @throws FederationError `original-not-here` while that may still come
 */
async function pollOf(bridge: ConfiguredBridge, event: RoomEvent): Promise<EventId | undefined> {
	const start = parseEventId(objectIn(event.content['m.relates_to']).event_id);
	if (start && !(await bridge.store.messages.byMatrixId(start))) {
		await retryUntilOriginalArrives(bridge, event);
	}
	return start;
}

type ChangedPoll = PollRecord | undefined;

/** Changes a poll in the room of an event. Doing it twice is harmless: what is shown already is left alone. */
async function changePoll(
	bridge: ConfiguredBridge,
	{ roomId, eventId }: RoomEvent,
	start: EventId | undefined,
	changed: (record: PollRecord, rocketChatRoomId: string) => ChangedPoll | Promise<ChangedPoll>,
): Promise<void> {
	const { store, messages, workspace } = bridge;
	const links = start ? await store.messages.allByMatrixId(start) : [];
	const [firstLink] = links;
	const record = start && firstLink?.roomId === roomId ? await store.polls.byEvent(start) : undefined;
	const first = firstLink && record && (await messages.byId(firstLink.rocketChatId));
	const next = first && (await changed(record, first.room.id));
	if (!start || !next) {
		return;
	}
	await store.polls.put(start, next);
	const quotes = leadingQuotes(first.text ?? '', workspace.siteUrl);
	await rewriteParts(
		bridge,
		{ event: { eventId: start, roomId, sender: next.startedBy }, links, first },
		partsOf(bridge, pollMessageText(bridge, next), quotes),
		eventId,
	);
}

function pollMessageText({ workspace }: ConfiguredBridge, { poll, votes, ended }: PollRecord): string {
	const text = textsFor({}, workspace);
	const chosen = Object.fromEntries(Object.entries(votes).map(([voter, vote]) => [voter, vote.chosen]));
	const voters = Object.values(chosen).filter(({ length }) => length > 0).length;
	const shown = poll.disclosed || ended;
	const note = ended ? 'poll_ended' : 'poll_open';
	const counts = shown ? votesPerAnswer(poll, chosen) : undefined;
	return pollText(poll, counts, text(note, { votes: voters }), longestLine(workspace.messageLimit));
}
