import type { StateBlock } from 'markdown-it';
import { isSpace } from './characters';
import { Line } from './line';
import { addParagraphs, addTextBlock, hideParagraphs, isBlank, lineAt } from './text-blocks';
import type { MarkdownOptions } from './options';
import { addText, type Tokens } from './tokens';
import { emoji, emoticon } from './words';

/** A rule of markdown-it: whether a block stands at a line; unless `silent`, it adds its tokens and goes behind it. */
export type BlockRule = (state: StateBlock, first: number, last: number, silent: boolean) => boolean;

/** What `>` stands before, and empty lines between. Rule "Blockquote" */
export const quoteRule =
	(options: MarkdownOptions): BlockRule =>
	(state, first, last, silent) => {
		const lines: [Line, number][] = [];
		for (let number = first; number < last && startsWith(state, number, '>'); number++) {
			const line = lineAt(state, number, options);
			const from = line.runEnd('spaces', 1);
			if (from === line.text.length && state.eMarks[number] === state.src.length) {
				break;
			}
			lines.push([line, from]);
			if (silent) {
				return true;
			}
		}
		if (lines.length === 0) {
			return false;
		}
		state.push('blockquote_open', 'blockquote', 1);
		const content = state.tokens.length;
		addParagraphs(state, lines);
		if (state.tokens.length === content + 3) {
			hideParagraphs(state.tokens, content);
		}
		state.push('blockquote_close', 'blockquote', -1);
		state.line = first + lines.length;
		return true;
	};

/** Lines between two lines of `||`. Rule "BlockSpoiler" */
export const spoilerRule =
	(options: MarkdownOptions): BlockRule =>
	(state, first, last, silent) => {
		if (!startsWith(state, first, '||') || lengthOf(state, first) !== 2) {
			return false;
		}
		let close = first + 1;
		while (close < last && lengthOf(state, close) > 0 && !startsWith(state, close, '||')) {
			close++;
		}
		const content = close - first - 1;
		close += close < last && lengthOf(state, close) === 0 ? 1 : 0;
		if (content === 0 || close >= last || !startsWith(state, close, '||')) {
			return false;
		}
		if (silent) {
			return true;
		}
		const start = state.bMarks[first] ?? 0;
		state.push('spoiler_block_open', 'span', 1).map = [start, (state.bMarks[close] ?? start) + 2];
		const tokens = state.tokens.length;
		addParagraphs(
			state,
			Array.from({ length: content }, (_, index) => [lineAt(state, first + 1 + index, options), 0]),
		);
		hideParagraphs(state.tokens, tokens);
		state.push('spoiler_block_close', 'span', -1);
		goBehind(state, [close, 2], last, options);
		return true;
	};

