import type { InlineNode } from '../nodes';

/**
 * An emoji or emoticon that touches text or another emoji is shown as it was typed. `a:smile:b` stays text.
 * Rocket.Chat: packages/message-parser, function "joinEmoji" of src/utils.ts
 */

/**
 * Replaces the emoji that touch something by text.
 * @param nodes of one line, or everything between two markers
 */
export function showTouchingEmojiAsTyped(nodes: InlineNode[]): void {
	makeEmojiText(nodes, 0, touches);
}

/**
 * Makes emoji text also if only spaces are between them and other text. The grammar joins the text of a word with
 * underscores before it looks at the emoji, and spaces in joined text separate nothing.
 * @param from the index of the first node to look at
 */
export function showJoinedEmojiAsTyped(nodes: InlineNode[], from: number): void {
	makeEmojiText(nodes, from, isBesideText);
}

type Neighbor = InlineNode | undefined;

const touches = (before: Neighbor, after: Neighbor) =>
	before?.type === 'emoji' ||
	after?.type === 'emoji' ||
	endsWithWord(neighborText(before)) ||
	startsWithWord(neighborText(after));

/** A space or tab, or a character that ends a run of plain text. Rocket.Chat: rule "PlainRun" */
const endOfRun = /[*_~`:<[\]! \t()\\|]/;

/**
 * Tells whether the last run of characters of a text has more than spaces. Only a space and a tab end a run; another
 * space, such as U+00A0, belongs to the word before it.
 */
function endsWithWord(text: string): boolean {
	const word = text.trimEnd();
	return word !== '' && isOneRun(word.slice(-1), text.slice(word.length));
}

/** Tells whether the first run of characters of a text has more than spaces, see `endsWithWord`. */
function startsWithWord(text: string): boolean {
	const word = text.trimStart();
	return word !== '' && isOneRun(word.charAt(0), text.slice(0, text.length - word.length));
}

const isOneRun = (character: string, spaces: string) => spaces === '' || !endOfRun.test(character + spaces);

const isBesideText = (before: Neighbor, after: Neighbor) =>
	neighborText(before).trim() !== '' || neighborText(after).trim() !== '';

const neighborText = (node: Neighbor) => (node?.type === 'text' || node?.type === 'escape' ? node.text : '');

function makeEmojiText(
	nodes: InlineNode[],
	from: number,
	isText: (before: Neighbor, after: Neighbor) => boolean,
): void {
	// All are found before the first is changed, since each looks at its neighbors as they were read.
	const found: number[] = [];
	for (let index = from; index < nodes.length; index++) {
		if (nodes[index]?.type === 'emoji' && isText(nodes[index - 1], nodes[index + 1])) {
			found.push(index);
		}
	}
	for (const index of found) {
		const node = nodes[index];
		if (node?.type === 'emoji') {
			nodes[index] = { type: 'text', text: node.text };
		}
	}
}
