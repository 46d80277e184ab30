import { pillOf } from '../convert/html/pill';
import { localpartOf, parseUserId, serverOf, type UserId } from '../matrix/ids';
import { toAsciiName } from '../matrix/international-name';

/**
 * Reads the people that somebody typed behind a command: ids, usernames, and links to people, also with punctuation
 * around them. Commas and semicolons separate people.
 * @param words as they were typed, split at white space
 * @returns each person once: a valid id as `@bob:example.org` with the server in lower case, a username without `@`,
 * a room as `#room:server` or `!room:server`, and any other text as it was typed
 */
export function readPeople(words: readonly string[]): string[] {
	const pieces = words
		.map(withPlainCharacters)
		.join('\n')
		// `[Bob Smith](https://matrix.to/…)`: the address says who is meant. The label may be several words.
		.replace(/\[[^\]]*\]\((\S+?)\)/g, '\n$1\n')
		.split(/[\n,;]+/)
		.map(withoutPunctuation)
		.filter((piece) => piece !== '');
	return [...new Set(pieces.map(readPerson))];
}

function readPerson(typed: string): string {
	const id = pillOf(asMatrixLink(typed))?.id ?? typed;
	if (/^[#!]/.test(id)) {
		return id;
	}
	if (!id.includes(':')) {
		return id.replace(/^@+/, '');
	}
	const userId = parseUserId(id.startsWith('@') ? id : `@${id}`);
	// Servers compare ids character by character, but people type the name of a server with capitals.
	return userId ? `@${localpartOf(userId)}:${serverOf(userId).toLowerCase()}` : typed;
}

/**
 * Converts full-width characters, which East Asian keyboards type, to ASCII, and removes invisible characters, which
 * come along when a name is copied.
 */
function withPlainCharacters(word: string): string {
	return word
		.replace(/\p{Cf}/gu, '')
		.replaceAll('、', ',')
		.replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

const quotes = '"\'`“”„‟‘’‚«»‹›';

/** Quotes and brackets before any text; marks of formatting only before ids and links: a username may have them. */
const opening = new RegExp(`^(?:[<([${quotes}]|[*_~|]+(?=[@#!]|https?:|matrix))+`, 'i');
const closing = new RegExp(`[>)${quotes}]+$`);
/** A username may end with these, an id or a link does not. */
const closingOfId = new RegExp(`[>)${quotes}.!?*_~|]+$`);

function withoutPunctuation(piece: string): string {
	const opened = piece.trim().replace(opening, '');
	const closed = opened.replace(opened.includes(':') ? closingOfId : closing, '');
	// The closing bracket of an IPv6 address has its opening one.
	return closed.endsWith(']') && count(closed, ']') > count(closed, '[') ? closed.slice(0, -1) : closed;
}

function count(text: string, character: string): number {
	return text.split(character).length - 1;
}

/**
 * Brings links to one form: matrix.to without a scheme, and links of the Element client such as
 * `https://app.element.io/#/user/@bob:example.org`.
 */
function asMatrixLink(text: string): string {
	const [, id] = /^https?:\/\/[^#]*#\/(?:user|room)\/(.+)$/i.exec(text) ?? [];
	if (id !== undefined) {
		return `https://matrix.to/#/${id}`;
	}
	return /^matrix\.to\//i.test(text) ? `https://${text}` : text;
}

/** @returns the id that may be meant by the form of an e-mail address, `bob@example.org`; undefined for other texts */
export function idFromEmailForm(typed: string): UserId | undefined {
	const [, localpart = '', server = ''] = /^(?:mailto:)?@?([^@:\s]+)@([^@\s]+)$/i.exec(typed) ?? [];
	return parseUserId(`@${localpart}:${toAsciiName(server)}`.toLowerCase());
}