const fence = '```';
const fenceStart = /^```[a-zA-Z0-9 _\-.]*$/;

/** Code between two lines of three backticks. Rule "Code" */
export const fenceRule =
	(options: MarkdownOptions): BlockRule =>
	(state, first, last, silent) => {
		if (!startsWith(state, first, fence) || first + 1 >= last || !fenceStart.test(textOf(state, first))) {
			return false;
		}
		const start = state.bMarks[first + 1] ?? 0;
		const close = state.src.indexOf(fence, start);
		const code = state.src.slice(start, Math.max(close - 1, start));
		if (close < 0 || state.src.charAt(close - 1) !== '\n' || (code === '' && close < start + 2)) {
			return false;
		}
		if (silent) {
			return true;
		}
		const token = state.push('fence', 'code', 0);
		token.info = textOf(state, first).slice(fence.length);
		// The grammar loses an empty first line.
		token.content = code.startsWith('\n') ? code.slice(1) : code;
		goBehind(state, [lineOf(state, first, close), fence.length], last, options);
		return true;
	};

const headingStart = /^(#{1,4})[ \t]+(?=[^ \t])/;

/** Rule "Heading" */
export const headingRule =
	(options: MarkdownOptions): BlockRule =>
	(state, first, _last, silent) => {
		const heading = startsWith(state, first, '#') ? headingStart.exec(textOf(state, first)) : null;
		const [start, { length: level } = ''] = heading ?? [];
		if (start === undefined) {
			return false;
		}
		if (!silent) {
			addTextBlock(state, ['heading', `h${level}`], [[lineAt(state, first, options), start.length]]);
			state.line = first + 1;
		}
		return true;
	};

/** A formula between `\[` and `\]` or between two `$$`. Rule "Katex" */
export const mathsRule = (options: MarkdownOptions): BlockRule => {
	const { dollarSyntax, parenthesisSyntax } = options.katex;
	const opens = [...(parenthesisSyntax ? ['\\['] : []), ...(dollarSyntax ? ['$$'] : [])];
	const closes = [...(parenthesisSyntax ? ['\\]'] : []), ...(dollarSyntax ? ['$$'] : [])];
	const endless = new WeakMap<StateBlock, number>();
	return (state, first, last, silent) => {
		const open = opens.find((sign) => startsWith(state, first, sign));
		const start = (state.bMarks[first] ?? 0) + 2;
		if (open === undefined || start > (endless.get(state) ?? Infinity)) {
			return false;
		}
		const close = Math.min(
			...closes.map((sign) => state.src.indexOf(sign, start)).filter((at) => at >= 0),
		);
		if (close === Infinity) {
			endless.set(state, start);
			return false;
		}
		if (silent) {
			return true;
		}
		const token = state.push('math_block', 'div', 0);
		token.content = state.src.slice(start, close);
		const number = lineOf(state, first, close);
		goBehind(state, [number, close + 2 - (state.bMarks[number] ?? 0)], last, options);
		return true;
	};
};

/** Three emoji at most and nothing else are a message of their own kind. Rule "BigEmoji" */
export const bigEmojiRule =
	(options: MarkdownOptions): BlockRule =>
	(state, _first, last, silent) => {
		const { src } = state;
		if (silent || state.tokens.length > 0) {
			return false;
		}
		const children: Tokens = [];
		const whole = new Line(src, 0, true, options);
		let count = 0;
		for (let at = 0; at < src.length;) {
			const code = src.charCodeAt(at);
			if (isSpace(code) || code === 0x0a) {
				addText(children, src.charAt(at++));
				continue;
			}
			const end = emoji(whole, at, children);
			at = end < 0 ? emoticon(whole, at, children) : end;
			if (at < 0 || ++count > 3) {
				return false;
			}
		}
		state.push('paragraph_open', 'p', 1);
		state.push('inline', '', 0).children = children;
		state.push('paragraph_close', 'p', -1);
		state.line = last;
		return true;
	};

/** Lines up to an empty one or another block. Rule "Paragraph" */
export const paragraphRule =
	(options: MarkdownOptions): BlockRule =>
	(state, first, last) => {
		addParagraphFrom(state, [first, 0], last, options);
		return true;
	};

function addParagraphFrom(
	state: StateBlock,
	[first, from]: readonly [line: number, from: number],
	last: number,
	options: MarkdownOptions,
): void {
	const others = state.md.block.ruler.getRules('paragraph');
	let end = first + 1;
	while (end < last && !isBlank(state, end) && !others.some((rule) => rule(state, end, last, true))) {
		end++;
	}
	addParagraphs(
		state,
		Array.from({ length: end - first }, (_, index) => [
			lineAt(state, first + index, options),
			index === 0 ? from : 0,
		]),
	);
	state.line = end;
}

/** Goes behind a block whose last line may hold more, with which a paragraph starts. */
function goBehind(
	state: StateBlock,
	[number, from]: readonly [line: number, from: number],
	last: number,
	options: MarkdownOptions,
): void {
	const line = lineAt(state, number, options);
	if (line.runEnd('spaces', from) < line.text.length) {
		addParagraphFrom(state, [number, from], last, options);
	} else {
		state.line = number + 1;
	}
}

const startsWith = ({ src, bMarks }: StateBlock, number: number, sign: string) =>
	src.startsWith(sign, bMarks[number]);

const lengthOf = ({ bMarks, eMarks }: StateBlock, number: number) =>
	(eMarks[number] ?? 0) - (bMarks[number] ?? 0);

const textOf = ({ src, bMarks, eMarks }: StateBlock, number: number) =>
	src.slice(bMarks[number], eMarks[number]);

/** @returns the number of the line that a place of the message is in */
function lineOf({ eMarks }: StateBlock, from: number, at: number): number {
	let number = from;
	while ((eMarks[number] ?? Infinity) < at) {
		number++;
	}
	return number;
}
