import { addText, type InlineNode } from '../nodes';
import type { Line } from './line';

/**
 * Reads one inline item of a line: a piece of markup, or text.
 *
 * Every reader has an example in its comment. The first caret is under the character at `at`, where the reader starts.
 * The second one is under the first character that it did not read, whose position it returns.
 *
 * @param at the position in the line where the item has to start
 * @param out gets the node of the item; without it the reader only finds the end of the item
 * @returns the position after the item, or -1 if this item does not start at `at`
 */
export type ItemReader = (line: Line, at: number, out?: InlineNode[]) => number;

/** Tries readers in order. @returns the result of the first that succeeds, or -1 */
export function readFirstOf(
	line: Line,
	at: number,
	out: InlineNode[] | undefined,
	...readers: readonly ItemReader[]
): number {
	for (const read of readers) {
		const end = read(line, at, out);
		if (end >= 0) {
			return end;
		}
	}
	return -1;
}

/**
 * Adds the characters between two positions as text.
 * @returns `end`
 */
export function readAsText(line: Line, at: number, end: number, out?: InlineNode[]): number {
	if (out) {
		addText(out, line.text.slice(at, end));
	}
	return end;
}

/**
 * Reads spaces and tabs. Rule "Whitespace"
 *
 *     a   b
 *      ^  ^
 */
export function readSpaces(line: Line, at: number, out?: InlineNode[]): number {
	const end = line.spanEnd('spaces', at);
	return end === at ? -1 : readAsText(line, at, end, out);
}
