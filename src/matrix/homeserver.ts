import { ClientPrefix, Method } from 'matrix-js-sdk/lib/http-api/index.js';
import type { JsonObject } from '../convert/json';
import { HomeserverError, isErrcode } from './homeserver-error';
import {
	parseEventId,
	parseRoomId,
	parseUserId,
	type EventId,
	type MxcUri,
	type RoomId,
	type ServerName,
	type UserId,
} from './ids';
import { viaQuery } from './room-finder';
import { SignSender } from './sign-sender';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';
import type { CreateRoomContent, OutgoingEvent, Profile } from './events';

const segment = encodeURIComponent;

/** @throws HomeserverError if the answer lacks the id */
function requireId<Id>(id: Id | undefined): Id {
	if (id === undefined) {
		throw new HomeserverError('NOT_MATRIX', 200, 'the answer lacks an id');
	}
	return id;
}

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

	/** Client-Server API, `GET /_matrix/client/versions`. */
	async versions(): Promise<{ versions: string[] }> {
		return this.request(Method.Get, '/versions', { prefix: '/_matrix/client' });
	}

	/** Client-Server API, `GET /account/whoami`. @returns the user whose token the application service's token is */
	async whoami(): Promise<UserId> {
		const { user_id } = await this.request<{ user_id?: unknown }>(Method.Get, '/account/whoami');
		return requireId(parseUserId(user_id));
	}

	/**
	 * Application Service API, "Server admin style permissions": registers a user of the namespace. Does nothing if the
	 * user is registered already.
	 */
	async register(localpart: string): Promise<void> {
		try {
			await this.request(Method.Post, '/register', {
				body: { type: 'm.login.application_service', username: localpart, inhibit_login: true },
			});
		} catch (error) {
			if (!isErrcode(error, 'M_USER_IN_USE')) {
				throw error;
			}
		}
	}

	/**
	 * Client-Server API, `PUT /profile/{userId}/displayname`. If the homeserver does not permit it, the user
	 * keeps the present name.
	 */
	async setDisplayName(as: UserId, displayname: string): Promise<void> {
		try {
			await this.request(Method.Put, `/profile/${segment(as)}/displayname`, {
				query: { user_id: as },
				body: { displayname },
			});
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}

	/**
	 * Client-Server API, `PUT /profile/{userId}/avatar_url`. If the homeserver does not permit it, the user keeps the present one.
	 * @param mxc undefined takes the avatar away
	 */
	async setAvatarUrl(as: UserId, mxc: MxcUri | undefined): Promise<void> {
		try {
			await this.request(Method.Put, `/profile/${segment(as)}/avatar_url`, {
				query: { user_id: as },
				body: { avatar_url: mxc ?? '' },
			});
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
		}
	}

	/** Client-Server API, `GET /profile/{userId}`. The homeserver asks the server of the user. */
	async profile(userId: UserId): Promise<Profile> {
		return this.request(Method.Get, `/profile/${segment(userId)}`, { timeout: FEDERATED_TIMEOUT_MS });
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

	/**
	 * Client-Server API, `POST /account/deactivate`. Synapse wants no password of an application service
	 * (synapse/rest/client/account.py).
	 * @param erase whether the homeserver is to hide the user's messages from who joins their rooms later, and to forget the profile
	 * @returns whether the account is deactivated; false if the homeserver wants a password, which no ghost has, as Dendrite does, or
	 * has no such request, as where another service has the accounts
	 */
	async deactivate(as: UserId, erase: boolean): Promise<boolean> {
		try {
			await this.request(Method.Post, '/account/deactivate', {
				query: { user_id: as },
				body: { erase },
			});
			return true;
		} catch (error) {
			const isRefused = error instanceof HomeserverError && [401, 403, 404].includes(error.status ?? 0);
			if (isRefused && error.errcode !== 'M_UNKNOWN_TOKEN') {
				return false;
			}
			throw error;
		}
	}

	/**
	 * Client-Server API, `POST /_matrix/client/v1/appservice/{appserviceId}/ping`: the homeserver calls the app.
	 * @returns how long that call took, in milliseconds
	 */
	async ping(appserviceId: string, transactionId: string): Promise<number> {
		const { duration_ms } = await this.request<{ duration_ms: number }>(
			Method.Post,
			`/appservice/${segment(appserviceId)}/ping`,
			{
				prefix: ClientPrefix.V1,
				body: { transaction_id: transactionId },
				timeout: FEDERATED_TIMEOUT_MS,
			},
		);
		return duration_ms;
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
