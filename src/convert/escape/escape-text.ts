import { isAddress, maybeAddress } from './address';
import { emoticon } from './emoticons';
import { withPlainSpace } from './white-space';
import { WORD_JOINER } from './word-joiner';

interface Rule {
	/** What Rocket.Chat would take for markup. */
	readonly markup: RegExp;
	/** The same characters with the invisible one among them. */
	readonly text: string;
}

/** `<address|label>`: the address must not be one with the invisible character either, so its dots are escaped too. */
const escapedReference = `<${WORD_JOINER}`;
const escapedDollar = `${WORD_JOINER}$`;
const endOfReference = /\|[^<>|\n]*>/;

/** Markup that needs no partner behind it. Names of rules: `grammar.pegjs` of `@rocket.chat/message-parser`. */
const rules: readonly Rule[] = [
	// A backslash hides the backslash itself (`Escaped`) and opens formulas (`Katex`).
	{ markup: /\\(?=[*_~`#.()[\]<]|$)/gm, text: `\\${WORD_JOINER}` },
	// `UserMention`, `ChannelMention`, `Color`, and the regular expressions of `MentionsParser.ts` on the server
	{ markup: /[@#](?=[^\s!-,/:-@[-^`{-~])/g, text: `$&${WORD_JOINER}` },
	// `Email`, behind which markup could begin in the middle of a word
	{ markup: /(?<=\S)@/g, text: `${WORD_JOINER}@` },
	// `EmojiShortCode`
	{ markup: /(?<![A-Za-z0-9]):(?=[\w\-+.]+:)/g, text: `:${WORD_JOINER}` },
	// `TimestampRules`
	{ markup: /<(?=t:\d)/g, text: `<${WORD_JOINER}` },
	// `References`
	{ markup: /\](?=\()/g, text: `]${WORD_JOINER}` },
	// `Phone`; a short one becomes no link, but markup can begin behind it in the middle of a word.
	{ markup: /\+(?=[\d(](?:[\d()-]{3}|[\d()-]*[^\s\d()\-.,!?]))/g, text: `+${WORD_JOINER}` },
];

/** At least one of these is in everything that the rules, emoticons and markers look for. */
const special = /[\\@#:;=<>)\]+|$_*~`]/;
const backslashed = /[*_~`$<]/;
const maybeBlock = /^[ \t]*[>#\-+*\d_[]/;

/** Blocks are told by the first characters of a line: `Blockquote`, `Heading`, lists, rules, tasks. */
const lineStarts: readonly Rule[] = [
	{ markup: /^([ \t]*)(?=>)/, text: `$1${WORD_JOINER}` },
	{ markup: /^([ \t]*(?:#{1,6}|[-+*]|\d+\.))(?=[ \t]|$)/, text: `$1${WORD_JOINER}` },
	{ markup: /^([ \t]*[-*_])(?=[-*_ \t]*$)/, text: `$1${WORD_JOINER}` },
	{ markup: /^([ \t]*\[)(?=[ x]\])/, text: `$1${WORD_JOINER}` },
];

/** Markers that open and close on one line. */
const ofLine = ['*', '~', '`'];
/** Markers that may close on a later line. */
export const markersAcrossLines: readonly string[] = ['$', '||'];
/** What makes underscores inside a word such as snake_case more than text: open ones, and markup between two. */
const nearUnderscores = /(?<![A-Za-z0-9])_|_(?![A-Za-z])|[$<\\]|O_O/;

/** As `escapeLine`. */
export type LineWriter = (line: string, acrossLines: readonly string[]) => string;

/**
 * Text of several lines as Rocket.Chat text that shows just these characters. Only markers that would find a partner
 * are escaped: by a backslash where Rocket.Chat takes it away (`*`, `_`, `~`, `` ` ``), else by the invisible
 * U+2060. Web and e-mail addresses stay links, Unicode emoji stay emoji.
 * @param write writes a line, as one or several
 */
export function escapeText(text: string, write: LineWriter = escapeLine): string {
	const lines = withPlainSpace(text.replace(/\r\n?|[\u2028\u2029]/g, '\n'));
	const acrossLines = markersAcrossLines.filter((marker) => isTwiceIn(lines, marker));
	return lines
		.split('\n')
		.map((line) => write(line, acrossLines))
		.join('\n');
}

/**
 * A whole line of text, in which addresses stay links.
 * @param acrossLines those of `markersAcrossLines` that would find a partner in the whole message
 */
export function escapeLine(line: string, acrossLines: readonly string[] = markersAcrossLines): string {
	if (!special.test(line) && !maybeBlock.test(line)) {
		return line;
	}
	const markers = [...acrossLines, ...lineMarkersIn(line)];
	const escaped = line
		.split(maybeAddress)
		.map((part, index) => (index % 2 === 1 && isAddress(part) ? part : escapeMarkup(part, markers)))
		.join('');
	return escapeLineStart(escaped);
}

/** The markers that would find a partner on a line of text. */
export function lineMarkersIn(line: string): readonly string[] {
	if (!/[*_~`]/.test(line)) {
		return [];
	}
	const others = ofLine.filter((marker) => isTwiceIn(line, marker));
	const underscores = isTwiceIn(line, '_') && (others.length > 0 || nearUnderscores.test(line));
	return underscores ? [...others, '_'] : others;
}

/** A finished line whose beginning must not be taken for that of a quote, a heading, a list or a rule. */
export function escapeLineStart(line: string): string {
	return maybeBlock.test(line)
		? lineStarts.reduce((result, { markup, text }) => result.replace(markup, text), line)
		: line;
}

function isTwiceIn(text: string, marker: string): boolean {
	const first = text.indexOf(marker);
	return first !== -1 && text.includes(marker, first + marker.length);
}

/**
 * A part of a line as text; addresses in it are taken for text too.
 * @param markers those to escape, as they would find a partner on the whole line; `<` before a link
 */
export function escapeMarkup(text: string, markers: readonly string[]): string {
	const result = escapeInvisibly(text, markers);
	return backslashed.test(result) ? result.replace(/\S+/g, (word) => escapeWord(word, markers)) : result;
}

/** As `escapeMarkup`, but without backslashes: inside emphasis they would show. Markers are left to the caller. */
export function escapeInvisibly(text: string, markers: readonly string[]): string {
	if (!special.test(text)) {
		return text;
	}
	let result = rules.reduce((before, rule) => before.replace(rule.markup, rule.text), text);
	result = result.replace(emoticon, withJoiner);
	if (markers.includes('<') || endOfReference.test(result)) {
		result = result.replace(/<(?=\S)/g, escapedReference);
	}
	if (markers.includes('||')) {
		result = result.replace(/\|(?=\|)/g, `|${WORD_JOINER}`);
	}
	return markers.includes('$') ? result.replace(/\$/g, escapedDollar) : result;
}

function withJoiner(emoticonFound: string): string {
	// The underscore of `O_O` must not come to stand at the end of a word, where it would close.
	return emoticonFound.includes('_')
		? `${WORD_JOINER}${emoticonFound}`
		: `${emoticonFound.slice(0, -1)}${WORD_JOINER}${emoticonFound.slice(-1)}`;
}

function escapeWord(word: string, markers: readonly string[]): string {
	const escaped = word.replace(/[*_~`]/g, (marker) => (markers.includes(marker) ? `\\${marker}` : marker));
	if (escaped === word && !word.includes(escapedReference) && !word.includes(escapedDollar)) {
		return word;
	}
	return (
		escaped
			// What holds a dot may be an address to Rocket.Chat, which would go on up to the next white space.
			.replace(/\.(?=.)/g, '\\.')
			// `:\` and `=\` are emoticons.
			.replace(/[:=]-?(?=\\)/g, `$&${WORD_JOINER}`)
	);
}
