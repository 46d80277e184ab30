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
 * Makes a message fit into events: with its HTML if that fits, else as plain text, else as several plain texts. Only
 * the first one mentions, so that nobody is notified twice.
 */
export function fitIntoEvents(text: MessageText): readonly [MessageText, ...MessageText[]] {
	if (fitsIntoEvent(text)) {
		return [text];
	}
	const { msgtype, body, 'm.mentions': mentions } = text;
	const plain: MessageText = { msgtype, body, 'm.mentions': mentions };
	if (fitsIntoEvent(plain)) {
		return [plain];
	}
	const [first = '', ...more] = splitText(body, PART_LENGTH);
	return [
		{ msgtype, body: first, 'm.mentions': mentions },
		...more.map((part): MessageText => ({ msgtype, body: part, 'm.mentions': {} })),
	];
}

function fitsIntoEvent(text: MessageText): boolean {
	return Buffer.byteLength(JSON.stringify(text)) <= MAX_CONTENT_BYTES;
}
