import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import type { JsonObject } from '../convert/json';
import type { CreateRoomContent, OutgoingEvent } from './events';
import { isErrcode, requireId } from './homeserver-error';
import { parseEventId, parseRoomId, type EventId, type RoomId, type ServerName, type UserId } from './ids';
import { viaQuery } from './room-finder';
import { SignSender } from './sign-sender';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';

const segment = encodeURIComponent;

/**
 * The endpoints of the homeserver that the app uses. `as` is the user who acts: a ghost, or the federation bot.
 * Every method throws a HomeserverError if the request fails.
 */
export class Homeserver extends SignSender {
	/** @param onSent is called with the id of each event that `send` has sent */
	constructor(
		request: Transport,
		private readonly onSent: (eventId: EventId) => void = () => undefined,
	) {
		super(request);
	}

	/** Client-Server API, `POST /createRoom`. */
	async createRoom(as: UserId, content: CreateRoomContent): Promise<RoomId> {
		const { room_id } = await this.request<{ room_id?: unknown }>(Method.Post, '/createRoom', {
			query: { user_id: as },
			body: content,
			timeout: FEDERATED_TIMEOUT_MS,
		});
		return requireId(parseRoomId(room_id));
	}

	/** Client-Server API, `GET /directory/room/{roomAlias}`. @returns undefined if there is no such address */
	async roomOfAlias(alias: string): Promise<RoomId | undefined> {
		try {
			const { room_id } = await this.request<{ room_id?: unknown }>(
				Method.Get,
				`/directory/room/${segment(alias)}`,
				{ timeout: FEDERATED_TIMEOUT_MS },
			);
			return requireId(parseRoomId(room_id));
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND')) {
				return undefined;
			}
			throw error;
		}
	}

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

	/** Client-Server API, `POST /rooms/{roomId}/leave`; also declines an invitation. */
	async leave(as: UserId, roomId: RoomId, reason: string): Promise<void> {
		await this.request(Method.Post, `/rooms/${segment(roomId)}/leave`, {
			query: { user_id: as },
			body: { reason },
			timeout: FEDERATED_TIMEOUT_MS,
		});
	}

	/**
	 * Client-Server API, `PUT /rooms/{roomId}/send/{eventType}/{txnId}`.
	 * @param transactionId a second request with the same id sends no second event
	 * @param at when it happened, milliseconds since 1970; Application Service API, "Timestamp massaging"
	 */
	async send(
		as: UserId,
		roomId: RoomId,
		transactionId: string,
		{ type, content }: OutgoingEvent,
		at: number,
	): Promise<EventId> {
		const { event_id } = await this.request<{ event_id?: unknown }>(
			Method.Put,
			`/rooms/${segment(roomId)}/send/${segment(type)}/${segment(transactionId)}`,
			{ query: { user_id: as, ts: at }, body: content },
		);
		const eventId = requireId(parseEventId(event_id));
		this.onSent(eventId);
		return eventId;
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

	/**
	 * Client-Server API, `PUT /rooms/{roomId}/redact/{eventId}/{txnId}`.
	 * @param transactionId a second request with the same id redacts nothing more
	 * @throws HomeserverError `M_FORBIDDEN` if `as` lacks the power
	 */
	async redact(as: UserId, roomId: RoomId, eventId: EventId, transactionId: string): Promise<void> {
		await this.request(
			Method.Put,
			`/rooms/${segment(roomId)}/redact/${segment(eventId)}/${segment(transactionId)}`,
			{ query: { user_id: as }, body: {} },
		);
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
