import { Method } from 'matrix-js-sdk/lib/http-api/index.js';
import type { MatrixStatus } from '../convert/presence';
import { objectIn } from '../convert/json';
import type { EventId, RoomId, UserId } from './ids';
import type { Transport } from './transport';

const segment = encodeURIComponent;

/** What the homeserver is told of the moment. Every method throws a HomeserverError if the request fails. */
export class SignSender {
	constructor(private readonly request: Transport) {}

	/**
	 * Client-Server API, `PUT /rooms/{roomId}/typing/{userId}`.
	 * @param timeout milliseconds for which the user is typing, unless it is said again; undefined if they stop
	 * @throws HomeserverError `M_FORBIDDEN` if the user is not in the room
	 */
	async setTyping(as: UserId, roomId: RoomId, timeout: number | undefined): Promise<void> {
		await this.request(Method.Put, `/rooms/${segment(roomId)}/typing/${segment(as)}`, {
			query: { user_id: as },
			body: timeout === undefined ? { typing: false } : { typing: true, timeout },
		});
	}

	/**
	 * Client-Server API, `POST /rooms/{roomId}/receipt/m.read/{eventId}`.
	 * @param thread the first event of the thread that the event is in; undefined if it is in none
	 */
	async markRead(as: UserId, roomId: RoomId, eventId: EventId, thread: EventId | undefined): Promise<void> {
		await this.request(Method.Post, `/rooms/${segment(roomId)}/receipt/m.read/${segment(eventId)}`, {
			query: { user_id: as },
			body: { thread_id: thread ?? 'main' },
		});
	}

	/** Client-Server API, `PUT /presence/{userId}/status`. */
	async setPresence(as: UserId, { presence, text }: MatrixStatus): Promise<void> {
		await this.request(Method.Put, `/presence/${segment(as)}/status`, {
			query: { user_id: as },
			body: { presence, status_msg: text },
		});
	}

	/**
	 * Client-Server API, `GET /presence/{userId}/status`.
	 * @returns what the homeserver shows; where presence is switched off, Synapse shows everybody as offline, and Dendrite as
	 * unavailable
	 */
	async presenceOf(as: UserId): Promise<unknown> {
		const answer = await this.request<unknown>(Method.Get, `/presence/${segment(as)}/status`, {
			query: { user_id: as },
		});
		return objectIn(answer).presence;
	}
}
