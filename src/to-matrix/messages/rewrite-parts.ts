import { objectIn } from '../../convert/json';
import { partDifference } from '../../convert/part-difference';
import { asEdit } from '../../convert/relation';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { ShownContent } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatMessage } from '../../rocketchat/entities';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { MessageLink } from '../../store/store';
import { withTextApart, type OutgoingMessage } from './message-content';
import { carryFilesOf, sendParts, shownContent } from './parts';
import { redactWithEdits } from './redaction';
import type { SenderNotice } from '../sender-notice';

/** How the events of a message get its present text. */
interface Rewriting {
	readonly outgoing: OutgoingMessage;
	/** When the message was edited, milliseconds since 1970; it makes the transaction ids of this edit. */
	readonly editedAt: number;
	/**
	 * Whether the events may have the present text already, since the message was sent just now. Then each is read first, and
	 * edited only if its text differs.
	 */
	readonly mayShowText: boolean;
}

/**
 * Gives the events of a message its present text: edits those that exist, redacts those that are too many, sends
 * those that are missing. The link of the first one remembers it. Client-Server API, "Event replacements".
 */
export async function rewriteParts(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
	{ outgoing, editedAt, mayShowText }: Rewriting,
): Promise<SenderNotice[]> {
	const { store, homeserver } = bridge;
	const ghostId = await ensureGhost(bridge, message.sender);
	const transactionId = (part: number) => `${message.id}.${part}.${editedAt}`;
	const links = await store.messages.allByRocketChatId(message.id);
	const arranged = arrangedAs(outgoing, links[0]);
	const { edit, remove, add } = partDifference(links, arranged.parts);
	const edited = edit.map(({ content }) => content);
	const carried = await carryFilesOf(bridge, message, roomId, ghostId, edited);
	for (const { present: link, content: part } of edit) {
		const content = shownContent(bridge, part, carried);
		if (mayShowText && (await showsText(bridge, ghostId, link, content))) {
			continue;
		}
		const event = { type: 'm.room.message', content: asEdit(content, link.matrixId) } as const;
		const edit = await homeserver.events.send(
			ghostId,
			link.roomId,
			transactionId(link.part),
			event,
			editedAt,
		);
		// An answer or a reaction may name the edit.
		await store.changes.add(edit, link.matrixId);
	}
	for (const link of remove) {
		await redactWithEdits(bridge, [ghostId], link, transactionId(link.part));
		await store.messages.drop(link);
	}
	const parts = add.map(({ part }) => part);
	const notices = await sendParts(bridge, message, roomId, { outgoing: arranged, parts, transactionId });
	await rememberRewriting(bridge, message.id, editedAt, arranged.parts.length);
	return notices;
}

/**
 * Stores the time of the edit on the first part, so that an earlier edit that comes later is recognised, and the number of parts:
 * a message that has fewer now would be looked for on Matrix, and edited, after each start.
 */
async function rememberRewriting(
	{ store }: ConfiguredBridge,
	messageId: RocketChatMessageId,
	editedAt: number,
	parts: number,
): Promise<void> {
	const [first]: (MessageLink | undefined)[] = await store.messages.allByRocketChatId(messageId);
	if (first) {
		await store.messages.change({ ...first, editedAt, parts });
	}
}

/** @returns the message with its text and its files in the events in which they were sent first */
export function arrangedAs(outgoing: OutgoingMessage, first: MessageLink | undefined): OutgoingMessage {
	return first?.isTextApart ? withTextApart(outgoing) : outgoing;
}

/**
 * Reads an event and compares its text. Client-Server API, `GET /rooms/{roomId}/event/{eventId}`.
 * @returns whether it shows this text and was never edited; false if it cannot be read, since a needless edit loses nothing
 */
async function showsText(
	{ homeserver, log }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId }: MessageLink,
	{ body, formatted_body }: ShownContent,
): Promise<boolean> {
	try {
		const event = await homeserver.events.read(ghostId, roomId, matrixId);
		const isEdited = 'm.replace' in objectIn(event?.unsigned['m.relations']);
		return !isEdited && event?.content.body === body && event.content.formatted_body === formatted_body;
	} catch (error) {
		log.failure('an event could not be read before its edit', failureOf(error), { eventId: matrixId });
		return false;
	}
}
