import type { InlineNode } from '../nodes';
import type { Line } from './line';

/**
 * Reads a formula on one line, between `\(` and `\)` or between two `$`, as the settings of the workspace allow.
 * Both closing markers end a formula, with either opening marker. Rocket.Chat: rule "KatexInline"
 *
 *     so \(a < b\) holds
 *        ^        ^
 *     so $a < b$ holds
 *        ^      ^
 */
export function readMaths(line: Line, at: number, out?: InlineNode[]): number {
	const { dollarSyntax, parenthesisSyntax } = line.options.katex;
	const opening = parenthesisSyntax && line.text.startsWith('\\(', at) ? '\\(' : '$';
	if (opening === '$' && !(dollarSyntax && line.text.startsWith('$', at))) {
		return -1;
	}
	const start = at + opening.length;
	const closings = [
		parenthesisSyntax ? line.find('\\)', start) : -1,
		dollarSyntax ? line.find('$', start) : -1,
	];
	const close = Math.min(...closings.filter((position) => position >= 0));
	if (close === Infinity) {
		return -1;
	}
	out?.push({ type: 'maths', source: line.text.slice(start, close) });
	return close + (line.text.charAt(close) === '$' ? 1 : 2);
}
