import { AT_SIGN, COLON, HASH, isLetterOrDigit, isNameCharacter, isTextCharacter } from '../characters';
import type { InlineNode } from '../nodes';
import { readAsText } from './item-reader';
import type { Line } from './line';
import { isIdStart, readRoomAlias, userIdEnd } from './matrix-id';

/**
 * Finds the end of the name of a user or channel.
 *
 *     @alice, hi
 *      ^    ^
 */
function nameEnd(line: Line, at: number): number {
	let end = at;
	while (isNameCharacter(line.text.charCodeAt(end))) {
		end++;
	}
	return end;
}

/**
 * Reads a mention of a user outside of emphasis. A name may have a server behind a colon or a second `@`.
 * Rocket.Chat: rule "UserMention", which does not read every id of Matrix
 *
 *     hi @alice, and @bob:example.org!
 *        ^     ^
 *     hi @alice, and @bob:example.org!
 *                    ^               ^
 */
export function readUserMention(line: Line, at: number, out?: InlineNode[]): number {
	let start = at;
	while (line.text.charCodeAt(start) === AT_SIGN) {
		start++;
	}
	let end = start > at ? nameEnd(line, start) : start;
	if (end === start && userIdEnd(line, at) < 0) {
		return -1;
	}
	if (line.text.charCodeAt(end) === COLON || line.text.charCodeAt(end) === AT_SIGN) {
		const serverEnd = nameEnd(line, end + 1);
		end = serverEnd > end + 1 ? serverEnd : end;
	}
	const idEnd = start === at + 1 ? userIdEnd(line, at) : -1;
	if (idEnd > end || (idEnd >= 0 && /^[-_]+$/.test(line.text.slice(idEnd, end)))) {
		return addMention(line, at, start, idEnd, out);
	}
	// The two underscores would close italic text.
	if (line.text.startsWith('__', end - 2)) {
		return -1;
	}
	return addMention(line, at, start, end, out);
}

/** @param start where the name starts, behind the `@` */
function addMention(line: Line, at: number, start: number, end: number, out?: InlineNode[]): number {
	out?.push({
		type: 'mention',
		name: line.text.slice(start, end),
		start: line.offset + at,
		end: line.offset + end,
	});
	return end;
}

/**
 * Reads a mention of a user in emphasis. If a character of text is before the `@`, it and the first letter of
 * the name are text. Rocket.Chat: rule "UserMention"
 *
 *     *hi @alice*
 *         ^     ^
 *     *a@alice*
 *      ^  ^
 */
export function readUserMentionInEmphasis(line: Line, at: number, out?: InlineNode[]): number {
	let name = at + 1;
	while (line.text.charCodeAt(name) === AT_SIGN) {
		name++;
	}
	const isPartOfWord =
		name > at + 1 &&
		isTextCharacter(line.text.charCodeAt(at)) &&
		isLetterOrDigit(line.text.charCodeAt(name));
	if (!isPartOfWord) {
		return readUserMention(line, at, out);
	}
	return readAsText(line, at, isIdStart(line, at + 1) ? at + 1 : name + 1, out);
}

/**
 * Reads a mention of a channel, or an alias of Matrix. If a character of text is before the `#`, it and the first letter of the name
 * are text. Rocket.Chat: rule "ChannelMention"
 *
 *     in #general now
 *        ^       ^
 *     a#general
 *     ^  ^
 */
export function readChannelMention(line: Line, at: number, out?: InlineNode[]): number {
	const isSigil = line.text.charCodeAt(at) === HASH;
	const aliasEnd = isSigil ? readRoomAlias(line, at, out) : -1;
	if (aliasEnd >= 0) {
		return aliasEnd;
	}
	const isPartOfWord =
		line.text.charCodeAt(at + 1) === HASH &&
		isTextCharacter(line.text.charCodeAt(at)) &&
		isLetterOrDigit(line.text.charCodeAt(at + 2));
	if (isPartOfWord) {
		return readAsText(line, at, isIdStart(line, at + 1) ? at + 1 : at + 3, out);
	}
	const end = isSigil ? nameEnd(line, at + 1) : at;
	if (end <= at + 1) {
		return -1;
	}
	out?.push({
		type: 'channel',
		name: line.text.slice(at + 1, end),
		start: line.offset + at,
		end: line.offset + end,
	});
	return end;
}
