import { joinTexts } from '../../convert/join-texts';
import { withRelation } from '../../convert/relation';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import { fileContent } from '../../convert/file-content';
import type { MessageContent, ShownContent } from '../../matrix/events';
import { HomeserverError } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import type { RocketChatMessage, StoredMessage } from '../../rocketchat/entities';
import { journalPage } from '../../store/journal-page';
import { carryFiles, FileNotCarried, type CarriedFiles } from './carry-files';
import { isFile, lineOf, withTextApart, type OutgoingMessage, type OutgoingPart } from './message-content';
import { markRead } from '../signs/read-receipt';
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

/** Uploads the files among some parts of a message. @returns what became of each */
export async function carryFilesOf(
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
export function shownContent(
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
