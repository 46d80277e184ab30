import { emoticonAt } from '../emoji/emoticons';
import { isLetterOrDigit, isNameCharacter, isTextCharacter } from './characters';
import type { Line } from './line';
import { addText, type Inline } from './nodes';

/**
 * The items that hold no other items. Every one gives the place behind it, or -1 where it does not stand there, and
 * adds its node where it is given `out`.
 */

const AT = 0x40;
const COLON = 0x3a;
const HASH = 0x23;
const BACKTICK = 0x60;

/** Rule "Whitespace" */
export function spaces(line: Line, at: number, out?: Inline[]): number {
	const end = line.runEnd('spaces', at);
	if (end === at) {
		return -1;
	}
	return text(line, at, end, out);
}

/** Adds what stands between two places as text. */
export function text(line: Line, at: number, end: number, out?: Inline[]): number {
	if (out) {
		addText(out, line.text.slice(at, end));
	}
	return end;
}

/** Rule "InlineCode" */
export function code(line: Line, at: number, out?: Inline[]): number {
	if (line.text.charCodeAt(at) !== BACKTICK) {
		return -1;
	}
	const close = line.find('`', at + 1);
	if (close <= at + 1) {
		return -1;
	}
	if (out) {
		out.push({ type: 'code', text: line.text.slice(at + 1, close) });
	}
	return close + 1;
}

const timeOfDay = '\\d\\d:\\d\\d(?::\\d\\d)?';
const zone = '(?:[+-]\\d\\d:\\d\\d)?';
const date = `\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?`;
const timestampSyntax = new RegExp(
	`(\\\\?)<t:(\\d{10}|${date}${zone}|${timeOfDay}${zone})(?::([tTdDfFR]))?>`,
	'y',
);

/** Rules "TimestampRules" and, behind a backslash, "EscapedTimestampRules" */
export function timestamp(line: Line, at: number, out?: Inline[]): number {
	timestampSyntax.lastIndex = at;
	const [written, backslash, value = '', format = 't'] = timestampSyntax.exec(line.text) ?? [];
	if (written === undefined) {
		return -1;
	}
	const end = at + written.length;
	if (backslash) {
		addEscaped(line, at, end, out);
	} else if (out) {
		out.push({ type: 'timestamp', value, format, start: line.offset + at, end: line.offset + end });
	}
	return end;
}

/** Rule "Escaped" */
export function escape(line: Line, at: number, out?: Inline[]): number {
	if (!'*_~`#.'.includes(line.text.charAt(at + 1) || ' ')) {
		return -1;
	}
	addEscaped(line, at, at + 2, out);
	return at + 2;
}

function addEscaped(line: Line, at: number, end: number, out: Inline[] | undefined): void {
	if (out) {
		out.push({
			type: 'escape',
			text: line.text.slice(at + 1, end),
			start: line.offset + at,
			end: line.offset + end,
		});
	}
}

/** Rule "KatexInline" */
export function maths(line: Line, at: number, out?: Inline[]): number {
	const { dollarSyntax, parenthesisSyntax } = line.options.katex;
	const open = parenthesisSyntax && line.text.startsWith('\\(', at) ? '\\(' : '$';
	if (open === '$' && !(dollarSyntax && line.text.startsWith('$', at))) {
		return -1;
	}
	const start = at + open.length;
	const closes = [
		parenthesisSyntax ? line.find('\\)', start) : -1,
		dollarSyntax ? line.find('$', start) : -1,
	];
	const close = Math.min(...closes.filter((place) => place >= 0));
	if (close === Infinity) {
		return -1;
	}
	const end = close + (line.text.charAt(close) === '$' ? 1 : 2);
	if (out) {
		out.push({ type: 'maths', source: line.text.slice(start, close) });
	}
	return end;
}

const colorSyntax = /color:#((?:[0-9A-Fa-f]{2}){3,4}|[0-9A-Fa-f]{3,4})(?![ -'+-Za-z\x80-\uFFFF])/y;

/** Rule "Color" */
export function color(line: Line, at: number, out?: Inline[]): number {
	colorSyntax.lastIndex = at;
	const [written, digits = ''] = (line.options.colors ? colorSyntax.exec(line.text) : null) ?? [];
	if (written === undefined) {
		return -1;
	}
	const end = at + written.length;
	if (out) {
		out.push({ type: 'color', digits });
	}
	return end;
}

