import { addressOf, angledAddressEnd, linkAddressEnd } from './addresses';
import { isAsciiLetterOrDigit, isSpace } from './characters';
import { bold, italic, strike, type Kind } from './emphasis-kinds';
import { leadsToItem } from './emoticon-neighbours';
import { repetitions, type Line } from './line';
import { withoutNames } from './link-text';
import { addText, type Inline } from './nodes';
import { writeJoinedEmoji, writeTouchingEmoji } from './touching-emoji';
import { channel, code, emoji, emoticon, mentionInEmphasis, spaces, text, timestamp } from './words';

/**
 * Bold, italic and struck text and references. They hold each other, each of them once at most.
 * Rocket.Chat: rules "Emphasis" and "References" and what they are made of.
 */

/** The bit that says that what is read stands in a reference; the kinds of emphasis have theirs below. */
const REFERENCE = 8;
const UNDERSCORE = 0x5f;

/**
 * @param inside what the place stands in, 0 at the top of a line
 * @returns the place behind it, or -1 where there is none; so do all functions of this file
 */
export function emphasis(line: Line, at: number, inside: number, out?: Inline[]): number {
	const end = marked(line, bold, at, inside, out);
	if (end >= 0) {
		return end;
	}
	const slanted = italicOrWord(line, at, inside, out);
	return slanted >= 0 ? slanted : marked(line, strike, at, inside, out);
}

/** Reads text between one or two signs. */
function marked(line: Line, kind: Kind, at: number, inside: number, out?: Inline[]): number {
	if ((inside & kind.bit) !== 0 || line.text.charCodeAt(at) !== kind.sign) {
		return -1;
	}
	for (const width of [2, 1]) {
		const end = contentEnd(line, kind, at, width, inside);
		if (end >= 0) {
			add(line, kind, at, width, end, inside, out);
			return end + width;
		}
	}
	return -1;
}

/** @returns where the content ends that stands between as many signs on both sides, or -1 */
function contentEnd(line: Line, kind: Kind, at: number, width: number, inside: number): number {
	const { text: source } = line;
	if (width === 2 && source.charCodeAt(at + 1) !== kind.sign) {
		return -1;
	}
	const start = at + width;
	const within = inside | kind.bit;
	const end = line.repeat(kind.repetition + within, start, (place) =>
		contentItem(line, kind, place, within),
	);
	const isClosed =
		end > start &&
		source.charCodeAt(end) === kind.sign &&
		(width === 1 || source.charCodeAt(end + 1) === kind.sign);
	return isClosed ? end : -1;
}

function add(
	line: Line,
	kind: Kind,
	at: number,
	width: number,
	end: number,
	inside: number,
	out?: Inline[],
): void {
	if (!out) {
		return;
	}
	const children: Inline[] = [];
	addContent(line, kind, at + width, end, inside, children);
	writeTouchingEmoji(children);
	out.push({ type: kind.type, children });
}

function addContent(line: Line, kind: Kind, start: number, end: number, inside: number, out: Inline[]): void {
	let place = start;
	while (place < end) {
		place = contentItem(line, kind, place, inside | kind.bit, out);
	}
}

const letters = /[a-zA-Z]+/y;

/** Reads italic text, or a word in which underscores are no signs. */
function italicOrWord(line: Line, at: number, inside: number, out?: Inline[]): number {
	if (!line.mayHoldUnderscore || (inside & italic.bit) !== 0) {
		return -1;
	}
	const { text: source } = line;
	const word = isAsciiLetterOrDigit(source.charCodeAt(at)) ? line.runEnd('asciiWord', at) : at;
	if (word > at && source.charCodeAt(word) === UNDERSCORE) {
		return text(line, at, source.charCodeAt(word + 1) === UNDERSCORE ? word + 2 : word + 1, out);
	}
	if (source.charCodeAt(at) !== UNDERSCORE) {
		return -1;
	}
	const width = source.charCodeAt(at + 1) === UNDERSCORE ? 2 : 1;
	const end = contentEnd(line, italic, at, width, inside);
	if (end < 0) {
		return -1;
	}
	const close = end + width;
	const tail = width === 2 ? line.runEnd('asciiWord', close) : lettersEnd(source, close);
	if (tail > close) {
		addWord(line, [at, at + width, end, tail], inside, out);
		return tail;
	}
	add(line, italic, at, width, end, inside, out);
	return close;
}

/** Adds what stands between underscores that mark nothing, since a word goes on behind them. */
function addWord(
	line: Line,
	[start, content, end, tail]: readonly [number, number, number, number],
	inside: number,
	out?: Inline[],
): void {
	if (!out) {
		return;
	}
	const first = out.length;
	text(line, start, content, out);
	addContent(line, italic, content, end, inside, out);
	text(line, end, tail, out);
	writeJoinedEmoji(out, first);
}

function lettersEnd(source: string, at: number): number {
	letters.lastIndex = at;
	return letters.test(source) ? letters.lastIndex : at;
}

