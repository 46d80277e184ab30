import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { objectIn, type JsonObject } from '../convert/json';
import type { CreateRoomContent, StateEvent } from './events';
import { isErrcode, requireId } from './homeserver-error';
import { parseRoomId, type RoomId, type UserId } from './ids';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';

const segment = encodeURIComponent;

/**
 * Rooms and their state. `as` is the user who acts: a ghost, or the federation bot. Every method throws a HomeserverError if the
 * request fails.
 */
export class MatrixRooms {
	constructor(private readonly request: Transport) {}

	/** Client-Server API, `POST /createRoom`. */
	async createRoom(as: UserId, content: CreateRoomContent): Promise<RoomId> {
		const { room_id } = await this.request<{ room_id?: unknown }>(Method.Post, '/createRoom', {
			query: { user_id: as },
			body: content,
			timeout: FEDERATED_TIMEOUT_MS,
		});
		return requireId(parseRoomId(room_id));
	}

	/** Client-Server API, `GET /joined_rooms`. @returns the rooms that `as` is in, those it is only invited to left out */
	async joinedRooms(as: UserId): Promise<RoomId[]> {
		const { joined_rooms } = await this.request<{ joined_rooms?: unknown }>(Method.Get, '/joined_rooms', {
			query: { user_id: as },
		});
		return (Array.isArray(joined_rooms) ? joined_rooms : []).flatMap(
			(roomId) => parseRoomId(roomId) ?? [],
		);
	}

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
			const { sender, event_id: eventId, origin_server_ts: at } = answer;
			const known = {
				...(typeof eventId === 'string' && { event_id: eventId }),
				...(typeof at === 'number' && { origin_server_ts: at }),
			};
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
	 * Client-Server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}`, with the whole event.
	 * @returns what the room says of a user; undefined for one who never was in it. The sender is empty if the homeserver
	 * returns the content only
	 * @throws HomeserverError `M_FORBIDDEN` if `as` is not in the room
	 */
	async memberEvent(as: UserId, roomId: RoomId, userId: UserId): Promise<StateEvent | undefined> {
		return this.stateEvent(as, roomId, 'm.room.member', userId);
	}

	/**
	 * Client-Server API, `PUT /rooms/{roomId}/state/{eventType}/{stateKey}`.
	 * @param stateKey empty for state of the room itself
	 * @throws HomeserverError `M_FORBIDDEN` if `as` lacks the power
	 */
	async sendState(
		as: UserId,
		roomId: RoomId,
		type: string,
		content: JsonObject,
		stateKey = '',
	): Promise<void> {
		await this.request(
			Method.Put,
			`/rooms/${segment(roomId)}/state/${segment(type)}/${segment(stateKey)}`,
			{ query: { user_id: as }, body: content },
		);
	}
}