const shortcodeSyntax = /:([0-9A-Za-z_+.-]+):/y;
const picture = '(?:\\uD83C[\\uDF00-\\uDFFF]|\\uD83D[\\uDC00-\\uDDFF])[\\uFE00-\\uFE0F]?';
const skinTone = '(?:\\uD83C[\\uDFFB-\\uDFFF])?';
const unicodeEmoji = new RegExp(
	[
		'\\uD83D[\\uDE00-\\uDE4F]',
		`\\uD83E[\\uDD00-\\uDDFF](?:${picture}(?:\\u200D${picture})*)?`,
		`(?:${picture}${skinTone}\\u200D)*${picture}${skinTone}`,
		'\\uD83D[\\uDE80-\\uDEFA]',
		'[\\u2300-\\u23FF\\u2600-\\u27BF][\\uFE00-\\uFE0F]?',
		'\\uD83C[\\uDD00-\\uDDFF]\\uD83C[\\uDD00-\\uDDFF]',
	].join('|'),
	'y',
);

/** Rule "Emoji": a shortcode, or an emoji, which stays text. */
export function emoji(line: Line, at: number, out?: Inline[]): number {
	const first = line.text.charCodeAt(at);
	if (first >= 0x2300) {
		unicodeEmoji.lastIndex = at;
		return unicodeEmoji.test(line.text) ? text(line, at, unicodeEmoji.lastIndex, out) : -1;
	}
	if (first !== COLON) {
		return -1;
	}
	shortcodeSyntax.lastIndex = at;
	const [written, shortcode] = shortcodeSyntax.exec(line.text) ?? [];
	if (written === undefined || shortcode === undefined) {
		return -1;
	}
	const end = at + written.length;
	if (out) {
		out.push({
			type: 'emoji',
			text: written,
			shortcode,
			start: line.offset + at,
			end: line.offset + end,
		});
	}
	return end;
}

/** Rule "Emoticon" */
export function emoticon(line: Line, at: number, out?: Inline[]): number {
	const found = line.options.emoticons ? emoticonAt(line.text, at) : undefined;
	if (!found) {
		return -1;
	}
	const end = at + found.text.length;
	if (out) {
		out.push({
			type: 'emoji',
			text: found.text,
			shortcode: found.shortcode,
			start: line.offset + at,
			end: line.offset + end,
		});
	}
	return end;
}

function nameEnd(line: Line, at: number): number {
	let end = at;
	while (isNameCharacter(line.text.charCodeAt(end))) {
		end++;
	}
	return end;
}

/** Rule "UserMention", as it is outside of emphasis */
export function mention(line: Line, at: number, out?: Inline[]): number {
	let start = at;
	while (line.text.charCodeAt(start) === AT) {
		start++;
	}
	let end = start > at ? nameEnd(line, start) : start;
	if (end === start) {
		return -1;
	}
	if (line.text.charCodeAt(end) === COLON || line.text.charCodeAt(end) === AT) {
		const server = nameEnd(line, end + 1);
		end = server > end + 1 ? server : end;
	}
	if (line.text.startsWith('__', end - 2)) {
		return -1;
	}
	if (out) {
		out.push({
			type: 'mention',
			name: line.text.slice(start, end),
			start: line.offset + at,
			end: line.offset + end,
		});
	}
	return end;
}

/** Rule "UserMention", as it is in emphasis: a letter before the sign makes it text */
export function mentionInEmphasis(line: Line, at: number, out?: Inline[]): number {
	let sign = at + 1;
	while (line.text.charCodeAt(sign) === AT) {
		sign++;
	}
	const isPartOfWord =
		sign > at + 1 &&
		isTextCharacter(line.text.charCodeAt(at)) &&
		isLetterOrDigit(line.text.charCodeAt(sign));
	return isPartOfWord ? text(line, at, sign + 1, out) : mention(line, at, out);
}

/** Rule "ChannelMention" */
export function channel(line: Line, at: number, out?: Inline[]): number {
	const isPartOfWord =
		line.text.charCodeAt(at + 1) === HASH &&
		isTextCharacter(line.text.charCodeAt(at)) &&
		isLetterOrDigit(line.text.charCodeAt(at + 2));
	if (isPartOfWord) {
		return text(line, at, at + 3, out);
	}
	const end = line.text.charCodeAt(at) === HASH ? nameEnd(line, at + 1) : at;
	if (end <= at + 1) {
		return -1;
	}
	if (out) {
		out.push({
			type: 'channel',
			name: line.text.slice(at + 1, end),
			start: line.offset + at,
			end: line.offset + end,
		});
	}
	return end;
}
