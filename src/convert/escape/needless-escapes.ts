import type { BlockNode, InlineNode } from '../markdown/nodes';
import { readBlocks } from '../markdown/blocks/blocks';
import type { MarkdownOptions } from '../markdown/options';
import { emoticonInText } from './emoticons';
import { charactersOf, charactersOfText, type StyledText } from './styled-characters';
import { WORD_JOINER } from './word-joiner';

/** Every kind of markup that a workspace can switch on. */
const everything: MarkdownOptions = {
	colors: true,
	emoticons: true,
	customDomains: [],
	katex: { dollarSyntax: true, parenthesisSyntax: true },
};

/** What the server takes for a mention, with whatever names the workspace allows: `MentionsParser.ts`. */
const serverMention = /(?<![^\s>])[@#](?!\uFE0F?\u20E3)(?=[^\s\u2060])/g;
/** An emoji that is a sequence, an emoticon before a spoiler, and a short code before an address. */
const readDifferently =
	/\uFE0F[^\s\p{L}\p{N}\u20E3]|\u20E3[^\s\p{L}\p{N}*_~]|\S\|\||(?<![A-Za-z0-9]):[\w+.-]+:[A-Za-z0-9]/u;
/** What opens or closes a formula; Rocket.Chat lets `\)` close what `$` has opened. */
const formulaMarker = /\\[()[\]]|\$/;

/**
 * Removes the escapes from a text that Rocket.Chat reads alike without them. Previews, notifications, search and copying
 * show the text with its escapes.
 * @param escaped the text as it may be written in any case
 * @param raw the same without escapes
 * @returns `raw` if Rocket.Chat shows the same for both, apart from links of bare addresses; else `escaped`
 */
export function withoutNeedlessEscapes(escaped: string, raw: string): string {
	return escaped === raw ||
		isReadDifferently(raw) ||
		countOf(raw, serverMention) !== countOf(escaped, serverMention) ||
		readingOf(raw) !== readingOf(escaped)
		? escaped
		: raw;
}

/**
 * Whether Rocket.Chat's own parser may read a text in another way than `parseMarkdown`, which ends labels and formulas at
 * the end of a line.
 */
function isReadDifferently(text: string): boolean {
	const label = text.indexOf('[');
	const address = text.lastIndexOf('](');
	return (
		readDifferently.test(text) ||
		(label >= 0 && text.slice(label, Math.max(label, address)).includes('\n')) ||
		(text.includes('\n') && formulaMarker.test(text))
	);
}

/** Whether Rocket.Chat shows just the characters of a line, apart from links of bare addresses. */
export function isReadAsText(line: string): boolean {
	return !mayMention(line) && textsWithLine(line).every(isText);
}

const isText = (text: string) =>
	!isReadDifferently(text) &&
	readingOf(text) === `${OPEN}paragraph${text.replaceAll(WORD_JOINER, '')}${CLOSE}`;

/** Whether Rocket.Chat shows just the characters of these pieces with their emphasis, without escapes. */
export function isReadWithEmphasis(line: string, pieces: readonly StyledText[]): boolean {
	if (mayMention(line) || isReadDifferently(line)) {
		return false;
	}
	const expected = pieces.map(charactersOfText).join('');
	return textsWithLine(line).every((text) => {
		const [block, ...more] = readBlocks(text, everything);
		const following = text === line ? '' : `\n${charactersOfText({ text: 'x', emphasis: 0 })}`;
		return (
			block?.type === 'paragraph' &&
			more.length === 0 &&
			charactersOf(block.children) === expected + following
		);
	});
}

/**
 * @returns texts with a line in which Rocket.Chat may read it differently: a line of only `>` is a quote and `\(` may start
 * a formula if another line follows; emoji that touch each other are emoji if nothing else is in the message
 */
export function textsWithLine(line: string): readonly string[] {
	const followed = [line, 'x'].join('\n');
	return shortCode.test(line) || line.search(emoticonInText) >= 0 ? [followed, line] : [followed];
}

const shortCode = /:[\w+.-]+:/;

/** Whether the server could find a mention in a text, with whatever names the workspace allows. */
export function mayMention(text: string): boolean {
	return countOf(text, serverMention) > 0;
}

function countOf(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}

/** @returns what Rocket.Chat reads in a text, for comparison: text without invisible characters, and kinds of markup */
function readingOf(text: string): string {
	const parts: string[] = [];
	readBlocks(text, everything).forEach((block) => addBlock(block, parts));
	return parts.join('');
}

// Control characters separate markup from text.
const OPEN = '\u0001';
const CLOSE = '\u0002';

function addBlock(block: BlockNode, out: string[]): void {
	out.push(OPEN, block.type);
	switch (block.type) {
		case 'paragraph':
		case 'heading':
			block.children.forEach((node) => addInline(node, out));
			break;
		case 'quote':
		case 'spoilerBlock':
			block.children.forEach((paragraph) => addBlock(paragraph, out));
			break;
		case 'list':
			for (const { marker, children } of block.items) {
				out.push(OPEN, String(marker));
				children.forEach((node) => addInline(node, out));
			}
			break;
		case 'table':
			out.push(JSON.stringify([block.header, block.rows]));
			break;
		case 'codeBlock':
			out.push(block.language, OPEN, block.text);
			break;
		case 'mathsBlock':
			out.push(block.source);
			break;
		case 'rule':
	}
	out.push(CLOSE);
}

function addInline(node: InlineNode, out: string[]): void {
	if (node.type === 'text' || node.type === 'escape') {
		out.push(node.text.replaceAll(WORD_JOINER, ''));
		return;
	}
	if (node.type === 'lineBreak') {
		out.push('\n');
		return;
	}
	if (!('children' in node)) {
		out.push(OPEN, JSON.stringify({ ...node, start: 0, end: 0 }), CLOSE);
		return;
	}
	const isBareLink = node.type === 'link' && node.isBare;
	if (!isBareLink) {
		out.push(OPEN, node.type === 'link' ? node.address : node.type, OPEN);
	}
	node.children.forEach((child) => addInline(child, out));
	if (!isBareLink) {
		out.push(CLOSE);
	}
}
