import { BACKSLASH, isAsciiLetterOrDigit, isSpace, LESS_THAN, UNDERSCORE } from '../characters';
import type { InlineNode } from '../nodes';
import { readInlineCode } from './code';
import { readEmoji } from './emoji';
import { isEmoticonAllowedBefore, readEmoticon } from './emoticon';
import { bold, italic, strike, type EmphasisKind } from './emphasis-kinds';
import { readAsText, readSpaces } from './item-reader';
import { repetitionKeys, type Line } from './line';
import { readRoomId } from './matrix-id';
import { readChannelMention, readUserMentionInEmphasis } from './mention';
import { readReference } from './reference';
import { readTimestamp } from './timestamp';
import { showJoinedEmojiAsTyped, showTouchingEmojiAsTyped } from './touching-emoji';

/**
 * Bold, italic and struck text. They may be inside each other and inside references, each of them once at most.
 * Every function is an `ItemReader` that also takes what encloses the position, see `EmphasisReader`.
 * Rocket.Chat: rule "Emphasis" and the rules inside it
 */

/**
 * Reads emphasis of any kind, or a word whose underscores mark nothing. Rule "Emphasis"
 *
 *     so *bold* or
 *        ^     ^
 */
export function readEmphasis(line: Line, at: number, enclosing: number, out?: InlineNode[]): number {
	let end = readBetweenMarkers(line, bold, at, enclosing, out);
	end = end < 0 ? readItalic(line, at, enclosing, out) : end;
	return end < 0 ? readBetweenMarkers(line, strike, at, enclosing, out) : end;
}

/**
 * Reads bold or struck text between two markers or one. Rules "Bold" and "Strikethrough"
 *
 *     so **bold** or
 *        ^       ^
 */
function readBetweenMarkers(
	line: Line,
	kind: EmphasisKind,
	at: number,
	enclosing: number,
	out?: InlineNode[],
): number {
	if ((enclosing & kind.bit) !== 0 || line.text.charCodeAt(at) !== kind.marker) {
		return -1;
	}
	for (const markerLength of [2, 1]) {
		const close = contentEnd(line, kind, at, markerLength, enclosing);
		if (close >= 0) {
			addEmphasis(line, kind, at + markerLength, close, enclosing, out);
			return close + markerLength;
		}
	}
	return -1;
}

/**
 * Finds the closing marker of emphasis.
 *
 *     so **bold** or
 *        ^     ^
 *
 * @param at where the opening marker starts
 * @returns where the closing marker starts, or -1 if the text is not between two markers of this length
 */
function contentEnd(
	line: Line,
	kind: EmphasisKind,
	at: number,
	markerLength: number,
	enclosing: number,
): number {
	const { text: source } = line;
	if (markerLength === 2 && source.charCodeAt(at + 1) !== kind.marker) {
		return -1;
	}
	const start = at + markerLength;
	const inside = enclosing | kind.bit;
	const end = line.repeat(kind.repetitionKey + inside, start, (position) =>
		readContentItem(line, kind, position, inside),
	);
	const isClosed =
		end > start &&
		source.charCodeAt(end) === kind.marker &&
		(markerLength === 1 || source.charCodeAt(end + 1) === kind.marker);
	return isClosed ? end : -1;
}

/** Adds the node of emphasis whose content is between two positions. */
function addEmphasis(
	line: Line,
	kind: EmphasisKind,
	start: number,
	end: number,
	enclosing: number,
	out?: InlineNode[],
): void {
	if (!out) {
		return;
	}
	const children: InlineNode[] = [];
	addContent(line, kind, start, end, enclosing, children);
	showTouchingEmojiAsTyped(children);
	out.push({ type: kind.type, children });
}

/** Adds the items between two positions, as they are read inside a kind of emphasis. */
function addContent(
	line: Line,
	kind: EmphasisKind,
	start: number,
	end: number,
	enclosing: number,
	out: InlineNode[],
): void {
	let position = start;
	while (position < end) {
		position = readContentItem(line, kind, position, enclosing | kind.bit, out);
	}
}

/**
 * Reads italic text, or a word whose underscores mark nothing. Rule "Italic"
 *
 *     so _italic_ or
 *        ^       ^
 *     so _snake_case or
 *        ^          ^
 *     so snake_case or
 *        ^     ^
 */
function readItalic(line: Line, at: number, enclosing: number, out?: InlineNode[]): number {
	if (!line.mayContainUnderscore || (enclosing & italic.bit) !== 0) {
		return -1;
	}
	const { text: source } = line;
	const wordEnd = isAsciiLetterOrDigit(source.charCodeAt(at)) ? line.spanEnd('asciiWord', at) : at;
	if (wordEnd > at && source.charCodeAt(wordEnd) === UNDERSCORE) {
		const isDouble = source.charCodeAt(wordEnd + 1) === UNDERSCORE;
		return readAsText(line, at, wordEnd + (isDouble ? 2 : 1), out);
	}
	if (source.charCodeAt(at) !== UNDERSCORE) {
		return -1;
	}
	const markerLength = source.charCodeAt(at + 1) === UNDERSCORE ? 2 : 1;
	const close = contentEnd(line, italic, at, markerLength, enclosing);
	if (close < 0) {
		return -1;
	}
	const end = close + markerLength;
	const tailEnd = markerLength === 2 ? line.spanEnd('asciiWord', end) : lettersEnd(source, end);
	if (tailEnd > end) {
		addAsWord(line, { start: at, content: at + markerLength, close, end: tailEnd }, enclosing, out);
		return tailEnd;
	}
	addEmphasis(line, italic, at + markerLength, close, enclosing, out);
	return end;
}

