import {
	ASTERISK,
	AT_SIGN,
	BACKSLASH,
	BACKTICK,
	COLON,
	DASH,
	DOLLAR,
	EXCLAMATION_MARK,
	LEFT_BRACKET,
	LESS_THAN,
	PLUS,
	SPACE,
	TAB,
	VERTICAL_BAR,
} from '../characters';
import { addText, type InlineNode } from '../nodes';
import { readBareAddress } from './bare-address';
import { readInlineCode } from './code';
import { readColor } from './color';
import { readEmoji } from './emoji';
import { isEmoticonAllowedBefore, readDashOfEmoticon, readEmoticon } from './emoticon';
import { readEmphasis } from './emphasis';
import { OUTSIDE } from './emphasis-kinds';
import { readEscape } from './escape';
import { readImage } from './image';
import { readAsText, readFirstOf, readSpaces, type ItemReader } from './item-reader';
import { repetitionKeys, type Line } from './line';
import { readMaths } from './maths';
import { idStart, readRoomId } from './matrix-id';
import { readChannelMention, readUserMention } from './mention';
import { readPhoneNumber } from './phone-number';
import { readReference } from './reference';
import { readSpacedMarkers } from './spaced-markers';
import { readSpoiler } from './spoiler';
import { readTimestamp } from './timestamp';
import { showTouchingEmojiAsTyped } from './touching-emoji';

/**
 * Everything in a line outside of emphasis: which readers are tried at a position, and in which order.
 * Rocket.Chat: rules "Inline" and "InlineItemPattern"
 */

