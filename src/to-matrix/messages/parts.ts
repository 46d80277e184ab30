import { objectIn } from '../../convert/json';
import { joinTexts } from '../../convert/join-texts';
import { partDifference } from '../../convert/part-difference';
import { asEdit, withRelation } from '../../convert/relation';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts } from '../../i18n';
import { fileContent } from '../../convert/file-content';
import type { MessageContent, ShownContent } from '../../matrix/events';
import { HomeserverError } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatMessage, StoredMessage } from '../../rocketchat/entities';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import { journalPage } from '../../store/journal-page';
import type { MessageLink } from '../../store/store';
import { carryFiles, FileNotCarried, type CarriedFiles } from './carry-files';
import { isFile, lineOf, withTextApart, type OutgoingMessage, type OutgoingPart } from './message-content';
import { markRead } from '../signs/read-receipt';
import { redactWithEdits } from './redaction';
import type { SenderNotice } from '../sender-notice';
import { endTyping } from '../signs/typing';

/** Replaces the text of a part whose message is deleted, if the part arrives at the homeserver only now. */
const emptyContent: MessageContent = { msgtype: 'm.notice', body: '…', 'm.mentions': {} };

/** What is needed of a message besides its content. */
type SentMessage = Pick<StoredMessage, 'id' | 'room' | 'createdAt' | 'editedAt'>;

/** One event of a message, ready to be sent. */
interface ReadyPart {
	/** Counted from 0. */
	readonly part: number;
	/** How many parts the message has. */
	readonly parts: number;
	readonly ghostId: UserId;
	readonly roomId: RoomId;
	readonly transactionId: string;
	readonly content: MessageContent;
	/** See `MessageLink`. */
	readonly isTextApart?: boolean;
}

/** The parts of a message that are to be sent. */
interface PartsToSend {
	readonly outgoing: OutgoingMessage;
	/** Their numbers, in order. */
	readonly parts: readonly number[];
	readonly transactionId: (part: number) => string;
}

/**
 * Sends parts of a message as the ghost of its sender, and links each with its event. Files are uploaded first. If the first one
 * cannot be carried, the text that is its caption is sent as an event of its own, so that it does not wait for the file. Nothing is sent
 * of a message that was deleted while its files were read.
 * @returns a notice for each file that is not carried; a line in the room stands in its place
 * @throws HomeserverError from the first part that is not sent, FileNotCarried for a file that may be carried later; the parts
 * after it are not sent
 */
export async function sendParts(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
	{ outgoing, parts, transactionId }: PartsToSend,
): Promise<SenderNotice[]> {
	if (parts.length === 0) {
		return [];
	}
	const ghostId = await ensureGhost(bridge, message.sender);
	const files = outgoing.parts.filter((part, index) => isFile(part) && parts.includes(index));
	const carried = await carryFilesOf(bridge, message, roomId, ghostId, files);
	if (isAnyGone(carried) && !(await bridge.messages.byId(message.id))) {
		return []; // somebody has deleted the message, and its files with it
	}
	const [captioned] = outgoing.parts;
	const isTextApart =
		parts.includes(0) &&
		captioned !== undefined &&
		isFile(captioned) &&
		captioned.caption !== undefined &&
		carried.get(captioned.file.uploadId) instanceof FileNotCarried;
	const arranged = isTextApart ? withTextApart(outgoing) : outgoing;
	const numbers = isTextApart ? [0, ...parts.map((part) => part + 1)] : parts;
	for (const part of numbers) {
		const content = contentOf(bridge, arranged, part, carried);
		if (content) {
			await sendPart(bridge, message, {
				...{ part, parts: arranged.parts.length, ghostId, roomId, content },
				transactionId: transactionId(part),
				isTextApart: isTextApart && part === 0,
			});
			endTyping(bridge, message);
			const place = { roomId, thread: outgoing.related.thread };
			markRead(bridge, message.sender.id, place, (message.createdAt ?? new Date()).getTime());
		}
	}
	return noticesOf(carried);
}

async function carryFilesOf(
	bridge: ConfiguredBridge,
	{ id: messageId }: Pick<StoredMessage, 'id'>,
	roomId: RoomId,
	ghostId: UserId,
	parts: readonly OutgoingPart[],
): Promise<CarriedFiles> {
	const files = parts.flatMap((part) => (isFile(part) ? part.file : []));
	return carryFiles(bridge, { ghostId, messageId, roomId, files });
}

function isAnyGone(carried: CarriedFiles): boolean {
	return [...carried.values()].some((file) => file instanceof FileNotCarried && file.code === 'file-gone');
}

/** @returns what the writer is told about files in whose place a line stands */
function noticesOf(carried: CarriedFiles): SenderNotice[] {
	return [...carried.values()].filter(
		(file) => file instanceof FileNotCarried && file.isForGood,
	) as FileNotCarried[];
}

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
		const { part, roomId, ghostId } = unconfirmed;
		const shown = outgoing?.parts.slice(part, part + 1) ?? [];
		const carried = await carryFilesOf(bridge, message, roomId, ghostId, shown);
		const content = outgoing && contentOf(bridge, outgoing, part, carried);
		const parts = outgoing?.parts.length ?? 1;
		await sendPart(bridge, message, { ...unconfirmed, parts, content: content ?? emptyContent });
	}
}

/** @throws FileNotCarried if the part is a file that may be carried later */
function contentOf(
	bridge: ConfiguredBridge,
	{ parts, related }: OutgoingMessage,
	part: number,
	carried: CarriedFiles,
): MessageContent | undefined {
	const outgoing = parts[part];
	return outgoing && withRelation(shownContent(bridge, outgoing, carried), related, part);
}

/**
 * @returns what an event shows: a line if the file is not carried
 * @throws FileNotCarried if the file may be carried later
 */
function shownContent(
	{ workspace }: ConfiguredBridge,
	part: OutgoingPart,
	carried: CarriedFiles,
): ShownContent {
	if (!isFile(part)) {
		return part;
	}
	const file = carried.get(part.file.uploadId);
	if (!(file instanceof FileNotCarried)) {
		return file ? fileContent(file, part.caption) : emptyContent;
	}
	if (!file.isForGood) {
		throw file;
	}
	const line = lineOf(workspaceTexts(workspace)(file.text, file.parameters), workspace);
	const { caption } = part;
	return caption ? joinTexts(caption, line) : line;
}

/**
 * Sends one part and links it. If no answer comes, the part is remembered as unconfirmed: it may be on Matrix, and
 * without a link an edit or a deletion would not find it.
 */
async function sendPart(
	{ homeserver, store, unconfirmedParts }: ConfiguredBridge,
	message: SentMessage,
	{ part, parts, ghostId, roomId, transactionId, content, isTextApart }: ReadyPart,
): Promise<void> {
	const at = (message.createdAt ?? new Date()).getTime();
	const event = { type: 'm.room.message', content } as const;
	const matrixId = await homeserver.events
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
		...(isTextApart && { isTextApart }),
		...(part === 0 && message.editedAt && { editedAt: new Date(message.editedAt).getTime() }),
	});
}
