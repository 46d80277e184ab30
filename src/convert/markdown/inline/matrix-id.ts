import { AT_SIGN, EXCLAMATION_MARK, HASH, isLetterOrDigit } from '../characters';
import type { InlineNode } from '../nodes';
import type { Line } from './line';

/**
 * Ids of Matrix in a text, with the server behind a colon. Rocket.Chat's grammar knows only the users among them, and of
 * those not all characters and no port. Matrix specification, Appendices, "Identifier Grammar".
 * Every function returns the position after the id, or -1 if none starts at `at`.
 */

/** The longest id, in UTF-16 units. */
const LONGEST_ID = 255;

/**
 * The localpart of a user. Old ids may have any printable character of ASCII except the colon; those that mark something
 * in a message are left out, and the `@`, which starts the next mention.
 */
const userLocalpart = /[A-Za-z0-9._=/+\-!#$%&',;?^{}]{1,254}:/y;
/** The localparts that are read as such also before a server's name of one label. */
const plainLocalpart = /^[A-Za-z0-9._=-]*=[A-Za-z0-9._=-]*$/;
/** The localpart of an alias has any characters; those that mark something in a message are left out. */
const aliasLocalpart = /[^\s:@*~`|<>[\]()\\"\0]{1,254}:/y;
const roomLocalpart = /[A-Za-z0-9._~=/+-]{1,254}:/y;

const serverSyntax =
	/(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)(:[0-9]{1,5}(?![0-9]))?/y;

/**
 * Finds the end of the id of a user.
 *
 *     ask @a=b/c:example.org:8448, please
 *         ^                      ^
 */
export function userIdEnd(line: Line, at: number): number {
	if (!line.mayContainId) {
		return -1;
	}
	const { text } = line;
	const localpart = text.charCodeAt(at) === AT_SIGN ? localpartAt(userLocalpart, text, at + 1) : undefined;
	return localpart === undefined
		? -1
		: serverEnd(text, at, localpart.length + 2, plainLocalpart.test(localpart));
}

/** Whether an alias of a room or the id of a user starts at a position, and not in the middle of a word or an address. */
export function isIdStart(line: Line, at: number): boolean {
	const sigil = line.text.charCodeAt(at);
	return (
		(sigil === HASH && readRoomAlias(line, at) >= 0) ||
		(sigil === AT_SIGN && startsBehind(line.text, at) && userIdEnd(line, at) >= 0)
	);
}

/**
 * Finds an id that starts in the middle of characters that start no item, behind a sign such as a comma or a quotation mark.
 *
 *     "#general:example.org"
 *      ^
 *
 * @returns its position, or `end`
 */
export function idStart(line: Line, from: number, end: number): number {
	if (!line.mayContainId) {
		return end;
	}
	for (let at = from; at < end; at++) {
		if (isIdStart(line, at)) {
			return at;
		}
	}
	return end;
}

/**
 * Reads an alias of a room.
 *
 *     in #general:example.org now
 *        ^                   ^
 */
export function readRoomAlias(line: Line, at: number, out?: InlineNode[]): number {
	return line.text.charCodeAt(at) !== HASH || !line.mayContainId
		? -1
		: readRoomAddress(line, at, HASH, aliasLocalpart, out);
}

/**
 * Reads the id of a room.
 *
 *     in !abc:example.org now
 *        ^               ^
 */
export function readRoomId(line: Line, at: number, out?: InlineNode[]): number {
	return readRoomAddress(line, at, EXCLAMATION_MARK, roomLocalpart, out);
}

function readRoomAddress(
	{ text }: Line,
	at: number,
	sigil: number,
	pattern: RegExp,
	out?: InlineNode[],
): number {
	if (text.charCodeAt(at) !== sigil || !startsBehind(text, at)) {
		return -1;
	}
	const localpart = localpartAt(pattern, text, at + 1);
	const end = localpart === undefined ? -1 : serverEnd(text, at, localpart.length + 2, false);
	if (end >= 0) {
		out?.push({ type: 'roomAddress', address: text.slice(at, end) });
	}
	return end;
}

/** Whether an id may start behind the character before it: not in the middle of a word or of an address. */
function startsBehind(text: string, at: number): boolean {
	const before = text.charCodeAt(at - 1);
	return !isLetterOrDigit(before) && !'/-_.=+@&'.includes(text.charAt(at - 1) || ' ');
}

/** @returns the localpart that starts at a position, without the colon behind it */
function localpartAt(pattern: RegExp, text: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0].slice(0, -1);
}

/**
 * Finds the end of an id by the end of its server's name. Words may stand around a colon, so the name must look like one:
 * with a domain, an address, a port, or `localhost`.
 * @param at where the id starts
 * @param length of the id up to its server's name
 * @param mayBeOneLabel whether a name of one label is enough
 */
function serverEnd(text: string, at: number, length: number, mayBeOneLabel: boolean): number {
	serverSyntax.lastIndex = at + length;
	const [server, host = '', port = ''] = serverSyntax.exec(text) ?? [];
	const isServer =
		server !== undefined &&
		length + server.length <= LONGEST_ID &&
		(isDomainOrAddress(host) || (/[A-Za-z]/.test(host) && (port !== '' || mayBeOneLabel)));
	return isServer ? at + length + server.length : -1;
}

const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const topLevelDomain = /^(?:[A-Za-z]{2,}|xn--[A-Za-z0-9-]+)$/;

function isDomainOrAddress(host: string): boolean {
	if (host.startsWith('[') || host === 'localhost' || ipv4.test(host)) {
		return true;
	}
	const labels = host.split('.');
	return labels.length > 1 && !labels.includes('') && topLevelDomain.test(labels.at(-1) ?? '');
}