/** A line without any of these is text: a marker, a dot inside a word, or an emoticon made of other characters. */
const mayContainItem = /[*_~`:<[\\|@#+$=;%]|\.[^\s.]|-[PD)]|[8BX]\)|\(y\)/;

/** Whole words that start no item and are no part of an address. Most messages consist of them. */
const plainWords = /(?:[A-Za-z0-9][A-Za-z0-9,'"?]*(?: +|$))+/y;

/**
 * Reads a line outside of emphasis. Rule "Inline"
 *
 *     > hi *all* :)
 *       ^          ^
 *
 * @param from where the text starts in the line
 */
export function readInline(line: Line, from: number): InlineNode[] {
	const nodes: InlineNode[] = [];
	if (!mayContainItem.test(line.text)) {
		addText(nodes, from === 0 ? line.text : line.text.slice(from));
		return nodes;
	}
	for (let at = from; at < line.text.length;) {
		plainWords.lastIndex = at;
		at = plainWords.test(line.text)
			? readAsText(line, at, plainWords.lastIndex, nodes)
			: readItemOrCharacter(line, at, nodes);
	}
	showTouchingEmojiAsTyped(nodes);
	return nodes;
}

/**
 * Checks whether every asterisk from a position on is part of an item. Only then a line that starts with an asterisk is
 * an item of a list. Rule "UnorderedListItemContent"
 *
 *     * hi *all*
 *       ^
 *
 * @returns false if nothing follows
 */
export function hasNoLooseAsterisk(line: Line, from: number): boolean {
	const end = line.repeat(repetitionKeys.listItem, from, (at) => {
		const next = at < line.text.length ? readItem(line, at) : -1;
		return next < 0 && at < line.text.length && line.text.charCodeAt(at) !== ASTERISK ? at + 1 : next;
	});
	return end > from && end === line.text.length;
}

/**
 * Reads an item, or one character if none starts there. Rule "InlinePattern"
 *
 *     2 * 3
 *       ^^
 */
export function readItemOrCharacter(line: Line, at: number, out?: InlineNode[]): number {
	const end = readItem(line, at, out);
	return end < 0 ? readAsText(line, at, at + 1, out) : end;
}

/**
 * Reads the item at a position. Rule "InlineItemPattern"
 *
 *     hi *all* :)
 *        ^    ^
 */
function readItem(line: Line, at: number, out?: InlineNode[]): number {
	const first = line.text.charCodeAt(at);
	let end = readItemByFirstCharacter(line, at, out);
	// An address or a word could start with these two and would take the emoticon with it.
	end = end < 0 && (first === DASH || first === COLON) ? readEmoticonBeforeItem(line, at, out) : end;
	end = end < 0 ? readBareAddress(line, at, out) : end;
	end = end < 0 ? readItemInWord(line, at, out) : end;
	end = end < 0 ? readEmoticonBeforeItem(line, at, out) : end;
	return end < 0 ? readColorOrPlainText(line, at, out) : end;
}

/**
 * Checks whether an item other than an emoticon or a spoiler starts at a position. What a spoiler is depends on the
 * emoticons in it, so it cannot decide about the emoticon before it.
 *
 *     hi :)*all*
 *          ^
 */
function isItemAt(line: Line, at: number): boolean {
	return (
		line.text.charCodeAt(at) !== VERTICAL_BAR &&
		(readItemByFirstCharacter(line, at) >= 0 ||
			readBareAddress(line, at) >= 0 ||
			readItemInWord(line, at) >= 0 ||
			readColorOrPlainText(line, at) >= 0)
	);
}

/**
 * Reads an item that its first character announces.
 *
 *     hi @alice, hi
 *        ^     ^
 */
function readItemByFirstCharacter(line: Line, at: number, out?: InlineNode[]): number {
	switch (line.text.charCodeAt(at)) {
		case SPACE:
		case TAB:
			return readSpaces(line, at, out);
		case BACKSLASH:
			return readFirstOf(line, at, out, readTimestamp, readMaths, readEscape);
		case LEFT_BRACKET:
			return readReferenceOutside(line, at, out);
		case LESS_THAN:
			return readFirstOf(line, at, out, readTimestamp, readReferenceOutside);
		case EXCLAMATION_MARK:
			return readFirstOf(line, at, out, readImage, readRoomId);
		case VERTICAL_BAR:
			return readSpoiler(line, at, readItemOrCharacter, out);
		case AT_SIGN:
			return readUserMention(line, at, out);
		case BACKTICK:
			return readInlineCode(line, at, out);
		case PLUS:
			return readPhoneNumber(line, at, out);
		case DOLLAR:
			return readMaths(line, at, out);
		case DASH:
			return readDashOfEmoticon(line, at, out);
		case COLON:
			return readEmoji(line, at, out);
		default:
			return -1;
	}
}

const readReferenceOutside: ItemReader = (line, at, out) =>
	readReference(line, at, OUTSIDE, readEmphasis, out);

/**
 * Reads an item that may also start in the middle of a word: emphasis, a channel or an emoji of Unicode.
 *
 *     re*all*y
 *       ^    ^
 */
function readItemInWord(line: Line, at: number, out?: InlineNode[]): number {
	let end = readSpacedMarkers(line, at, out);
	end = end < 0 ? readEmphasis(line, at, OUTSIDE, out) : end;
	end = end < 0 ? readChannelMention(line, at, out) : end;
	return end < 0 ? readEmoji(line, at, out) : end;
}

/**
 * Reads an emoticon if the grammar allows one here. Rule "InlineEmoticon"
 *
 *     hi :) all
 *        ^ ^
 */
function readEmoticonBeforeItem(line: Line, at: number, out?: InlineNode[]): number {
	const end = readEmoticon(line, at);
	const isAllowed =
		end >= 0 &&
		isEmoticonAllowedBefore(line, repetitionKeys.emoticons, end, (position) => isItemAt(line, position));
	return isAllowed ? readEmoticon(line, at, out) : -1;
}

const plainCharacters = /[^*_~`:<[\]! \t()\\|]+/y;

/**
 * Reads a colour, or characters that start no item. Rules "Color" and "PlainRun"
 *
 *     (see: it)
 *      ^  ^
 */
function readColorOrPlainText(line: Line, at: number, out?: InlineNode[]): number {
	const end = line.text.startsWith('color:#', at) ? readColor(line, at, out) : -1;
	if (end >= 0) {
		return end;
	}
	plainCharacters.lastIndex = at;
	return plainCharacters.test(line.text)
		? readAsText(line, at, idStart(line, at + 1, plainCharacters.lastIndex), out)
		: -1;
}
