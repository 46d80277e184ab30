import type { StateBlock, Token } from 'markdown-it';
import { readLine } from './inline';
import { Line } from './line';
import type { MarkdownOptions } from './options';
import { addToken } from './tokens';

/**
 * @param number of the line, from 0
 * @returns the line without its end
 */
export function lineAt({ src, bMarks, eMarks }: StateBlock, number: number, options: MarkdownOptions): Line {
	const start = bMarks[number] ?? 0;
	const end = eMarks[number] ?? src.length;
	return new Line(src.slice(start, end), start, end === src.length, options);
}

/** Whether nothing but spaces stands in the line. */
export const isBlank = (state: StateBlock, number: number) =>
	number >= state.lineMax || state.isEmpty(number);

/**
 * Adds the tokens of a block that holds text.
 * @param tag of HTML
 * @param content its lines and where in them the text starts
 */
export function addTextBlock(
	state: StateBlock,
	[type, tag]: readonly [type: string, tag: string],
	content: readonly (readonly [line: Line, from: number])[],
): Token {
	const open = state.push(`${type}_open`, tag, 1);
	const inline = state.push('inline', '', 0);
	const children: Token[] = [];
	for (const [index, [line, from]] of content.entries()) {
		if (index > 0) {
			addToken(children, 'softbreak', 0, [line.offset, line.offset]);
		}
		readLine(line, from, children);
	}
	inline.children = children;
	state.push(`${type}_close`, tag, -1);
	return open;
}

/** Adds lines as paragraphs; an empty one parts two of them. */
export function addParagraphs(
	state: StateBlock,
	lines: readonly (readonly [line: Line, from: number])[],
): void {
	let paragraph: (readonly [line: Line, from: number])[] = [];
	const add = () => {
		if (paragraph.length > 0) {
			addTextBlock(state, ['paragraph', 'p'], paragraph);
		}
		paragraph = [];
	};
	for (const entry of lines) {
		const [line, from] = entry;
		if (from >= line.text.length) {
			add();
		} else {
			paragraph.push(entry);
		}
	}
	add();
}

/** Takes the tags from paragraphs that stand where HTML wants none, or alone. */
export function hideParagraphs(tokens: readonly Token[], from: number): void {
	for (const token of tokens.slice(from)) {
		token.hidden = token.type.startsWith('paragraph_');
	}
}
