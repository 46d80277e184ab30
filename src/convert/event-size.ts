import type { MessageText } from '../matrix/events';
import { splitText } from './length/split-text';

/**
 * Bytes of content that an event has room for: 65,536 in all, of which an edit holds its text twice. Client-Server
 * API, "Size limits".
 */
const MOST_BYTES = 30_000;

/** Characters of a part: each may take up to six bytes as JSON, and fifty ids of those who are mentioned 13,000 more. */
const PART_LENGTH = 4_000;

/**
 * @returns what is said in as many events as it takes: with its HTML where that fits, else as plain text, else as
 * several plain texts, of which the first one wakes people
 */
export function fitted(text: MessageText): readonly [MessageText, ...MessageText[]] {
	if (fits(text)) {
		return [text];
	}
	const { msgtype, body, 'm.mentions': mentions } = text;
	const plain: MessageText = { msgtype, body, 'm.mentions': mentions };
	if (fits(plain)) {
		return [plain];
	}
	const [first = '', ...more] = splitText(body, PART_LENGTH);
	return [
		{ msgtype, body: first, 'm.mentions': mentions },
		...more.map((part): MessageText => ({ msgtype, body: part, 'm.mentions': {} })),
	];
}

function fits(text: MessageText): boolean {
	return Buffer.byteLength(JSON.stringify(text)) <= MOST_BYTES;
}
