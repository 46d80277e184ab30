import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { leadingQuotes } from '../convert/quote';
import type { ConfiguredBridge } from '../configured-bridge';
import { objectIn, parseRoomEvent, type RoomEvent } from '../matrix/events';
import type { EventId } from '../matrix/ids';
import { findGhostInRoom } from '../people/ghost-in-room';
import { retryUntilOriginalArrives } from './missing-original';
import { partsOf, rewriteParts } from './parts';
import { rocketChatText } from './text';

/**
 * An edit: gives the message its new text, as whoever wrote it; anybody else's edit counts for nothing, and so does one
 * from another room. One that is longer or shorter than before gets more or fewer messages. Client-Server API, "Event
 * replacements", "Validity of replacement events".
 * @throws FederationError `original-not-here` while the message may still come; `message-refused`
 */
export async function replaceMessage(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	original: EventId | undefined,
): Promise<void> {
	const { store, messages } = bridge;
	const link = original && (await store.messages.byMatrixId(original));
	if (!original) {
		return;
	}
	if (!link) {
		return retryUntilOriginalArrives(bridge, event);
	}
	if (
		link.roomId !== event.roomId ||
		event.at < (link.editedAt ?? 0) ||
		(await store.polls.byEvent(original))
	) {
		return; // the second is one that has waited, while a later one came; a poll is edited by polls
	}
	const first = await messages.byId(link.rocketChatId);
	const editor = await store.users.byMatrixId(event.sender);
	if (!first || first.sender.id !== editor?.rocketChatId) {
		return;
	}
	const said = objectIn(event.content['m.new_content']);
	if (await rewrite(bridge, first, original, { ...event, content: said })) {
		await store.changes.add(event.eventId, original);
	}
}

/**
 * A redaction of an edit: gives the message the text that it has without it, which the homeserver tells.
 * Client-Server API, "Redactions of edited events".
 */
export async function takeBackEdit(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	original: EventId,
): Promise<void> {
	const { store, messages, homeserver } = bridge;
	const link = await store.messages.byMatrixId(original);
	const first = link?.roomId === event.roomId ? await messages.byId(link.rocketChatId) : undefined;
	const witness = first && (await findGhostInRoom(bridge, first.room.id));
	const written = witness && (await homeserver.event(witness, event.roomId, original));
	if (!written) {
		return;
	}
	const latest = parseRoomEvent(objectIn(written.unsigned['m.relations'])['m.replace']);
	const content = latest ? objectIn(latest.content['m.new_content']) : written.content;
	const at = latest?.at ?? written.at;
	await rewrite(bridge, first, original, { ...written, eventId: event.eventId, at, content });
}

/**
 * Gives a message of Matrix what an event says, in the place of what it said.
 * @returns whether there is anything to say
 */
async function rewrite(
	bridge: ConfiguredBridge,
	first: IMessage,
	original: EventId,
	{ eventId: cause, roomId, sender, at, content }: RoomEvent,
): Promise<boolean> {
	const { store, workspace } = bridge;
	const text = await rocketChatText(bridge, content, sender);
	if (text === undefined) {
		return false;
	}
	const links = await store.messages.allByMatrixId(original);
	const quotes = leadingQuotes(first.text ?? '', workspace.siteUrl);
	const parts = partsOf(bridge, text, quotes);
	await rewriteParts(bridge, { event: { eventId: original, roomId, sender }, links, first }, parts, cause);
	const [firstLink] = links;
	if (firstLink) {
		await store.messages.change({ ...firstLink, editedAt: at });
	}
	return true;
}
