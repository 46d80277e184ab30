import { objectIn, type JsonObject } from '../convert/json';
import { leadingQuotes } from '../convert/quote';
import type { ConfiguredBridge } from '../configured-bridge';
import { parseRoomEvent, type RoomEvent } from '../matrix/events';
import type { EventId } from '../matrix/ids';
import { findGhostInRoom } from '../people/ghost-in-room';
import type { StoredMessage } from '../rocketchat/entities';
import { prefixOf } from './authors';
import { retryUntilOriginalArrives } from './missing-original';
import { rewriteMessages, splitIntoMessages } from './parts';
import { requireRoom } from './required-room';
import type { RocketChatRoomId } from '../rocketchat/ids';
import { rocketChatText } from './text';

/**
 * Gives a message the text of an edit, as the message's sender. An edit by another user or from another room has no
 * effect, and neither has one that is older than an edit already shown. A poll is edited by poll events only.
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
		return retryUntilOriginalArrives(bridge, event);
	}
	const isOlderThanShown = event.at < (link.editedAt ?? 0);
	if (link.roomId !== event.roomId || isOlderThanShown || (await store.polls.byEvent(original))) {
		return;
	}
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
	if (await rewriteEvent(bridge, firstMessage, original, { ...event, content: newContent })) {
		await store.changes.add(event.eventId, original);
	}
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
	const originalEvent = ghostId && (await homeserver.event(ghostId, event.roomId, original));
	if (!originalEvent) {
		return;
	}
	const latestEdit = parseRoomEvent(objectIn(originalEvent.unsigned['m.relations'])['m.replace']);
	const content = latestEdit ? objectIn(latestEdit.content['m.new_content']) : originalEvent.content;
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
	const text = await rocketChatText(bridge, content, sender);
	if (text === undefined) {
		return false;
	}
	const links = await store.messages.allByMatrixId(original);
	const guest = links[0]?.guest;
	const prefix = guest ? prefixOf(bridge, guest) : '';
	const quotes = leadingQuotes(firstMessage.text ?? '', workspace.siteUrl);
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
	return true;
}
