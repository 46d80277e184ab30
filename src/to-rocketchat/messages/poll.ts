import { objectIn, type JsonObject } from '../../convert/json';
import { extensibleText } from '../../convert/matrix-message/extensible-text';
import { parsePoll, parseVote, type Poll } from '../../convert/matrix-message/poll';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import { parseMessageRelation, parseReference, type MessageRelation } from '../../matrix/relation';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { PollRecord } from '../../store/polls';
import type { EventHandler } from '../event-handler';
import { postMessage } from './message';
import { findPlace } from './message-place';
import { retryUntilOriginalArrives } from './missing-original';
import { postText } from './parts';
import { changePoll, pollMessageText } from './poll-change';
import { senderMayRedact } from './redaction-power';

/** Poll events have a stable type and an unstable one that clients still send; MSC3381. */
const bothTypes = (name: string) => [`m.poll.${name}`, `org.matrix.msc3381.poll.${name}`];

/** The start of a poll, or an edit of one. */
interface PollStart {
	readonly relation: MessageRelation | undefined;
	/** Undefined if the content is no valid poll. */
	readonly poll: Poll | undefined;
	readonly content: JsonObject;
}

/** A vote, or the end of a poll. */
interface PollReference {
	/** The event that started the poll; undefined if the content names none. */
	readonly start: EventId | undefined;
}

/** A vote. */
interface PollResponse extends PollReference {
	readonly content: JsonObject;
}

/**
 * `m.poll.start`: posts the question with its answers. Content that is no valid poll is posted as its text.
 * Client-Server API, "Polls" (MSC3381).
 */
export const pollStart: EventHandler<PollStart> = {
	types: bothTypes('start'),
	stateKey: 'none',
	parse({ content }) {
		const relation = parseMessageRelation(content);
		const isEdit = relation?.kind === 'edit';
		const poll = parsePoll(isEdit ? objectIn(content['m.new_content']) : content);
		return { relation, poll, content };
	},
	handle: postPoll,
};

/**
 * `m.poll.response`: counts a vote and shows the counts. Of several votes of one person the latest counts, in any
 * order of arrival.
 */
export const pollResponse: EventHandler<PollResponse> = {
	types: bothTypes('response'),
	stateKey: 'none',
	parse: ({ content }) => ({ start: parseReference(content), content }),
	handle: countVote,
};

/**
 * `m.poll.end`: shows the result. Only the person who started the poll, or one with the power to redact, may end it.
 */
export const pollEnd: EventHandler<PollReference> = {
	types: bothTypes('end'),
	stateKey: 'none',
	parse: ({ content }) => ({ start: parseReference(content) }),
	handle: endPoll,
};

async function postPoll(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ relation, poll, content }: PollStart,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	const { store } = bridge;
	if (relation?.kind === 'edit') {
		return changeQuestion(bridge, event, relation.original, poll);
	}
	if (!poll) {
		const body = extensibleText(content);
		return postMessage(bridge, event, { relation, content: { ...content, body } }, rocketChatRoomId);
	}
	const record: PollRecord = { poll, startedBy: event.sender, votes: {}, ended: false };
	if (!(await store.messages.byMatrixId(event.eventId))) {
		await store.polls.put(event.eventId, record);
	}
	const { quote, place } = await findPlace(bridge, event.roomId, relation, rocketChatRoomId);
	await postText(bridge, event, pollMessageText(bridge, record), place, quote);
}

async function countVote(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	{ start, content }: PollResponse,
): Promise<void> {
	const { eventId, sender, at } = event;
	await requirePoll(bridge, event, start);
	await changePoll(bridge, event, start, ({ votes, ...record }) => {
		const isTooLate = record.ended || at < (votes[sender]?.at ?? 0);
		const vote = { chosen: parseVote(content, record.poll), eventId, at };
		return isTooLate ? undefined : { ...record, votes: { ...votes, [sender]: vote } };
	});
	if (start) {
		await bridge.store.changes.add(eventId, start);
	}
}

async function endPoll(bridge: ConfiguredBridge, event: RoomEvent, { start }: PollReference): Promise<void> {
	await requirePoll(bridge, event, start);
	await changePoll(bridge, event, start, async (record, rocketChatRoomId) => {
		const mayEnd =
			record.startedBy === event.sender || (await senderMayRedact(bridge, event, rocketChatRoomId));
		return mayEnd ? { ...record, ended: true } : undefined;
	});
}

/** Gives a poll another question or other answers; only the person who started it may. */
async function changeQuestion(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	start: EventId | undefined,
	poll: Poll | undefined,
): Promise<void> {
	await requirePoll(bridge, event, start);
	await changePoll(bridge, event, start, (record) =>
		!poll || record.ended || record.startedBy !== event.sender ? undefined : { ...record, poll },
	);
	if (start) {
		await bridge.store.changes.add(event.eventId, start);
	}
}

/** @throws FederationError `original-not-here` while the start of the poll may still come */
async function requirePoll(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	start: EventId | undefined,
): Promise<void> {
	if (start && !(await bridge.store.messages.byMatrixId(start))) {
		await retryUntilOriginalArrives(bridge, event);
	}
}
