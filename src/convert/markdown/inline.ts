import {
	addressOf,
	bareAddressEnd,
	isCallable,
	linkAddressEnd,
	mailAddressAt,
	phoneEnd,
	underscoredDomainEnd,
} from './addresses';
import { isSpace, isTextCharacter } from './characters';
import { emphasis, reference } from './emphasis';
import { leadsToItem } from './emoticon-neighbours';
import { repetitions, type Line } from './line';
import { isLinkable } from './links';
import { addText, type Inline } from './nodes';
import { writeTouchingEmoji } from './touching-emoji';
import {
	channel,
	code,
	color,
	emoji,
	emoticon,
	escape,
	maths,
	mention,
	spaces,
	text,
	timestamp,
} from './words';

/** What has to stand in a line that is more than text: a sign, a dot in a word, or an emoticon without either. */
const special = /[*_~`:<[\\|@#+$=;%]|\.[^\s.]|-[PD)]|[8BX]\)|\(y\)/;

/** Whole words that start nothing and are no part of an address, most of what people write. */
const plainWords = /(?:[A-Za-z0-9][A-Za-z0-9,'"?]*(?: +|$))+/y;

/**
 * Reads a line outside of emphasis. Rocket.Chat: rule "Inline"
 * @param from where to start in the line
 */
export function readLine(line: Line, from: number): Inline[] {
	const nodes: Inline[] = [];
	if (!special.test(line.text)) {
		addText(nodes, from === 0 ? line.text : line.text.slice(from));
		return nodes;
	}
	for (let at = from; at < line.text.length;) {
		plainWords.lastIndex = at;
		at = plainWords.test(line.text)
			? text(line, at, plainWords.lastIndex, nodes)
			: itemOrCharacter(line, at, nodes);
	}
	writeTouchingEmoji(nodes);
	return nodes;
}

/** @returns whether the text of a list item marked with a star holds no star that marks nothing */
export function isStarItem(line: Line, from: number): boolean {
	const end = line.repeat(repetitions.listItem, from, (at) => {
		const next = at < line.text.length ? item(line, at) : -1;
		return next < 0 && at < line.text.length && line.text.charCodeAt(at) !== STAR ? at + 1 : next;
	});
	return end > from && end === line.text.length;
}

const EXCLAMATION = 0x21;
const DOLLAR = 0x24;
const STAR = 0x2a;
const PLUS = 0x2b;
const DASH = 0x2d;
const COLON = 0x3a;
const LESS = 0x3c;
const AT = 0x40;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const BACKTICK = 0x60;
const BAR = 0x7c;
const TILDE = 0x7e;

function itemOrCharacter(line: Line, at: number, out?: Inline[]): number {
	const end = item(line, at, out);
	return end < 0 ? text(line, at, at + 1, out) : end;
}

/** @returns the place behind the item, or -1 where none stands there; rule "InlineItemPattern" */
function item(line: Line, at: number, out?: Inline[]): number {
	const first = line.text.charCodeAt(at);
	let end = signedItem(line, at, out);
	// These two would be taken for the start of an address or of part of a word.
	end = end < 0 && (first === DASH || first === COLON) ? followedEmoticon(line, at, out) : end;
	end = end < 0 ? address(line, at, out) : end;
	end = end < 0 ? wordItem(line, at, out) : end;
	end = end < 0 ? followedEmoticon(line, at, out) : end;
	return end < 0 ? plainItem(line, at, out) : end;
}

/** Tells whether an item stands there that is no emoticon. */
function isItem(line: Line, at: number): boolean {
	return (
		// A spoiler is no neighbour: whether it is one hangs on the emoticons in it, and so on.
		line.text.charCodeAt(at) !== BAR &&
		(signedItem(line, at) >= 0 ||
			address(line, at) >= 0 ||
			wordItem(line, at) >= 0 ||
			plainItem(line, at) >= 0)
	);
}

/** Reads what a sign starts. */
function signedItem(line: Line, at: number, out?: Inline[]): number {
	switch (line.text.charCodeAt(at)) {
		case 0x20:
		case 0x09:
			return spaces(line, at, out);
		case BACKSLASH:
			return firstOf(line, at, out, timestamp, maths, escape);
		case BRACKET:
			return reference(line, at, 0, out);
		case LESS:
			return firstOf(line, at, out, timestamp, topReference);
		case EXCLAMATION:
			return image(line, at, out);
		case BAR:
			return spoiler(line, at, out);
		case AT:
			return mention(line, at, out);
		case BACKTICK:
			return code(line, at, out);
		case PLUS:
			return phoneNumber(line, at, out);
		case DOLLAR:
			return maths(line, at, out);
		case DASH:
			return loneDash(line, at, out);
		case COLON:
			return emoji(line, at, out);
		default:
			return -1;
	}
}

type Reader = (line: Line, at: number, out?: Inline[]) => number;

function firstOf(line: Line, at: number, out: Inline[] | undefined, ...readers: readonly Reader[]): number {
	for (const read of readers) {
		const end = read(line, at, out);
		if (end >= 0) {
			return end;
		}
	}
	return -1;
}

const topReference: Reader = (line, at, out) => reference(line, at, 0, out);

/** Reads a bare address, of mail or the web. */
function address(line: Line, at: number, out?: Inline[]): number {
	const mail = mailAddressAt(line, at);
	if (mail) {
		return linkOrText(line, at, mail.end, `mailto:${line.text.slice(mail.start, mail.end)}`, out);
	}
	const underscored = underscoredDomainEnd(line, at);
	if (underscored >= 0) {
		return text(line, at, underscored, out);
	}
	const end = bareAddressEnd(line, at);
	return end < 0 ? -1 : linkOrText(line, at, end, line.text.slice(at, end), out);
}

function linkOrText(line: Line, at: number, end: number, target: string, out?: Inline[]): number {
	if (!out || !isLinkable(target, line.options.customDomains)) {
		return text(line, at, end, out);
	}
	addBareLink(target, line.text.slice(at, end).replace(/^mailto:/, ''), out);
	return end;
}

function addBareLink(address: string, written: string, out: Inline[]): void {
	out.push({ type: 'link', address, isBare: true, children: [{ type: 'text', text: written }] });
}

function phoneNumber(line: Line, at: number, out?: Inline[]): number {
	const end = phoneEnd(line, at);
	const written = end < 0 ? '' : line.text.slice(at, end);
	if (!out || !isCallable(written)) {
		return end < 0 ? -1 : text(line, at, end, out);
	}
	addBareLink(addressOf(written), written, out);
	return end;
}

/** Reads emphasis and what may stand in the middle of words. */
function wordItem(line: Line, at: number, out?: Inline[]): number {
	let end = spacedSigns(line, at, out);
	end = end < 0 ? emphasis(line, at, 0, out) : end;
	end = end < 0 && line.text.charCodeAt(at) !== AT ? channel(line, at, out) : end;
	return end < 0 ? emoji(line, at, out) : end;
}

/** Signs of emphasis around spaces mark nothing. Rule "EmphasisWithWhitespace" */
function spacedSigns(line: Line, at: number, out?: Inline[]): number {
	const sign = line.text.charCodeAt(at);
	const kind =
		sign === STAR ? 'stars' : sign === UNDERSCORE ? 'underscores' : sign === TILDE ? 'tildes' : undefined;
	if (kind === undefined) {
		return -1;
	}
	const first = line.runEnd(kind, at);
	if (!isSpace(line.text.charCodeAt(first))) {
		return -1;
	}
	const second = line.runEnd('spaces', first);
	const end = line.runEnd(kind, second);
	return end > second ? text(line, at, end, out) : -1;
}

/** The first sign of `-_-` is no part of an emoticon where more follows. */
function loneDash(line: Line, at: number, out?: Inline[]): number {
	return line.text.startsWith('-_-', at) && !(line.isLast && at + 3 === line.text.length)
		? text(line, at, at + 1, out)
		: -1;
}

function followedEmoticon(line: Line, at: number, out?: Inline[]): number {
	const end = emoticon(line, at);
	if (end < 0 || !leadsToItem(line, repetitions.emoticons, end, (place) => isItem(line, place))) {
		return -1;
	}
	return emoticon(line, at, out);
}

const plainRun = /[^*_~`:<[\]! \t()\\|]+/y;

