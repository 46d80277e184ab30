import type { ConfiguredBridge } from '../../configured-bridge';
import { leadingQuotes } from '../../convert/quote';
import type { RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import { prefixOf } from '../authors';
import { rewriteMessages, splitIntoMessages } from '../parts';

/**
 * Changes the line that stands in the place of a file.
 * @returns false if it is not there any more
 */
export async function rewriteLine(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	line: string,
): Promise<boolean> {
	const { store, messages, workspace } = bridge;
	const links = await store.messages.allByMatrixId(event.eventId);
	const [first] = links;
	const firstMessage = first && (await messages.byId(first.rocketChatId));
	if (!firstMessage) {
		return false;
	}
	const prefix = first.guest ? prefixOf(bridge, first.guest) : '';
	const quotes = leadingQuotes(firstMessage.text ?? '', workspace.siteUrl);
	const texts = splitIntoMessages(bridge, prefix + line, quotes);
	await rewriteMessages(bridge, { event, links, firstMessage }, texts, event.eventId);
	return true;
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
