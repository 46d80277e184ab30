import { ClientPrefix, Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { isJsonObject, objectIn, type JsonObject } from '../convert/json';
import { parseRoomEvent, type OutgoingEvent, type RoomEvent } from './events';
import { requireId } from './homeserver-error';
import { parseEventId, type EventId, type RoomId, type UserId } from './ids';
import { parseAnnotation } from './relation';
import { FEDERATED_TIMEOUT_MS, type Transport } from './transport';

/** Events or relations on one page of an answer. */
const PAGE_SIZE = 100;

/** Pages that are read at most, where an answer need not be whole. */
const MAX_PAGES = 10;

const segment = encodeURIComponent;

/** An event that a ghost has sent. */
export interface SentEvent {
	readonly as: UserId;
	readonly roomId: RoomId;
	readonly eventId: EventId;
}

/**
 * The events of rooms besides their state. `as` is the user who acts: a ghost, or the federation bot. Every method throws a
 * HomeserverError if the request fails.
 */
export class RoomEvents {
	/** @param onSent is called with each event that `send` has sent */
	constructor(
		private readonly request: Transport,
		private readonly onSent: (event: SentEvent) => void,
	) {}

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
		this.onSent({ as, roomId, eventId });
		return eventId;
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

	/**
	 * Client-Server API, `GET /rooms/{roomId}/event/{eventId}`.
	 * @returns an event as a member of the room sees it, with its latest edit in `unsigned`; undefined if it is
	 * malformed
	 */
	async read(as: UserId, roomId: RoomId, eventId: EventId): Promise<RoomEvent | undefined> {
		const path = `/rooms/${segment(roomId)}/event/${segment(eventId)}`;
		return parseRoomEvent(await this.request(Method.Get, path, { query: { user_id: as } }));
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/messages`.
	 * @param limit how many events at most
	 * @returns the latest events that a member of the room may see, oldest first
	 */
	async latest(as: UserId, roomId: RoomId, limit: number): Promise<RoomEvent[]> {
		const { chunk } = await this.page(as, roomId, { dir: 'b', limit });
		return chunk.flatMap((event) => parseRoomEvent(event) ?? []).reverse();
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/messages`.
	 * @param since milliseconds since 1970
	 * @returns the events that were sent since then, and that a member of the room may see, oldest first; of a busy room the
	 * latest thousand
	 */
	async eventsSince(as: UserId, roomId: RoomId, since: number): Promise<RoomEvent[]> {
		const found: RoomEvent[] = [];
		let from: string | undefined;
		for (let page = 0; page < MAX_PAGES; page++) {
			const { chunk, end } = await this.page(as, roomId, {
				...{ dir: 'b', limit: PAGE_SIZE },
				...(from !== undefined && { from }),
			});
			const events = chunk.flatMap((event) => parseRoomEvent(event) ?? []);
			found.push(...events.filter(({ at }) => at >= since));
			if (end === undefined || (events.length > 0 && events.every(({ at }) => at < since))) {
				break;
			}
			from = end;
		}
		return found.reverse();
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/messages`.
	 * @returns the messages, reactions and other events without a state key that `as` has sent to a room, the latest first; those
	 * that are redacted are left out
	 */
	async *eventsBy(as: UserId, roomId: RoomId): AsyncGenerator<EventId, undefined> {
		const filter = JSON.stringify({ senders: [as] });
		for (let from: string | undefined; ;) {
			const { chunk, end } = await this.page(as, roomId, {
				...{ dir: 'b', limit: PAGE_SIZE, filter },
				...(from !== undefined && { from }),
			});
			for (const { eventId, sender, type, stateKey, content } of chunk.flatMap(
				(event) => parseRoomEvent(event) ?? [],
			)) {
				const isRedacted = Object.keys(content).length === 0;
				if (sender === as && stateKey === undefined && type !== 'm.room.redaction' && !isRedacted) {
					yield eventId;
				}
			}
			if (end === undefined || end === from) {
				return undefined;
			}
			from = end;
		}
	}

	/** @returns the user's reaction with this key to an event, among the latest hundred; undefined if there is none */
	async annotation(
		as: UserId,
		roomId: RoomId,
		eventId: EventId,
		key: string,
	): Promise<EventId | undefined> {
		const found = await this.annotations(as, roomId, eventId);
		return found.find((reaction) => reaction.sender === as && reaction.key === key)?.eventId;
	}

	/**
	 * Client-Server API, `GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}/{eventType}`.
	 * @returns the reactions to an event, the latest hundred
	 */
	async annotations(
		as: UserId,
		roomId: RoomId,
		eventId: EventId,
	): Promise<(Pick<RoomEvent, 'eventId' | 'sender' | 'content'> & { readonly key: string })[]> {
		const { chunk } = await this.request<{ chunk: unknown[] }>(
			Method.Get,
			`/rooms/${segment(roomId)}/relations/${segment(eventId)}/m.annotation/m.reaction`,
			{ prefix: ClientPrefix.V1, query: { user_id: as, limit: PAGE_SIZE } },
		);
		return chunk.flatMap((raw) => {
			const event = parseRoomEvent(raw);
			const annotation = event && parseAnnotation(event.content);
			return event && annotation ? [{ ...event, key: annotation.key }] : [];
		});
	}

	/**
	 * Client-Server API, `GET /rooms/{roomId}/messages`, forwards.
	 * @param from a token of `sync`, or `next` of the last page
	 * @param to a token at which to stop
	 * @returns up to 100 events in order, not parsed yet; `next` is undefined behind the last page
	 */
	async pageAfter(
		as: UserId,
		roomId: RoomId,
		from: string,
		to: string | undefined,
	): Promise<{ events: JsonObject[]; next: string | undefined }> {
		const { chunk, end } = objectIn(
			await this.page(as, roomId, {
				...{ dir: 'f', from, limit: PAGE_SIZE },
				...(to !== undefined && { to }),
			}),
		);
		const events = Array.isArray(chunk) ? chunk.filter(isJsonObject) : [];
		return { events, next: typeof end === 'string' && events.length > 0 ? end : undefined };
	}

	/**
	 * Client-Server API, `GET /_matrix/client/v1/rooms/{roomId}/relations/{eventId}/{relType}`.
	 * @returns the edits of an event that a member of the room sees; a thousand at most
	 */
	async replacements(as: UserId, roomId: RoomId, eventId: EventId): Promise<EventId[]> {
		const found: EventId[] = [];
		let from: string | undefined;
		for (let page = 0; page < MAX_PAGES; page++) {
			const { chunk, next_batch } = await this.request<{ chunk: unknown[]; next_batch?: string }>(
				Method.Get,
				`/rooms/${segment(roomId)}/relations/${segment(eventId)}/m.replace`,
				{
					prefix: ClientPrefix.V1,
					query: { user_id: as, limit: PAGE_SIZE, ...(from !== undefined && { from }) },
				},
			);
			found.push(...chunk.flatMap((event) => parseEventId(objectIn(event).event_id) ?? []));
			if (next_batch === undefined) {
				break;
			}
			from = next_batch;
		}
		return found;
	}

	/** @param query which page, and in which direction; `b` is the latest event first */
	private page(
		as: UserId,
		roomId: RoomId,
		query: Readonly<Record<string, string | number>>,
	): Promise<{ chunk: unknown[]; end?: string }> {
		return this.request(Method.Get, `/rooms/${segment(roomId)}/messages`, {
			query: { user_id: as, ...query },
			timeout: FEDERATED_TIMEOUT_MS,
		});
	}
}
