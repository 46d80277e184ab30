import type { Branded } from '../branded';

/**
 * Matrix identifiers. They are parsed once, where they come from outside.
 * Matrix specification, Appendices, "Identifier Grammar".
 */

/** `@localpart:server` */
export type UserId = Branded<'UserId'>;
/** `!opaque:server`, or `!opaque` from room version 12 on */
export type RoomId = Branded<'RoomId'>;
/** `$opaque`, or `$opaque:server` in room versions 1 and 2 */
export type EventId = Branded<'EventId'>;
/** `#localpart:server` */
export type RoomAlias = Branded<'RoomAlias'>;
/** A host name, IPv4 address or bracketed IPv6 address, with an optional port */
export type ServerName = Branded<'ServerName'>;

/** `mxc://server/mediaId`, the address of a file */
export type MxcUri = Branded<'MxcUri'>;

/** The longest identifier, in bytes. */
const MAX_ID_BYTES = 255;

const dnsName = '[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?\\.?';
const ipv6 = '\\[[0-9A-Fa-f:.]{2,45}\\]';
const serverName = `(?:${dnsName}|${ipv6})(?::[0-9]{1,5})?`;
// "Historical User IDs" are still in use on old accounts: any printable ASCII but the colon.
const localpart = '[\\x21-\\x39\\x3B-\\x7E]+';
const opaque = '[^\\s:\\x00]+';

const grammar = {
	server: new RegExp(`^${serverName}$`),
	user: new RegExp(`^@(${localpart}):(${serverName})$`),
	room: new RegExp(`^!${opaque}(?::${serverName})?$`),
	event: new RegExp(`^\\$${opaque}(?::${serverName})?$`),
	alias: new RegExp(`^#([^\\s:\\x00]+):(${serverName})$`),
	// Client-Server API, "Matrix Content (mxc://) URIs": anything else could leave the path of the request.
	mxc: new RegExp(`^mxc://(${serverName})/([A-Za-z0-9_-]+)$`),
};

const fits = (pattern: RegExp, text: unknown): text is string =>
	typeof text === 'string' && Buffer.byteLength(text) <= MAX_ID_BYTES && pattern.test(text);

/** @returns the id, or undefined if `text` does not fit the grammar of user ids */
export const parseUserId = (text: unknown) => (fits(grammar.user, text) ? (text as UserId) : undefined);
/** @returns the id, or undefined if `text` does not fit the grammar of room ids */
export const parseRoomId = (text: unknown) => (fits(grammar.room, text) ? (text as RoomId) : undefined);
/** @returns the id, or undefined if `text` does not fit the grammar of event ids */
export const parseEventId = (text: unknown) => (fits(grammar.event, text) ? (text as EventId) : undefined);
/** @returns the alias, or undefined if `text` does not fit the grammar of room aliases */
export const parseRoomAlias = (text: unknown) =>
	fits(grammar.alias, text) ? (text as RoomAlias) : undefined;
/** @returns the name, or undefined if `text` does not fit the grammar of server names */
export const parseServerName = (text: unknown) =>
	fits(grammar.server, text) ? (text as ServerName) : undefined;

/** @returns the address, or undefined if `text` does not fit the grammar of addresses of files */
export const parseMxcUri = (text: unknown) => (fits(grammar.mxc, text) ? (text as MxcUri) : undefined);

/** @returns the server that has the file, and the file's id there */
export function partsOf(mxc: MxcUri): { readonly server: ServerName; readonly mediaId: string } {
	const [server, mediaId] = mxc.slice('mxc://'.length).split('/') as [ServerName, string];
	return { server, mediaId };
}

/** @returns the part between `@` and the first colon */
export function localpartOf(userId: UserId): string {
	return userId.slice(1, userId.indexOf(':'));
}

/** @returns the part behind the first colon */
export function serverOf(id: UserId | RoomAlias): ServerName {
	return id.slice(id.indexOf(':') + 1) as ServerName;
}

/**
 * Makes a user id of its parts.
 * @param localpart in the characters of the grammar, as `localpartFromUsername` returns it
 * @throws RangeError if the parts make no user id, for example one of more than 255 bytes
 */
export function userIdOf(localpart: string, server: ServerName): UserId {
	const userId = parseUserId(`@${localpart}:${server}`);
	if (!userId) {
		throw new RangeError(`not a user id: localpart of ${localpart.length} characters on ${server}`);
	}
	return userId;
}
