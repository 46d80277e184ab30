import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { isJsonObject, objectIn } from '../convert/json';
import type { MemberProfile, Membership } from './events';
import { isErrcode } from './homeserver-error';
import { parseUserId, type RoomId, type ServerName, type UserId } from './ids';
import { viaQuery } from './room-directory';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';

const segment = encodeURIComponent;

/**
 * Who is in rooms, and the ways in and out. `as` is the user who acts: a ghost, or the federation bot. Every method throws a
 * HomeserverError if the request fails.
 */
export class RoomMembers {
	constructor(private readonly request: Transport) {}

	/**
	 * Client-Server API, `POST /join/{roomIdOrAlias}`.
	 * @param via servers that may be in the room, for a room of which this homeserver knows nothing
	 */
	async join(as: UserId, roomId: RoomId, via: readonly ServerName[] = []): Promise<void> {
		await this.request(Method.Post, `/join/${segment(roomId)}`, {
			query: { user_id: as, ...viaQuery(via) },
			body: {},
			timeout: FEDERATED_TIMEOUT_MS,
		});
	}

	/** Client-Server API, `POST /knock/{roomIdOrAlias}`: asks the members of a room to be let in. */
	async knock(as: UserId, roomId: RoomId, via: readonly ServerName[]): Promise<void> {
		await this.request(Method.Post, `/knock/${segment(roomId)}`, {
			query: { user_id: as, ...viaQuery(via) },
			body: {},
			timeout: FEDERATED_TIMEOUT_MS,
		});
	}

	/** Client-Server API, `POST /rooms/{roomId}/invite`. */
	async invite(as: UserId, roomId: RoomId, userId: UserId): Promise<void> {
		await this.changeMember('invite', as, roomId, userId);
	}

	/** Client-Server API, `POST /rooms/{roomId}/kick`; also takes an invitation back. */
	async kick(as: UserId, roomId: RoomId, userId: UserId, reason?: string): Promise<void> {
		await this.changeMember('kick', as, roomId, userId, reason);
	}

	/** Client-Server API, `POST /rooms/{roomId}/ban`. */
	async ban(as: UserId, roomId: RoomId, userId: UserId, reason?: string): Promise<void> {
		await this.changeMember('ban', as, roomId, userId, reason);
	}

	/** Client-Server API, `POST /rooms/{roomId}/unban`. */
	async unban(as: UserId, roomId: RoomId, userId: UserId, reason?: string): Promise<void> {
		await this.changeMember('unban', as, roomId, userId, reason);
	}

	/** Client-Server API, `POST /rooms/{roomId}/leave`; also declines an invitation. */
	async leave(as: UserId, roomId: RoomId, reason: string): Promise<void> {
		await this.request(Method.Post, `/rooms/${segment(roomId)}/leave`, {
			query: { user_id: as },
			body: { reason },
			timeout: FEDERATED_TIMEOUT_MS,
		});
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}`.
	 * @returns the membership of a user; `leave` for one who never was in the room
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async membership(as: UserId, roomId: RoomId, userId: UserId): Promise<Membership> {
		try {
			const { membership } = await this.request<{ membership: Membership }>(
				Method.Get,
				`/rooms/${segment(roomId)}/state/m.room.member/${segment(userId)}`,
				{ query: { user_id: as } },
			);
			return membership;
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND')) {
				return 'leave';
			}
			throw error;
		}
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}`.
	 * @returns what the room says of a user; undefined for one who never was in it
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async member(as: UserId, roomId: RoomId, userId: UserId): Promise<MemberProfile | undefined> {
		try {
			const path = `/rooms/${segment(roomId)}/state/m.room.member/${segment(userId)}`;
			const { displayname, avatar_url } = objectIn(
				await this.request<unknown>(Method.Get, path, { query: { user_id: as } }),
			);
			return { displayname, avatar_url };
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND')) {
				return undefined;
			}
			throw error;
		}
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/joined_members`: much less than the state of a large room.
	 * @returns the display name of everybody who has joined; undefined for somebody without one
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async joinedMembers(as: UserId, roomId: RoomId): Promise<ReadonlyMap<UserId, string | undefined>> {
		const answer = await this.request<unknown>(Method.Get, `/rooms/${segment(roomId)}/joined_members`, {
			query: { user_id: as },
			timeout: FEDERATED_TIMEOUT_MS,
		});
		const members = new Map<UserId, string | undefined>();
		for (const [id, member] of Object.entries(objectIn(objectIn(answer).joined))) {
			const userId = parseUserId(id);
			const { display_name: name } = objectIn(member);
			if (userId) {
				members.set(userId, typeof name === 'string' ? name : undefined);
			}
		}
		return members;
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/members`.
	 * @returns the ids of those who are invited and have not joined
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async invitedMembers(as: UserId, roomId: RoomId): Promise<UserId[]> {
		const { chunk } = objectIn(
			await this.request<unknown>(Method.Get, `/rooms/${segment(roomId)}/members`, {
				query: { user_id: as, membership: 'invite' },
				timeout: FEDERATED_TIMEOUT_MS,
			}),
		);
		return Array.isArray(chunk)
			? chunk.filter(isJsonObject).flatMap((event) => parseUserId(event.state_key) ?? [])
			: [];
	}

	/** Client-Server API, "Room membership". */
	private async changeMember(
		action: 'invite' | 'kick' | 'ban' | 'unban',
		as: UserId,
		roomId: RoomId,
		userId: UserId,
		reason?: string,
	): Promise<void> {
		await this.request(Method.Post, `/rooms/${segment(roomId)}/${action}`, {
			query: { user_id: as },
			body: { user_id: userId, ...(reason !== undefined && { reason }) },
			timeout: FEDERATED_TIMEOUT_MS,
		});
	}
}
