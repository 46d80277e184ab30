import type { ConfiguredBridge } from '../../configured-bridge';
import { leadingQuotes } from '../../convert/quote';
import type { RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import type { RocketChatMessageId } from '../../rocketchat/ids';
import type { MessageLink } from '../../store/store';
import { prefixOf } from '../messages/authors';
import { rewriteMessages, splitIntoMessages } from '../messages/parts';

/**
 * Notes that a line stands in the place of a file that may still come. What changes the message waits for the file; the line will be
 * removed.
 */
export async function markLine({ store }: ConfiguredBridge, eventId: EventId): Promise<void> {
	const link = await store.messages.byMatrixId(eventId);
	if (link) {
		await store.messages.change({ ...link, awaitsFile: true });
	}
}

/** @returns whether somebody has deleted the line that stood in the place of a file, and so the file */
export async function isLineDeleted(
	{ store, messages }: ConfiguredBridge,
	eventId: EventId,
): Promise<boolean> {
	const link = await store.messages.byMatrixId(eventId);
	return link !== undefined && !(await messages.byId(link.rocketChatId));
}

/** Changes the line that stands in the place of a file, for good. Does nothing if it is not there any more. */
export async function rewriteLine(bridge: ConfiguredBridge, event: RoomEvent, line: string): Promise<void> {
	const { store, messages, workspace } = bridge;
	const links = await store.messages.allByMatrixId(event.eventId);
	const [first] = links;
	const firstMessage = first && (await messages.byId(first.rocketChatId));
	if (!firstMessage) {
		return;
	}
	const prefix = first.guest ? prefixOf(bridge, first.guest) : '';
	const quotes = leadingQuotes(firstMessage.text ?? '', workspace.siteUrl);
	const texts = splitIntoMessages(bridge, prefix + line, quotes);
	await rewriteMessages(bridge, { event, links, firstMessage }, texts, event.eventId);
	await store.messages.change({ ...first, awaitsFile: false });
}

/** Notes that a message is about to quote the line in the place of a file. */
export async function noteQuoteOfLine(
	{ store }: ConfiguredBridge,
	line: MessageLink,
	quotedBy: RocketChatMessageId,
): Promise<void> {
	const before = line.quotedBy ?? [];
	if (!before.includes(quotedBy)) {
		await store.messages.change({ ...line, quotedBy: [...before, quotedBy] });
	}
}

/** Has the messages that quoted a line quote the file that has come in its place. @param line the link of the line, which is removed */
export async function quoteFileInstead(
	{ store, messages, people }: ConfiguredBridge,
	{ matrixId, rocketChatId: lineId, quotedBy = [] }: MessageLink,
): Promise<void> {
	const file = quotedBy.length > 0 ? await store.messages.byMatrixId(matrixId) : undefined;
	for (const id of file ? quotedBy : []) {
		const message = await messages.byId(id);
		const text = message?.text?.replace(`msg=${lineId}`, `msg=${file?.rocketChatId ?? lineId}`);
		if (message && text !== undefined && text !== message.text) {
			await messages.edit(id, (message.sender ?? (await people.bot())).id, text);
		}
	}
}

/** Removes the line that stood in the place of a file, since the file has come. */
export async function removeLine(
	{ store, messages, people }: ConfiguredBridge,
	eventId: EventId,
): Promise<void> {
	for (const link of await store.messages.allByMatrixId(eventId)) {
		const line = await messages.byId(link.rocketChatId);
		if (line) {
			await messages.remove(line, (line.sender ?? (await people.bot())).id);
		}
		await store.messages.drop(link);
	}
}
