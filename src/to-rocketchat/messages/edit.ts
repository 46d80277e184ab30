import { objectIn, type JsonObject } from '../../convert/json';
import { fileKindOf } from '../../convert/matrix-message/file';
import { incomingFileOf } from '../../convert/matrix-message/incoming-file';
import { historyTimeIn } from '../../convert/history-time';
import { leadingQuotes } from '../../convert/quote';
import { beginsWithReplyFallback, isReply, withoutReplyFallback } from '../../convert/reply-fallback';
import type { ConfiguredBridge } from '../../configured-bridge';
import { parseRoomEvent, type RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { findGhostInRoom } from '../../people/ghost-in-room';
import type { StoredMessage } from '../../rocketchat/entities';
import { prefixOf } from './authors';
import { captionText } from '../files/caption';
import { sentenceOfEditedFile } from '../files/edited-file';
import { tellSender } from '../files/tell-sender';
import { requireFile, retryUntilOriginalArrives } from './missing-original';
import { editParked } from './parked-original';
import { rewriteMessages, splitIntoMessages } from './parts';
import { requireRoom } from './required-room';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { fileLabels, rocketChatText } from './text';

/**
 * Gives a message the text of an edit, as the message's sender. An edit by another user or from another room has no
 * effect, and neither has an edit of an edit, nor one that is older than an edit already shown. A poll is edited by poll events only.
 * Client-Server API, "Event replacements", "Validity of replacement events".
 * @param original the edited event; undefined if the edit names none
 * @param newContent what the message says from now on
 * @param rocketChatRoomId the room that the event's room is linked to
 * @throws FederationError `original-not-here` while the message may still come; `message-refused`
 */
export async function replaceMessage(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	original: EventId | undefined,
	newContent: JsonObject,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	const { store, messages } = bridge;
	if (!original) {
		return;
	}
	const link = await store.messages.byMatrixId(original);
	if (!link) {
		const isEdit = (await store.changes.targetOf(original)) !== undefined;
		const isDone = isEdit || (await editParked(bridge, event, original, newContent));
		return isDone ? undefined : retryUntilOriginalArrives(bridge, event);
	}
	const isOlderThanShown = event.at < (link.editedAt ?? 0);
	if (link.roomId !== event.roomId || isOlderThanShown || (await store.polls.byEvent(original))) {
		return;
	}
	requireFile(link, event);
	const firstMessage = await messages.byId(link.rocketChatId);
	if (!firstMessage) {
		return requireRoom(bridge, rocketChatRoomId);
	}
	const editor = await store.users.byMatrixId(event.sender);
	const isWriter =
		link.guest === undefined
			? editor !== undefined && firstMessage.sender?.id === editor.rocketChatId
			: link.guest === event.sender;
	if (!isWriter) {
		return;
	}
	const isAnswer =
		beginsWithReplyFallback(newContent) &&
		(await isAnswerOnMatrix(bridge, event, firstMessage, original));
	const content = isAnswer ? withoutReplyFallback({ ...newContent, ...answerRelation }) : newContent;
	if (await rewriteEvent(bridge, firstMessage, original, { ...event, content })) {
		await store.changes.add(event.eventId, original);
	}
}

const answerRelation = { 'm.relates_to': { 'm.in_reply_to': {} } };

/**
 * Whether an edited message is an answer. A message with a quote is one. The quote is missing if the message that was
 * answered is not known here; then the homeserver is asked.
 */
async function isAnswerOnMatrix(
	bridge: ConfiguredBridge,
	{ roomId }: RoomEvent,
	{ text = '', room }: StoredMessage,
	original: EventId,
): Promise<boolean> {
	if (leadingQuotes(text, bridge.workspace.siteUrl) !== '') {
		return true;
	}
	const ghostId = await findGhostInRoom(bridge, room.id);
	const event = ghostId && (await bridge.homeserver.events.read(ghostId, roomId, original));
	return event !== undefined && isReply(event.content);
}

/**
 * Undoes a redacted edit: gives the message the text that it has without the edit, as the homeserver returns it.
 * Client-Server API, "Redactions of edited events".
 * @param event the redaction
 * @param original the event that was edited
 */
export async function undoEdit(bridge: ConfiguredBridge, event: RoomEvent, original: EventId): Promise<void> {
	const { store, messages, homeserver } = bridge;
	const link = await store.messages.byMatrixId(original);
	const firstMessage = link?.roomId === event.roomId ? await messages.byId(link.rocketChatId) : undefined;
	const ghostId = firstMessage && (await findGhostInRoom(bridge, firstMessage.room.id));
	const originalEvent = ghostId && (await homeserver.events.read(ghostId, event.roomId, original));
	// The text of a local user stays, no matter who redacts an edit of it on Matrix.
	if (!originalEvent || isOwnMatrixUser(originalEvent.sender, bridge.configuration)) {
		return;
	}
	const latestEdit = parseRoomEvent(objectIn(originalEvent.unsigned['m.relations'])['m.replace']);
	const { 'm.relates_to': relation } = originalEvent.content;
	const content = latestEdit
		? { ...objectIn(latestEdit.content['m.new_content']), 'm.relates_to': relation }
		: originalEvent.content;
	const at = latestEdit?.at ?? originalEvent.at;
	await rewriteEvent(bridge, firstMessage, original, {
		...originalEvent,
		eventId: event.eventId,
		at,
		content,
	});
}

/**
 * Shows another content in the messages of an event, and stores the time of the change.
 * @returns false if the content has nothing to show
 */
async function rewriteEvent(
	bridge: ConfiguredBridge,
	firstMessage: StoredMessage,
	original: EventId,
	{ eventId: cause, roomId, sender, at, content }: RoomEvent,
): Promise<boolean> {
	const { store, workspace } = bridge;
	const { text: before = '' } = firstMessage;
	const quotes = leadingQuotes(before, workspace.siteUrl);
	const time = historyTimeIn(before.slice(quotes.length));
	const links = await store.messages.allByMatrixId(original);
	const guest = links[0]?.guest;
	const prefix = guest ? prefixOf(bridge, guest) : time;
	const file = incomingFileOf(content, fileLabels(bridge));
	const record = await store.incomingFiles.byEvent(original);
	const isCaption = file ?? (record?.state === 'carried' && fileKindOf(content) !== undefined);
	const said = before.slice(quotes.length + prefix.length);
	const sentence = file ? sentenceOfEditedFile(bridge, file, record, said) : '';
	const by = { sender, ...(time && { isHistory: true as const }) };
	const text = isCaption
		? `${sentence}\n${await captionText(bridge, by, { content, prefix: '' })}`.trim()
		: await rocketChatText(bridge, content, sender, time !== '');
	if (text === undefined) {
		return false;
	}
	await rewriteMessages(
		bridge,
		{ event: { eventId: original, roomId, sender }, links, firstMessage },
		splitIntoMessages(bridge, prefix + text, quotes),
		cause,
	);
	const [firstLink] = links;
	if (firstLink) {
		await store.messages.change({ ...firstLink, editedAt: at });
	}
	if (!said.startsWith(sentence)) {
		await tellSender(bridge, { eventId: cause, roomId }, sentence);
	}
	return true;
}