/** Reads an item between the signs of a kind. */
function contentItem(line: Line, kind: Kind, at: number, inside: number, out?: Inline[]): number {
	if (at >= line.text.length) {
		return -1;
	}
	if (kind === strike) {
		const plain = plainRun(line, kind, at, out);
		if (plain >= 0) {
			return plain;
		}
	}
	const item = preferredItem(line, kind, at, inside, out);
	if (item >= 0) {
		return item;
	}
	const face = emoticonInside(line, kind, at, inside, out);
	if (face >= 0) {
		return face;
	}
	const plain = plainRun(line, kind, at, out);
	if (plain >= 0) {
		return plain;
	}
	return line.text.charCodeAt(at) === kind.sign ? -1 : text(line, at, at + 1, out);
}

function plainRun(line: Line, kind: Kind, at: number, out?: Inline[]): number {
	kind.plain.lastIndex = at;
	return kind.plain.test(line.text) ? text(line, at, kind.plain.lastIndex, out) : -1;
}

/** Reads what is more than a character, emoticons apart. */
function preferredItem(line: Line, kind: Kind, at: number, inside: number, out?: Inline[]): number {
	const first = line.text.charCodeAt(at);
	if (isSpace(first)) {
		return spaces(line, at, out);
	}
	const isTimestamp = first === 0x3c || (first === 0x5c && kind === strike);
	let end = code(line, at, out);
	end = end < 0 && isTimestamp ? timestamp(line, at, out) : end;
	end = end < 0 ? reference(line, at, inside, out) : end;
	end = end < 0 ? mentionInEmphasis(line, at, out) : end;
	end = end < 0 ? channel(line, at, out) : end;
	end = end < 0 ? emphasis(line, at, inside, out) : end;
	return end < 0 ? emoji(line, at, out) : end;
}

/** Reads an emoticon that something follows; struck text takes any. */
function emoticonInside(line: Line, kind: Kind, at: number, inside: number, out?: Inline[]): number {
	const end = emoticon(line, at);
	if (end < 0) {
		return -1;
	}
	const isFollowed =
		kind === strike ||
		leadsToItem(
			line,
			repetitions.emoticonsInside + kind.repetition + inside,
			end,
			(place) =>
				(kind === italic && line.text.charCodeAt(place) === UNDERSCORE) ||
				preferredItem(line, kind, place, inside) >= 0,
		);
	return isFollowed ? emoticon(line, at, out) : -1;
}

/** Reads `[text](address)` and `<address|text>`; nothing in the text is a mention. */
export function reference(line: Line, at: number, inside: number, out?: Inline[]): number {
	if ((inside & REFERENCE) !== 0) {
		return -1;
	}
	const first = line.text.charCodeAt(at);
	if (first === 0x5b) {
		return bracketedReference(line, at, inside | REFERENCE, out);
	}
	return first === 0x3c ? angledReference(line, at, out) : -1;
}

function bracketedReference(line: Line, at: number, inside: number, out?: Inline[]): number {
	const title = line.repeat(repetitions.reference + inside, at + 1, (place) =>
		titleItem(line, place, inside),
	);
	const close = line.text.startsWith('](', title) ? linkAddressEnd(line, title + 2) : -1;
	if (close < 0 || !out) {
		return close < 0 ? -1 : close + 1;
	}
	const address = line.text.slice(title + 2, close);
	const children: Inline[] = [];
	for (let place = at + 1; place < title;) {
		place = titleItem(line, place, inside, children);
	}
	if (children.length === 0) {
		addText(children, address);
	}
	out.push({
		type: 'link',
		address: addressOf(address),
		isBare: false,
		children: children.map(withoutNames),
	});
	return close + 1;
}

/** Reads an item of the text of a reference. Rule "LinkTitle" */
function titleItem(line: Line, at: number, inside: number, out?: Inline[]): number {
	const { text: source } = line;
	if (at >= source.length) {
		return -1;
	}
	const item = isSpace(source.charCodeAt(at)) ? spaces(line, at, out) : emphasis(line, at, inside, out);
	if (item >= 0) {
		return item;
	}
	const plain = line.runEnd('linkText', at);
	if (plain > at) {
		return text(line, at, plain, out);
	}
	const endsTitle =
		source.startsWith('](', at) ||
		(source.startsWith('] [', at) && source.startsWith('](', line.find(']', at + 3)));
	return endsTitle ? -1 : text(line, at, at + 1, out);
}

function angledReference(line: Line, at: number, out?: Inline[]): number {
	const bar = angledAddressEnd(line, at + 1);
	const end = bar < 0 ? -1 : line.runEnd('title', bar + 1);
	if (end <= bar + 1 || line.text.charCodeAt(end) !== 0x3e) {
		return -1;
	}
	out?.push({
		type: 'link',
		address: addressOf(line.text.slice(at + 1, bar)),
		isBare: false,
		children: [{ type: 'text', text: line.text.slice(bar + 1, end) }],
	});
	return end + 1;
}
