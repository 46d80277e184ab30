import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { isJsonObject, objectIn } from '../convert/json';
import { EventReader } from './event-reader';
import type { MemberProfile, Membership, StateEvent } from './events';
import { isErrcode } from './homeserver-error';
import { parseUserId, type RoomId, type UserId } from './ids';
import { FEDERATED_TIMEOUT_MS } from './transport';

const segment = encodeURIComponent;

/**
 * What the app reads of rooms: their state and members, besides their events. `as` is the user who reads: a ghost, or the federation
 * bot. Every method throws a HomeserverError if the request fails.
 */
export class RoomReader extends EventReader {
	/** Client-Server API, `GET /rooms/{roomId}/state`. */
	async state(as: UserId, roomId: RoomId): Promise<StateEvent[]> {
		return this.request(Method.Get, `/rooms/${segment(roomId)}/state`, { query: { user_id: as } });
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}`.
	 * @param stateKey empty for state of the room itself
	 * @returns the event; undefined if there is none. The sender is empty if the homeserver returns the content only:
	 * the whole event came with version 1.16 of the specification, and only rooms of that time need the sender
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async stateEvent(
		as: UserId,
		roomId: RoomId,
		type: string,
		stateKey = '',
	): Promise<StateEvent | undefined> {
		const path = `/rooms/${segment(roomId)}/state/${segment(type)}/${segment(stateKey)}`;
		try {
			const answer = objectIn(
				await this.request<unknown>(Method.Get, path, { query: { user_id: as, format: 'event' } }),
			);
			const { sender, event_id: eventId } = answer;
			const known = typeof eventId === 'string' ? { event_id: eventId } : {};
			return typeof sender === 'string'
				? { ...known, type, state_key: stateKey, sender, content: objectIn(answer.content) }
				: { type, state_key: stateKey, sender: '', content: answer };
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND')) {
				return undefined;
			}
			throw error;
		}
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

	/**
	 * Client-Server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}`, with the whole event.
	 * @returns what the room says of a user; undefined for one who never was in it. The sender is empty if the homeserver
	 * returns the content only
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async memberEvent(as: UserId, roomId: RoomId, userId: UserId): Promise<StateEvent | undefined> {
		return this.stateEvent(as, roomId, 'm.room.member', userId);
	}
}
