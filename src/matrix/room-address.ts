import { pillOf } from '../convert/html/pill';
import {
	parseRoomAlias,
	parseRoomId,
	parseServerName,
	serverOf,
	type RoomAlias,
	type RoomId,
	type ServerName,
} from './ids';

/** How people name a room. */
export interface RoomAddress {
	readonly id: RoomAlias | RoomId;
	/** Servers that may know the room. */
	readonly via: readonly ServerName[];
}

/** A link to a message, behind the room in which it is. */
const messageInRoom = /\/(?:\$|%24)[^?]*|(?<=^matrix:[^?]*)\/e\/[^?]*/i;

/**
 * Reads an address of a room: `#name:server`, a room id, or a link of matrix.to, `matrix:` or Element to the room or to a message in it,
 * also with punctuation around it. The server of an alias is in lower case. Appendices, "matrix.to navigation", "matrix: URI scheme".
 * @returns undefined for any other text
 */
export function parseRoomAddress(typed: string): RoomAddress | undefined {
	const text = typed
		.trim()
		.replace(/^[<(["'`]+|[>)"'`,;.!?]+$/g, '')
		.replace(messageInRoom, '')
		.replace(/^(?:https?:\/\/[^#]*#\/room|matrix\.to\/#)(?=\/)/i, 'https://matrix.to/#');
	const id = pillOf(text)?.id ?? text;
	const room = parseRoomAlias(id.replace(/:.*/, (server) => server.toLowerCase())) ?? parseRoomId(id);
	// An id without a server is a hash.
	if (!room || !/:|^.[\w-]{43}$/.test(room)) {
		return undefined;
	}
	const [, query] = /\?([^#]*)$/.exec(text) ?? [];
	const named = new URLSearchParams(query).getAll('via').flatMap((server) => parseServerName(server) ?? []);
	const own = room.includes(':') ? [serverOf(room as RoomAlias)] : [];
	return { id: room, via: [...new Set([...named, ...own])] };
}

/** @returns whether an address is an alias */
export function isAlias(id: RoomAlias | RoomId): id is RoomAlias {
	return id.startsWith('#');
}
