import { longestLine } from '../../convert/length/message-length';
import { votesPerAnswer, pollText } from '../../convert/matrix-message/poll';
import { leadingQuotes } from '../../convert/quote';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import type { RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import type { PollRecord } from '../../store/polls';
import { rewriteMessages, splitIntoMessages } from './parts';
import { senderMayRedact } from './redaction-power';
import type { RocketChatRoomId } from '../../rocketchat/ids';

/** A poll after a change; undefined if it stays as it is. */
type ChangedPoll = PollRecord | undefined;

/**
 * Changes a poll and the messages that show it. A poll of another room than the event's stays as it is. Doing it twice
 * has the effect of doing it once.
 * @param event that brings the change
 * @param start the event that started the poll
 */
export async function changePoll(
	bridge: ConfiguredBridge,
	{ roomId, eventId }: RoomEvent,
	start: EventId | undefined,
	change: (record: PollRecord, rocketChatRoomId: RocketChatRoomId) => ChangedPoll | Promise<ChangedPoll>,
): Promise<void> {
	const { store, messages, workspace } = bridge;
	const links = start ? await store.messages.allByMatrixId(start) : [];
	const [firstLink] = links;
	const record = start && firstLink?.roomId === roomId ? await store.polls.byEvent(start) : undefined;
	const firstMessage = firstLink && record && (await messages.byId(firstLink.rocketChatId));
	const changed = firstMessage && (await change(record, firstMessage.room.id));
	if (!start || !changed) {
		return;
	}
	await store.polls.put(start, changed);
	const quotes = leadingQuotes(firstMessage.text ?? '', workspace.siteUrl);
	await rewriteMessages(
		bridge,
		{ event: { eventId: start, roomId, sender: changed.startedBy }, links, firstMessage },
		splitIntoMessages(bridge, pollMessageText(bridge, changed), quotes),
		eventId,
	);
}

/**
 * Undoes a redacted vote. The voter may redact it, and any user with the power to redact.
 * @param event the redaction
 * @param start the event that started the poll
 */
export async function undoVote(bridge: ConfiguredBridge, event: RoomEvent, start: EventId): Promise<void> {
	await changePoll(bridge, event, start, async ({ votes, ...record }, rocketChatRoomId) => {
		const [voter, vote] =
			Object.entries(votes).find(([, { eventId }]) => eventId === event.redacts) ?? [];
		if (!voter || !vote || record.ended) {
			return undefined;
		}
		const mayUndo = voter === event.sender || (await senderMayRedact(bridge, event, rocketChatRoomId));
		return mayUndo ? { ...record, votes: { ...votes, [voter]: { ...vote, chosen: [] } } } : undefined;
	});
}

/** @returns the text that shows a poll with its counts; a poll that hides its votes shows them when it has ended */
export function pollMessageText({ workspace }: ConfiguredBridge, { poll, votes, ended }: PollRecord): string {
	const text = workspaceTexts(workspace);
	const chosen = Object.fromEntries(Object.entries(votes).map(([voter, vote]) => [voter, vote.chosen]));
	const voters = Object.values(chosen).filter(({ length }) => length > 0).length;
	const counts = poll.disclosed || ended ? votesPerAnswer(poll, chosen) : undefined;
	const note = text(ended ? 'poll_ended' : 'poll_open', { votes: voters });
	return pollText(poll, counts, note, longestLine(workspace.messageLimit));
}
