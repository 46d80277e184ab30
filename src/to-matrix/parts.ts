import { objectIn } from '../convert/json';
import { partDifference } from '../convert/part-difference';
import { asEdit, withRelation } from '../convert/relation';
import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf } from '../failure';
import type { MessageContent, MessageText } from '../matrix/events';
import { HomeserverError } from '../matrix/homeserver-error';
import type { RoomId, UserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import type { RocketChatMessage, StoredMessage } from '../rocketchat/entities';
import { journalPage } from '../store/journal-page';
import type { MessageLink } from '../store/store';
import type { OutgoingMessage } from './message-content';
import { redactWithEdits } from './redaction';
import { endTyping } from './typing';

/** Replaces the text of a part whose message is deleted, if the part arrives at the homeserver only now. */
const emptyContent: MessageContent = { msgtype: 'm.notice', body: '…', 'm.mentions': {} };

/** What is needed of a message besides its content. */
type SentMessage = Pick<StoredMessage, 'id' | 'room' | 'createdAt' | 'editedAt'>;

/** One event of a message, ready to be sent. */
interface OutgoingPart {
	/** Counted from 0. */
	readonly part: number;
	/** How many parts the message has. */
	readonly parts: number;
	readonly ghostId: UserId;
	readonly roomId: RoomId;
	readonly transactionId: string;
	readonly content: MessageContent;
}

/**
 * Sends the parts of a message as the ghost of its sender, and links each with its event.
 * @param parts numbers of the parts to send, in order
 * @throws HomeserverError from the first part that is not sent; the parts after it are not sent
 */
export async function sendParts(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
	outgoing: OutgoingMessage,
	parts: readonly number[] = [...outgoing.parts.keys()],
	transactionId = (part: number) => `${message.id}.${part}`,
): Promise<void> {
	const contents = contentsOf(outgoing);
	for (const part of parts) {
		const content = contents[part];
		if (content) {
			const ghostId = await ensureGhost(bridge, message.sender);
			await sendPart(bridge, message, {
				...{ part, parts: contents.length, ghostId, roomId, content },
				transactionId: transactionId(part),
			});
			endTyping(bridge, message);
		}
	}
}

/**
 * Gives the events of a message its present text: edits those that exist, redacts those that are too many, sends
 * those that are missing. Client-Server API, "Event replacements".
 * @param editedAt when the message was edited, milliseconds since 1970; it makes the transaction ids of this edit
 * @param mayShowText whether the events may have the present text already, since the message was sent just now. Then each
 * is read first, and edited only if its text differs
 */
export async function rewriteParts(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
	outgoing: OutgoingMessage,
	editedAt: number,
	mayShowText = false,
): Promise<void> {
	const { store, homeserver } = bridge;
	const ghostId = await ensureGhost(bridge, message.sender);
	const transactionId = (part: number) => `${message.id}.${part}.${editedAt}`;
	const links = await store.messages.allByRocketChatId(message.id);
	const { edit, remove, add } = partDifference(links, outgoing.parts);
	for (const { present: link, content } of edit) {
		if (mayShowText && (await showsText(bridge, ghostId, link, content))) {
			continue;
		}
		const event = { type: 'm.room.message', content: asEdit(content, link.matrixId) } as const;
		const edit = await homeserver.send(ghostId, link.roomId, transactionId(link.part), event, editedAt);
		// An answer or a reaction may name the edit.
		await store.changes.add(edit, link.matrixId);
	}
	for (const link of remove) {
		await redactWithEdits(bridge, [ghostId], link, transactionId(link.part));
		await store.messages.drop(link);
	}
	const added = add.map(({ part }) => part);
	await sendParts(bridge, message, roomId, outgoing, added, transactionId);
}

/**
 * Reads an event and compares its text. Client-Server API, `GET /rooms/{roomId}/event/{eventId}`.
 * @returns whether it shows this text and was never edited; false if it cannot be read, since a needless edit loses nothing
 */
async function showsText(
	{ homeserver, log }: ConfiguredBridge,
	ghostId: UserId,
	{ matrixId, roomId }: MessageLink,
	{ body, formatted_body }: MessageText,
): Promise<boolean> {
	try {
		const event = await homeserver.event(ghostId, roomId, matrixId);
		const isEdited = 'm.replace' in objectIn(event?.unsigned['m.relations']);
		return !isEdited && event?.content.body === body && event.content.formatted_body === formatted_body;
	} catch (error) {
		log.failure('an event could not be read before its edit', failureOf(error), { eventId: matrixId });
		return false;
	}
}

/**
 * Sends the part again that was sent but never confirmed, in the same transaction, and links it. The homeserver answers
 * with the event that it already has. If the first request never arrived, the part is sent now, with its present text.
 * @param outgoing the message as it is now; undefined if it is deleted
 * @throws HomeserverError if there is no answer again
 */
export async function resolveUnconfirmedPart(
	bridge: ConfiguredBridge,
	message: SentMessage,
	outgoing: OutgoingMessage | undefined,
): Promise<void> {
	const unconfirmed = bridge.unconfirmedParts.find(message.id);
	if (unconfirmed) {
		const content = outgoing && contentsOf(outgoing)[unconfirmed.part];
		const parts = outgoing?.parts.length ?? 1;
		await sendPart(bridge, message, { ...unconfirmed, parts, content: content ?? emptyContent });
	}
}

function contentsOf({ parts, related }: OutgoingMessage): readonly MessageContent[] {
	return parts.map((text, part) => withRelation(text, related, part));
}

/**
 * Sends one part and links it. If no answer comes, the part is remembered as unconfirmed: it may be on Matrix, and
 * without a link an edit or a deletion would not find it.
 */
async function sendPart(
	{ homeserver, store, unconfirmedParts }: ConfiguredBridge,
	message: SentMessage,
	{ part, parts, ghostId, roomId, transactionId, content }: OutgoingPart,
): Promise<void> {
	const at = (message.createdAt ?? new Date()).getTime();
	const event = { type: 'm.room.message', content } as const;
	const matrixId = await homeserver
		.send(ghostId, roomId, transactionId, event, at)
		.catch((error: unknown) => {
			if (error instanceof HomeserverError && error.mayHaveSucceeded) {
				const sentAt = unconfirmedParts.find(message.id)?.sentAt ?? Date.now();
				unconfirmedParts.add(message.id, { part, ghostId, roomId, transactionId, sentAt });
			}
			throw error;
		});
	unconfirmedParts.forget(message.id);
	await store.messages.add({
		...{ matrixId, rocketChatId: message.id, roomId, part },
		page: journalPage(message.room.id),
		...(part === 0 && parts > 1 && { parts }),
		...(part === 0 && message.editedAt && { editedAt: new Date(message.editedAt).getTime() }),
	});
}
