import { LINE_FEED } from '../characters';
import type { BlockNode } from '../nodes';
import type { MessageReader } from './message-reader';

const FENCE = '```';
const openingFence = /```([a-zA-Z0-9 _\-.]*)\n/y;

/**
 * Reads code between two lines that start with three backticks. Rocket.Chat: rule "Code"
 *
 *     ```js
 *     ^
 *     a < b
 *     ``` says it
 *        ^
 */
export function readFencedCode(reader: MessageReader): BlockNode | undefined {
	const { source } = reader;
	openingFence.lastIndex = reader.at;
	const language = openingFence.exec(source)?.[1];
	const start = openingFence.lastIndex;
	const close = language === undefined ? -1 : source.indexOf(FENCE, start);
	if (language === undefined || close <= start || source.charCodeAt(close - 1) !== LINE_FEED) {
		return undefined;
	}
	const code = source.slice(start, close - 1);
	if (code === '' && close === start + 1) {
		return undefined;
	}
	reader.at = close + FENCE.length;
	// The grammar loses an empty first line.
	return { type: 'codeBlock', language, text: code.startsWith('\n') ? code.slice(1) : code };
}
