import type { InlineNode } from '../nodes';
import type { Line } from './line';

/** A backslash before one of these hides itself and makes the character text. */
const ESCAPABLE = '*_~`#.';

/**
 * Reads a backslash and the character that it escapes. Rocket.Chat: rule "Escaped"
 *
 *     not \*bold\*
 *         ^ ^
 *
 * @param at the position of a backslash
 */
export function readEscape(line: Line, at: number, out?: InlineNode[]): number {
	if (!ESCAPABLE.includes(line.text.charAt(at + 1) || ' ')) {
		return -1;
	}
	return readEscapedUpTo(line, at, at + 2, out);
}

/**
 * Adds the characters after a backslash as text; the backslash itself is not shown.
 * @param at the position of the backslash
 * @returns `end`
 */
export function readEscapedUpTo(line: Line, at: number, end: number, out?: InlineNode[]): number {
	out?.push({
		type: 'escape',
		text: line.text.slice(at + 1, end),
		start: line.offset + at,
		end: line.offset + end,
	});
	return end;
}
