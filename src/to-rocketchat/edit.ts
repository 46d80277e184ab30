import { leadingQuotes } from '../convert/quote';
import { FederationError } from '../errors';
import type { Federation } from '../federation';
import { objectIn, type RoomEvent } from '../matrix/events';
import type { EventId } from '../matrix/ids';
import { partsOf, rewriteParts } from './parts';
import { rocketChatText } from './text';

/** Milliseconds for which an edit waits for the message that it edits. */
const WAITS_MS = 600_000;

/**
 * An edit: gives the message its new text, as whoever wrote it; anybody else's edit counts for nothing, and so does one
 * from another room. One that is longer or shorter than before gets more or fewer messages. Client-Server API, "Event
 * replacements", "Validity of replacement events".
 * @throws FederationError `original-not-here` while the message may still come; `message-refused`
 */
export async function replaceMessage(
	federation: Federation,
	event: RoomEvent,
	original: EventId | undefined,
): Promise<void> {
	const { store, messages, workspace } = federation;
	const links = original ? await store.messages.allByMatrixId(original) : [];
	const [firstLink] = links;
	if (!original || !firstLink) {
		// The time is what the sender's server says: one far in the future would keep the edit for ever.
		if (original && Math.abs(Date.now() - event.at) < WAITS_MS) {
			throw new FederationError('original-not-here');
		}
		return;
	}
	if (firstLink.roomId !== event.roomId || event.at < (firstLink.editedAt ?? 0)) {
		return; // the second is one that has waited, while a later one came
	}
	const first = await messages.byId(firstLink.rocketChatId);
	const editor = await store.users.byMatrixId(event.sender);
	if (!first || first.sender.id !== editor?.rocketChatId) {
		return;
	}
	const text = await rocketChatText(federation, objectIn(event.content['m.new_content']), event.sender);
	if (text === undefined) {
		return;
	}
	const quotes = leadingQuotes(first.text ?? '', workspace.siteUrl);
	await rewriteParts(
		federation,
		{ event: { ...event, eventId: original }, links, first },
		partsOf(federation, text, quotes),
		event.eventId,
	);
	await store.messages.change({ ...firstLink, editedAt: event.at });
}