/** The positions of a word such as `_snake_case`, whose second underscore closes nothing since letters follow. */
interface UnderscoredWord {
	readonly start: number;
	/** After the opening underscores. */
	readonly content: number;
	/** Before the closing underscores. */
	readonly close: number;
	readonly end: number;
}

/** Adds the underscores of a word as text, and the items between them without emphasis. */
function addAsWord(
	line: Line,
	{ start, content, close, end }: UnderscoredWord,
	enclosing: number,
	out?: InlineNode[],
): void {
	if (!out) {
		return;
	}
	const first = out.length;
	readAsText(line, start, content, out);
	addContent(line, italic, content, close, enclosing, out);
	readAsText(line, close, end, out);
	showJoinedEmojiAsTyped(out, first);
}

const asciiLetters = /[a-zA-Z]+/y;

/**
 * Finds the end of the letters that make a closing underscore part of a word.
 *
 *     so _snake_case or
 *               ^   ^
 *
 * @returns `at` if no letter follows
 */
function lettersEnd(source: string, at: number): number {
	asciiLetters.lastIndex = at;
	return asciiLetters.test(source) ? asciiLetters.lastIndex : at;
}

/**
 * Reads one item between the markers of a kind, which is one character of text if nothing else starts there.
 * Rules "BoldContentItem", "ItalicContentItem" and "StrikethroughContent"
 *
 *     so *see `this` now* or
 *             ^     ^
 */
function readContentItem(
	line: Line,
	kind: EmphasisKind,
	at: number,
	enclosing: number,
	out?: InlineNode[],
): number {
	if (at >= line.text.length) {
		return -1;
	}
	let end = kind === strike ? readPlainText(line, kind, at, out) : -1;
	end = end < 0 ? readItemExceptEmoticon(line, kind, at, enclosing, out) : end;
	end = end < 0 ? readEmoticonInEmphasis(line, kind, at, enclosing, out) : end;
	end = end < 0 ? readPlainText(line, kind, at, out) : end;
	if (end >= 0) {
		return end;
	}
	return line.text.charCodeAt(at) === kind.marker ? -1 : readAsText(line, at, at + 1, out);
}

/**
 * Reads characters that start no item. Rules "BoldPlainRun", "ItalicPlainRun" and "StrikePlainRun"
 *
 *     so *see `this` now* or
 *         ^  ^
 */
function readPlainText(line: Line, kind: EmphasisKind, at: number, out?: InlineNode[]): number {
	kind.plainCharacters.lastIndex = at;
	return kind.plainCharacters.test(line.text)
		? readAsText(line, at, kind.plainCharacters.lastIndex, out)
		: -1;
}

/**
 * Reads spaces or markup. Rules "BoldContentPreferentialItem" and "ItalicContentPreferentialItem"
 *
 *     so *see @alice now* or
 *             ^     ^
 */
function readItemExceptEmoticon(
	line: Line,
	kind: EmphasisKind,
	at: number,
	enclosing: number,
	out?: InlineNode[],
): number {
	const first = line.text.charCodeAt(at);
	if (isSpace(first)) {
		return readSpaces(line, at, out);
	}
	const mayBeTimestamp = first === LESS_THAN || (first === BACKSLASH && kind === strike);
	let end = readInlineCode(line, at, out);
	end = end < 0 && mayBeTimestamp ? readTimestamp(line, at, out) : end;
	end = end < 0 ? readReference(line, at, enclosing, readEmphasis, out) : end;
	end = end < 0 ? readUserMentionInEmphasis(line, at, out) : end;
	end = end < 0 ? readChannelMention(line, at, out) : end;
	end = end < 0 ? readRoomId(line, at, out) : end;
	end = end < 0 ? readEmphasis(line, at, enclosing, out) : end;
	return end < 0 ? readEmoji(line, at, out) : end;
}

/**
 * Reads an emoticon that a space, an asterisk or an item follows. In struck text anything may follow.
 * Rules "BoldEmoticon" and "ItalicEmoticon"
 *
 *     so *hi :) all* or
 *            ^ ^
 */
function readEmoticonInEmphasis(
	line: Line,
	kind: EmphasisKind,
	at: number,
	enclosing: number,
	out?: InlineNode[],
): number {
	const end = readEmoticon(line, at);
	if (end < 0) {
		return -1;
	}
	const isItemAt = (position: number) =>
		(kind === italic && line.text.charCodeAt(position) === UNDERSCORE) ||
		readItemExceptEmoticon(line, kind, position, enclosing) >= 0;
	const key = repetitionKeys.emoticonsInEmphasis + kind.repetitionKey + enclosing;
	return kind === strike || isEmoticonAllowedBefore(line, key, end, isItemAt)
		? readEmoticon(line, at, out)
		: -1;
}
