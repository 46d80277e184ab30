import { BACKTICK } from '../characters';
import type { InlineNode } from '../nodes';
import type { Line } from './line';

/**
 * Reads code between two backticks on one line. Rocket.Chat: rule "InlineCode"
 *
 *     see `a < b` there
 *         ^      ^
 */
export function readInlineCode(line: Line, at: number, out?: InlineNode[]): number {
	if (line.text.charCodeAt(at) !== BACKTICK) {
		return -1;
	}
	const close = line.find('`', at + 1);
	if (close <= at + 1) {
		return -1;
	}
	out?.push({ type: 'code', text: line.text.slice(at + 1, close) });
	return close + 1;
}
