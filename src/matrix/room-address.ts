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

/**
 * Reads an address of a room: `#name:server`, a room id, or a link of matrix.to or `matrix:`, also with punctuation around it.
 * Appendices, "matrix.to navigation", "matrix: URI scheme".
 * @returns undefined for any other text
 */
export function parseRoomAddress(typed: string): RoomAddress | undefined {
	const text = typed.trim().replace(/^[<(["'`]+|[>)"'`,;]+$/g, '');
	const link = pillOf(/^matrix\.to\//i.test(text) ? `https://${text}` : text);
	const id = link?.id ?? text;
	const room = parseRoomAlias(id) ?? parseRoomId(id);
	if (!room) {
		return undefined;
	}
	const named = [...text.matchAll(/[?&]via=([^&#]+)/g)].flatMap(
		([, server = '']) => parseServerName(decodeURIComponent(server)) ?? [],
	);
	const own = room.includes(':') ? [serverOf(room as RoomAlias)] : [];
	return { id: room, via: [...new Set([...named, ...own])] };
}

/** @returns whether an address is an alias */
export function isAlias(id: RoomAlias | RoomId): id is RoomAlias {
	return id.startsWith('#');
}
