import type { MessageText } from '../matrix/events';
import { splitText } from './length/split-text';

/**
 * The limit of the content, in bytes. An event has at most 65,536 bytes in all (Client-Server API, "Size limits"), and
 * an edit holds its text twice.
 */
const MAX_CONTENT_BYTES = 30_000;

/**
 * UTF-16 units of a part. As JSON each may take six bytes, so an edit, which holds its text twice, takes up to 48,000
 * bytes. The ids of fifty people, which are as many as a message mentions, take up to 13,000 more.
 */
const PART_LENGTH = 4_000;

/**
 * Bytes of a part with its HTML. An edit holds both twice, and with the ids of fifty people it stays below the limit of an
 * event.
 */
export const PART_BYTES = 20_000;

/**
 * Makes a message fit into events: as it is if it fits, else in parts. Only the first one mentions, so that nobody is
 * notified twice.
 * @param inParts gives the message in parts of `PART_BYTES`. Without it, or if a part does not fit, that is sent as plain text
 */
export function fitIntoEvents(
	text: MessageText,
	inParts: () => readonly MessageText[] = () => [],
): readonly MessageText[] {
	if (fitsIntoEvent(text)) {
		return [text];
	}
	const parts = inParts();
	return parts.length > 0 ? parts.flatMap((part) => fitIntoEvents(part)) : asPlainTexts(text);
}

/** @returns the message without its HTML; as several plain texts if it is too long for one */
function asPlainTexts({ msgtype, body, 'm.mentions': mentions }: MessageText): readonly MessageText[] {
	const plain: MessageText = { msgtype, body, 'm.mentions': mentions };
	if (fitsIntoEvent(plain)) {
		return [plain];
	}
	return splitText(body, PART_LENGTH).map((part, index) => ({
		...plain,
		body: part,
		'm.mentions': index === 0 ? mentions : {},
	}));
}

function fitsIntoEvent(text: MessageText): boolean {
	return Buffer.byteLength(JSON.stringify(text)) <= MAX_CONTENT_BYTES;
}
