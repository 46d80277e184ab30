import { choiceIn, countsOf, pollIn, pollText } from '../convert/matrix-message/poll';
import type { Federation } from '../federation';
import { textsFor } from '../i18n';
import { objectIn, type RoomEvent } from '../matrix/events';
import { parseEventId } from '../matrix/ids';
import { isOurs } from '../matrix/namespace';
import type { PollRecord } from '../store/polls';
import { postMessage } from './message';
import { partsOf, postParts } from './parts';

/** `m.poll.start`: posts the question with its answers. Specification, "Polls" (MSC3381). */
export async function postPoll(federation: Federation, event: RoomEvent): Promise<void> {
	const { store, configuration } = federation;
	const room = await store.rooms.byMatrixId(event.roomId);
	if (!room || isOurs(event.sender, configuration) || (await store.messages.byMatrixId(event.eventId))) {
		return;
	}
	const poll = pollIn(event.content);
	if (!poll) {
		return postMessage(federation, event);
	}
	const record: PollRecord = { poll, votes: {}, ended: false };
	await store.polls.put(event.eventId, record);
	await postParts(federation, event, partsOf(federation, textOf(federation, record)), {
		rocketChatRoomId: room.rocketChatId,
	});
}

/** `m.poll.response`: shows the votes as they stand; a later vote of the same person counts in the place of theirs. */
export async function countVote(federation: Federation, event: RoomEvent): Promise<void> {
	await change(federation, event, ({ poll, votes, ended }) =>
		ended
			? undefined
			: { poll, ended, votes: { ...votes, [event.sender]: choiceIn(event.content, poll) } },
	);
}

/** `m.poll.end`: shows what came out. Only who started the poll ends it. */
export async function endPoll(federation: Federation, event: RoomEvent): Promise<void> {
	await change(federation, event, (record, startedBy) =>
		record.ended || startedBy !== event.sender ? undefined : { ...record, ended: true },
	);
}

async function change(
	federation: Federation,
	event: RoomEvent,
	changed: (record: PollRecord, startedBy: string) => PollRecord | undefined,
): Promise<void> {
	const { store, messages } = federation;
	const start = parseEventId(objectIn(event.content['m.relates_to']).event_id);
	const link = start && (await store.messages.byMatrixId(start));
	const record = start && link?.roomId === event.roomId ? await store.polls.byEvent(start) : undefined;
	const message = link && record && (await messages.byId(link.rocketChatId));
	if (!start || !link || !record || !message) {
		return;
	}
	const next = changed(record, `@${message.sender.username}`);
	if (next) {
		await store.polls.put(start, next);
		await messages.edit(link.rocketChatId, message.sender.id, textOf(federation, next));
	}
}

function textOf({ workspace }: Federation, { poll, votes, ended }: PollRecord): string {
	const text = textsFor({}, workspace);
	const voters = Object.values(votes).filter((chosen) => chosen.length > 0).length;
	const shown = poll.disclosed || ended;
	const note = ended ? 'poll_ended' : 'poll_open';
	return pollText(poll, shown ? countsOf(poll, votes) : undefined, text(note, { votes: voters }));
}
