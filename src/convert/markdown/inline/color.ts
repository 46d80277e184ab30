import type { InlineNode } from '../nodes';
import type { Line } from './line';

const colorSyntax = /color:#((?:[0-9A-Fa-f]{2}){3,4}|[0-9A-Fa-f]{3,4})(?![ -'+-Za-z\x80-\uFFFF])/y;

/**
 * Reads a colour of three, four, six or eight hexadecimal digits that no character of text follows, not even a space.
 * Rocket.Chat: rule "Color"
 *
 *     (color:#ff8800)
 *      ^            ^
 */
export function readColor(line: Line, at: number, out?: InlineNode[]): number {
	colorSyntax.lastIndex = at;
	const [typed, digits = ''] = (line.options.colors ? colorSyntax.exec(line.text) : null) ?? [];
	if (typed === undefined) {
		return -1;
	}
	out?.push({ type: 'color', digits });
	return at + typed.length;
}
