import { leadingQuotes } from '../convert/quote';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { objectIn, type RoomEvent } from '../matrix/events';
import type { EventId } from '../matrix/ids';
import { ensureGhost } from './ghost';
import { partsOf, postParts } from './parts';
import { rocketChatText } from './text';

/** Milliseconds for which an edit waits for the message that it edits. */
const WAITS_MS = 600_000;

/**
 * An edit: gives the message its new text, as whoever wrote it; anybody else's edit counts for nothing. One that is
 * longer or shorter than before gets more or fewer messages. Client-Server API, "Event replacements".
 * @throws FederationError `original-not-here` while the message may still come
 */
export async function replaceMessage(
	federation: Federation,
	event: RoomEvent,
	original: EventId | undefined,
): Promise<void> {
	const { store, messages } = federation;
	const links = original ? await store.messages.allByMatrixId(original) : [];
	const [first] = links;
	if (!original || !first) {
		if (original && Date.now() - event.at < WAITS_MS) {
			throw new FederationError('original-not-here');
		}
		return;
	}
	const message = await messages.byId(first.rocketChatId);
	const editorId = await ensureGhost(federation, event.sender);
	const text = await rocketChatText(federation, objectIn(event.content['m.new_content']), event.sender);
	if (message?.sender.id !== editorId || text === undefined) {
		return;
	}
	const quote = leadingQuotes(message.text ?? '', federation.workspace.siteUrl);
	const parts = partsOf(federation, text, quote);
	for (const { part, rocketChatId } of links) {
		const changed = parts[part];
		await (changed === undefined
			? messages.remove(rocketChatId, editorId)
			: messages.edit(rocketChatId, editorId, changed));
	}
	await postParts(
		federation,
		{ ...event, eventId: original },
		parts,
		{ rocketChatRoomId: message.room.id, threadId: message.threadId },
		links.length,
	);
}
