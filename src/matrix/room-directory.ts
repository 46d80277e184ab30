import { ClientPrefix, Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { isJsonObject, objectIn, type JsonObject } from '../convert/json';
import { HomeserverError, isErrcode } from './homeserver-error';
import {
	parseRoomAlias,
	parseRoomId,
	parseServerName,
	type RoomAlias,
	type RoomId,
	type ServerName,
	type UserId,
} from './ids';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';

const segment = encodeURIComponent;

/** The most servers that are asked for a room. */
const MAX_VIA = 5;

/** A room as a directory or its summary shows it to people who are not in it. */
export interface FoundRoom {
	readonly roomId: RoomId;
	readonly alias: RoomAlias | undefined;
	/** As the room says it; not cleaned. */
	readonly name: string | undefined;
	readonly topic: string | undefined;
	/** How many people have joined it. */
	readonly members: number;
	readonly isSpace: boolean;
	/** Undefined if that is not told. */
	readonly isEncrypted: boolean | undefined;
	/** `public`, `knock`, `restricted` and others. Client-Server API, "m.room.join_rules" */
	readonly joinRule: string;
	/** The rooms of which one has to be joined, if the rule is `restricted`. */
	readonly allowedRooms: readonly RoomId[];
	/** The membership of the user who asked; undefined if the answer does not have it. */
	readonly membership: string | undefined;
}

/** One page of a directory. */
interface DirectoryPage {
	readonly rooms: readonly FoundRoom[];
	/** Names the next page; undefined on the last one. */
	readonly next: string | undefined;
}

/**
 * What the homeserver says of rooms to people who are not in them: its directory, addresses and summaries. Every method throws a
 * HomeserverError if the request fails.
 */
export class RoomDirectory {
	constructor(private readonly request: Transport) {}

	/**
	 * Client-Server API, `GET /directory/room/{roomAlias}`.
	 * @returns the room and the servers that are in it; undefined if there is no such address
	 */
	async lookUpAlias(
		alias: RoomAlias,
	): Promise<{ readonly roomId: RoomId; readonly servers: readonly ServerName[] } | undefined> {
		try {
			const answer = objectIn(
				await this.request<unknown>(Method.Get, `/directory/room/${segment(alias)}`, {
					timeout: FEDERATED_TIMEOUT_MS,
				}),
			);
			const roomId = parseRoomId(answer.room_id);
			const servers = Array.isArray(answer.servers) ? answer.servers : [];
			return roomId && { roomId, servers: servers.flatMap((server) => parseServerName(server) ?? []) };
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND')) {
				return undefined;
			}
			throw error;
		}
	}

	/**
	 * Client-Server API, `POST /publicRooms`.
	 * @param search.server whose directory is read; without it that of this homeserver
	 * @param search.since `next` of the page before
	 */
	async publicRooms(
		as: UserId,
		search: {
			readonly term: string;
			readonly limit: number;
			readonly server?: ServerName | undefined;
			readonly since?: string | undefined;
		},
	): Promise<DirectoryPage> {
		const { term, limit, server, since } = search;
		const { chunk, next_batch: next } = objectIn(
			await this.request<unknown>(Method.Post, '/publicRooms', {
				query: { user_id: as, ...(server !== undefined && { server }) },
				body: {
					limit,
					...(since !== undefined && { since }),
					...(term !== '' && { filter: { generic_search_term: term } }),
				},
				timeout: FEDERATED_TIMEOUT_MS,
			}),
		);
		return {
			rooms: Array.isArray(chunk)
				? chunk.filter(isJsonObject).flatMap((room) => foundRoom(room) ?? [])
				: [],
			next: typeof next === 'string' && next !== '' ? next : undefined,
		};
	}

	/**
	 * Client-Server API, `GET /_matrix/client/v1/room_summary/{roomIdOrAlias}`, since version 1.15.
	 * @returns undefined if the homeserver does not know the room, does not show it, or does not have this endpoint. Synapse answers 400 if
	 * nobody of its own is in the room any more, and no other server is named
	 */
	async roomSummary(
		as: UserId,
		roomId: RoomId,
		via: readonly ServerName[],
	): Promise<FoundRoom | undefined> {
		try {
			const answer = await this.request<unknown>(Method.Get, `/room_summary/${segment(roomId)}`, {
				prefix: ClientPrefix.V1,
				query: { user_id: as, ...viaQuery(via) },
				timeout: FEDERATED_TIMEOUT_MS,
			});
			return foundRoom(objectIn(answer));
		} catch (error) {
			if (error instanceof HomeserverError && [400, 403, 404].includes(error.status ?? 0)) {
				return undefined;
			}
			throw error;
		}
	}

	/** Client-Server API, `PUT /directory/list/room/{roomId}`: lists a room in the public directory of the homeserver. */
	async publish(as: UserId, roomId: RoomId): Promise<void> {
		await this.request(Method.Put, `/directory/list/room/${segment(roomId)}`, {
			query: { user_id: as },
			body: { visibility: 'public' },
		});
	}

	/** Client-Server API, `PUT /directory/list/room/{roomId}`: takes a room from the public directory of the homeserver. */
	async unpublish(as: UserId, roomId: RoomId): Promise<void> {
		await this.request(Method.Put, `/directory/list/room/${segment(roomId)}`, {
			query: { user_id: as },
			body: { visibility: 'private' },
		});
	}

	/** Client-Server API, `GET /rooms/{roomId}/aliases`. @returns the addresses that the room has on this homeserver */
	async aliasesOf(as: UserId, roomId: RoomId): Promise<string[]> {
		const { aliases } = await this.request<{ aliases?: unknown }>(
			Method.Get,
			`/rooms/${segment(roomId)}/aliases`,
			{ query: { user_id: as } },
		);
		return (Array.isArray(aliases) ? aliases : []).filter((alias) => typeof alias === 'string');
	}

	/** Client-Server API, `DELETE /directory/room/{roomAlias}`. */
	async removeAlias(as: UserId, alias: string): Promise<void> {
		await this.request(Method.Delete, `/directory/room/${segment(alias)}`, { query: { user_id: as } });
	}
}

/** @returns the parameters that name servers: `server_name` is the older name of `via` */
export function viaQuery(via: readonly ServerName[]): { server_name?: string[]; via?: string[] } {
	const asked = via.slice(0, MAX_VIA);
	return asked.length > 0 ? { server_name: [...asked], via: [...asked] } : {};
}

function foundRoom(room: JsonObject): FoundRoom | undefined {
	const roomId = parseRoomId(room.room_id);
	const { num_joined_members: members, allowed_room_ids: allowed, encryption } = room;
	return (
		roomId && {
			roomId,
			alias: parseRoomAlias(room.canonical_alias),
			name: textIn(room.name),
			topic: textIn(room.topic),
			members: Number.isSafeInteger(members) ? Number(members) : 0,
			isSpace: room.room_type === 'm.space',
			isEncrypted: 'encryption' in room ? typeof encryption === 'string' : undefined,
			joinRule: textIn(room.join_rule) ?? 'public',
			allowedRooms: Array.isArray(allowed) ? allowed.flatMap((id) => parseRoomId(id) ?? []) : [],
			membership: textIn(room.membership),
		}
	);
}

function textIn(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