/** Reads a colour, or characters that start nothing else. */
function plainItem(line: Line, at: number, out?: Inline[]): number {
	const end = line.text.startsWith('color:#', at) ? color(line, at, out) : -1;
	if (end >= 0) {
		return end;
	}
	plainRun.lastIndex = at;
	return plainRun.test(line.text) ? text(line, at, plainRun.lastIndex, out) : -1;
}

/** Reads `![text](address)`, which is a link here: Matrix shows no image from anywhere. Rule "Image" */
function image(line: Line, at: number, out?: Inline[]): number {
	const { text: source } = line;
	if (!source.startsWith('![', at)) {
		return -1;
	}
	let close = at + 2;
	while (isTextCharacter(source.charCodeAt(close)) || isSpace(source.charCodeAt(close))) {
		close++;
	}
	const end = source.startsWith('](', close) ? linkAddressEnd(line, close + 2) : -1;
	if (end < 0) {
		return -1;
	}
	if (out) {
		const target = source.slice(close + 2, end);
		const text = source.slice(at + 2, close) || target;
		out.push({
			type: 'link',
			address: addressOf(target),
			isBare: false,
			children: [{ type: 'text', text }],
		});
	}
	return end + 1;
}

/** Rule "Spoiler" */
function spoiler(line: Line, at: number, out?: Inline[]): number {
	if (!line.text.startsWith('||', at)) {
		return -1;
	}
	const end = line.repeat(repetitions.spoiler, at + 2, (place) =>
		place >= line.text.length || line.text.startsWith('||', place) ? -1 : itemOrCharacter(line, place),
	);
	if (end === at + 2 || !line.text.startsWith('||', end)) {
		return -1;
	}
	if (out) {
		const children: Inline[] = [];
		for (let place = at + 2; place < end;) {
			place = itemOrCharacter(line, place, children);
		}
		writeTouchingEmoji(children);
		out.push({ type: 'spoiler', children, start: line.offset + at, end: line.offset + end + 2 });
	}
	return end + 2;
}
