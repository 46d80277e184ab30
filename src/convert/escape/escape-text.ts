import { isAddress, possibleAddress } from './address';
import { hasCertainMarkup } from './certain-markup';
import { emoticonInText } from './emoticons';
import {
	isReadAsText,
	isReadWithEmphasis,
	mayMention,
	textsWithLine,
	withoutNeedlessEscapes,
} from './needless-escapes';
import type { StyledText } from './styled-characters';
import { withPlainSpace } from './white-space';
import { WORD_JOINER } from './word-joiner';

/**
 * Escapes text from Matrix so that Rocket.Chat shows it as it was written. The rules named in the comments are those of
 * Rocket.Chat: packages/message-parser, src/grammar.pegjs
 */

interface EscapeRule {
	/** Text that Rocket.Chat would read as markup. */
	readonly markup: RegExp;
	/** Its replacement, which has the same characters and the invisible one. */
	readonly replacement: string;
}

/**
 * The start of `<address|label>`. Dots of the address are escaped too, since the character does not stop an address.
 */
const escapedReference = `<${WORD_JOINER}`;
const escapedDollar = `${WORD_JOINER}$`;
const endOfReference = /\|[^<>|\n]*>/;

/** Markup that needs no closing marker. A rule is tried only for a text with one of its signs, which costs far less. */
const escapeRules: readonly (EscapeRule & { readonly signs: readonly string[] })[] = [
	// "Escaped": a backslash hides itself. "Katex": it starts a formula.
	{ signs: ['\\'], markup: /\\(?=[*_~`#.()[\]<]|$)/gm, replacement: `\\${WORD_JOINER}` },
	// "UserMention", "ChannelMention", "Color", and what the server finds by `MentionsParser.ts`. A hash in a box is an emoji.
	{
		signs: ['@', '#'],
		markup: /[@#](?!\uFE0F?\u20E3)(?=[^\s!-,/:-@[-^`{-~])/g,
		replacement: `$&${WORD_JOINER}`,
	},
	// "Email": behind one, markup could start in the middle of a word.
	{ signs: ['@'], markup: /(?<=\S)@/g, replacement: `${WORD_JOINER}@` },
	// "EmojiShortCode"
	{ signs: [':'], markup: /(?<![A-Za-z0-9]):(?=[\w\-+.]+:)/g, replacement: `:${WORD_JOINER}` },
	// "TimestampRules"
	{ signs: ['<'], markup: /<(?=t:\d)/g, replacement: `<${WORD_JOINER}` },
	// "References"
	{ signs: [']'], markup: /\](?=\()/g, replacement: `]${WORD_JOINER}` },
	// "Phone": a short number becomes no link, but behind it markup could start in the middle of a word.
	{
		signs: ['+'],
		markup: /\+(?=[\d(](?:[\d()-]{3}|[\d()-]*[^\s\d()\-.,!?]))/g,
		replacement: `+${WORD_JOINER}`,
	},
];

/** Everything that the rules, emoticons and markers match contains one of these. */
const mayContainMarkup = /[\\@#:;=<>)\]+|$_*~`]/;
const mayNeedBackslash = /[*_~`$<]/;

/** Quotes, headings, lists, rules, tasks and tables, which the first characters of a line start. */
const lineStartRules: readonly EscapeRule[] = [
	{ markup: /^([ \t]*)(?=>)/, replacement: `$1${WORD_JOINER}` },
	{ markup: /^([ \t]*(?:#{1,6}|[-+*]|\d+\.))(?=[ \t]|$)/, replacement: `$1${WORD_JOINER}` },
	{ markup: /^([ \t]*[-*_])(?=[-*_ \t]*$)/, replacement: `$1${WORD_JOINER}` },
	{ markup: /^([ \t]*\[)(?=[ x]\])/, replacement: `$1${WORD_JOINER}` },
	// "TableDelimiter": the line below the header makes the table.
	{ markup: /^(?=\|(?:[ \t]*:?-+:?[ \t]*\|)+)/, replacement: WORD_JOINER },
];

const startsBlock = new RegExp(lineStartRules.map(({ markup }) => markup.source).join('|'));

/** Markers that open and close on one line. The underscore is one too, with conditions of its own. */
const markersOnOneLine = ['*', '~', '`'];
/** Markers that may close on a later line. */
export const markersAcrossLines: readonly string[] = ['$', '||'];
/** Underscores in a word such as snake_case are text, unless one is at its edge or markup is beside them. */
const markupNearUnderscores = /(?<![A-Za-z0-9])_|_(?![A-Za-z])|[$<\\]|O_O/;

/** The line that opens a block of code, also where Rocket.Chat finds no line that closes it. */
const fenceStart = /^```/m;

/** Escapes one line, as `escapeLine` does. It may return several lines. */
type LineEscaper = (line: string, markers: readonly string[]) => string;

/**
 * Escapes text of several lines. Only markers that would find a closing one are escaped: by a backslash if Rocket.Chat
 * removes it (`*`, `_`, `~`, `` ` ``), else by the invisible U+2060. Web and mail addresses stay links, and emoji of
 * Unicode stay emoji.
 * @param escape escapes each line
 */
export function escapeText(text: string, escape: LineEscaper = escapeLine): string {
	const lines = withPlainSpace(text.replace(/\r\n?|[\u2028\u2029]/g, '\n'));
	const markers = markersAcrossLines.filter((marker) => isTwiceIn(lines, marker));
	const escapedLines = lines.split('\n').map((line) => escape(line, markers));
	const escaped = escapedLines.join('\n');
	// A cut line is still whole in the raw text. A line that begins like a fence is one for `splitText`.
	return escapedLines.some((line) => line.includes('\n')) || fenceStart.test(lines) || mayMention(lines)
		? escaped
		: withoutNeedlessEscapes(escaped, lines);
}

/**
 * Escapes a whole line, without the escapes that Rocket.Chat does not need. Addresses in it stay links.
 * @param acrossLines those of `markersAcrossLines` that would find a closing marker in the message
 */
export function escapeLine(line: string, acrossLines: readonly string[] = markersAcrossLines): string {
	const escaped = escapeWholly(line, acrossLines);
	return escaped === line ||
		hasCertainMarkup(line) ||
		mayDependOnOtherLines(line, acrossLines, true) ||
		!isReadAsText(line)
		? escaped
		: line;
}

/** Escapes a line, as `escapeLine` does, and keeps every escape: the line is a part of one that was cut. */
export function escapeWholly(line: string, acrossLines: readonly string[] = markersAcrossLines): string {
	if (!mayContainMarkup.test(line) && !startsBlock.test(line)) {
		return line;
	}
	const markers = [...acrossLines, ...lineMarkersIn(line)];
	const escaped = line
		.split(possibleAddress)
		.map((part, index) => (index % 2 === 1 && isAddress(part) ? part : escapeMarkup(part, markers)))
		.join('');
	return escapeLineStart(escaped);
}

/** What lines around a line may make markup of, and what starts a task if it is written in a list. */
const readWithOtherLines = /^[ \t]*[|[]|```/;

/**
 * Removes the escapes from a line if Rocket.Chat reads it alike without them, whatever is on the lines around it.
 * @param escaped the line as it may be written in any case
 * @param raw the same without escapes
 * @param acrossLines those of `markersAcrossLines` that would find a closing marker in the message
 * @param isAfterBracket whether the text before may contain a `[`; the label of a link could start there
 */
export function withoutNeedlessLineEscapes(
	escaped: string,
	raw: string,
	acrossLines: readonly string[],
	isAfterBracket = true,
): string {
	// What stands in the line without an escape stands in both.
	if (
		escaped === raw ||
		mayDependOnOtherLines(escaped, acrossLines, isAfterBracket) ||
		mayDependOnOtherLines(raw, acrossLines, isAfterBracket)
	) {
		return escaped;
	}
	const isNeedless = textsWithLine(raw).every((text) => {
		const escapedText = escaped + text.slice(raw.length);
		return withoutNeedlessEscapes(escapedText, text) !== escapedText;
	});
	return isNeedless ? raw : escaped;
}

/**
 * Whether Rocket.Chat reads a line without escapes as these pieces of text with their emphasis, whatever is on the lines
 * around it.
 */
export function isReadAsPieces(
	raw: string,
	pieces: readonly StyledText[],
	acrossLines: readonly string[],
	isAfterBracket: boolean,
): boolean {
	return !mayDependOnOtherLines(raw, acrossLines, isAfterBracket) && isReadWithEmphasis(raw, pieces);
}

/** Whether the lines around a line may decide how it is read. */
function mayDependOnOtherLines(
	raw: string,
	acrossLines: readonly string[],
	isAfterBracket: boolean,
): boolean {
	return (
		readWithOtherLines.test(raw) ||
		(isAfterBracket && raw.includes('](')) ||
		acrossLines.some((marker) => raw.includes(marker))
	);
}

/** @returns the markers that would find a closing one on a line of text */
export function lineMarkersIn(line: string): readonly string[] {
	if (!/[*_~`]/.test(line)) {
		return [];
	}
	const others = markersOnOneLine.filter((marker) => isTwiceIn(line, marker));
	const hasUnderscores = isTwiceIn(line, '_') && (others.length > 0 || markupNearUnderscores.test(line));
	return hasUnderscores ? [...others, '_'] : others;
}

/** Escapes the start of a line whose rest is escaped already, so that it starts no quote, heading, list or rule. */
export function escapeLineStart(line: string): string {
	return startsBlock.test(line)
		? lineStartRules.reduce(
				(result, { markup, replacement }) => result.replace(markup, replacement),
				line,
			)
		: line;
}

function isTwiceIn(text: string, marker: string): boolean {
	const first = text.indexOf(marker);
	return first !== -1 && text.includes(marker, first + marker.length);
}

/**
 * Escapes a part of a line. Addresses in it become text.
 * @param markers the markers that would find a closing one on the whole line; `<` if a link follows
 */
export function escapeMarkup(text: string, markers: readonly string[]): string {
	const result = escapeInvisibly(text, markers);
	return mayNeedBackslash.test(result)
		? result.replace(/\S+/g, (word) => escapeWithBackslashes(word, markers))
		: result;
}

/**
 * Escapes a part of a line with U+2060 only. Backslashes would be shown in emphasis, so the caller has to keep markers
 * of emphasis and code out of the text.
 */
export function escapeInvisibly(text: string, markers: readonly string[]): string {
	if (!mayContainMarkup.test(text)) {
		return text;
	}
	let result = text;
	for (const { signs, markup, replacement } of escapeRules) {
		if (signs.some((sign) => text.includes(sign))) {
			result = result.replace(markup, replacement);
		}
	}
	result = result.replace(emoticonInText, escapeEmoticon);
	if (markers.includes('<') || endOfReference.test(result)) {
		result = result.replace(/<(?=\S)/g, escapedReference);
	}
	if (markers.includes('||')) {
		result = result.replace(/\|(?=\|)/g, `|${WORD_JOINER}`);
	}
	return markers.includes('$') ? result.replace(/\$/g, escapedDollar) : result;
}

function escapeEmoticon(emoticon: string): string {
	// Inside `O_O` the character would put the underscore at the end of a word, where it could close italic text.
	return emoticon.includes('_')
		? `${WORD_JOINER}${emoticon}`
		: `${emoticon.slice(0, -1)}${WORD_JOINER}${emoticon.slice(-1)}`;
}

function escapeWithBackslashes(word: string, markers: readonly string[]): string {
	const escaped = word.replace(/[*_~`]/g, (marker) => (markers.includes(marker) ? `\\${marker}` : marker));
	if (escaped === word && !word.includes(escapedReference) && !word.includes(escapedDollar)) {
		return word;
	}
	return (
		escaped
			// A word with a dot may be an address to Rocket.Chat. It would end at the next white space.
			.replace(/\.(?=.)/g, '\\.')
			// `:\` and `=\` are emoticons.
			.replace(/[:=]-?(?=\\)/g, `$&${WORD_JOINER}`)
	);
}
