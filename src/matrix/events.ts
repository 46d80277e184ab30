import type { MsgType } from 'matrix-js-sdk/lib/@types/event';
import type { RoomMessageTextEventContent } from 'matrix-js-sdk/lib/@types/events';
import type { Preset } from 'matrix-js-sdk/lib/@types/partials';
import type { ICreateRoomOpts } from 'matrix-js-sdk/lib/@types/requests';
import { parseEventId, parseRoomId, parseUserId, type EventId, type RoomId, type UserId } from './ids';

/** Content of `m.room.message`. */
export type MessageContent = Omit<RoomMessageTextEventContent, 'msgtype'> & {
	readonly msgtype: `${MsgType.Text | MsgType.Emote | MsgType.Notice}`;
};

/** Body of `POST /createRoom`. */
export type CreateRoomContent = Omit<ICreateRoomOpts, 'preset'> & { readonly preset: `${Preset}` };

/** Client-Server API, `m.room.member`. */
export type Membership = 'invite' | 'join' | 'knock' | 'leave' | 'ban';

/** Client-Server API, `GET /profile/{userId}`. */
export interface Profile {
	readonly displayname?: string;
	readonly avatar_url?: string;
}

/** A state event as `GET /rooms/{roomId}/state` and `invite_room_state` give it. */
export interface StateEvent {
	readonly type: string;
	readonly state_key: string;
	readonly sender: string;
	readonly content: Readonly<Record<string, unknown>>;
}

/** An event of a transaction whose ids fit their grammar. */
export interface RoomEvent {
	readonly eventId: EventId;
	readonly roomId: RoomId;
	readonly sender: UserId;
	readonly type: string;
	/** Present on state events and on no other: its presence alone tells them apart. */
	readonly stateKey?: string;
	/** When it was sent, milliseconds since 1970, as its sender's server says. */
	readonly at: number;
	readonly content: Readonly<Record<string, unknown>>;
	readonly unsigned: Readonly<Record<string, unknown>>;
}

/** @returns the value where it is a JSON object, else an empty one */
export function objectIn(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}

/**
 * Reads an event of a transaction.
 * Client-Server API, "Room event format".
 * @returns undefined where it is no event or an id breaks its grammar
 */
export function parseRoomEvent(raw: unknown): RoomEvent | undefined {
	const event = objectIn(raw);
	const eventId = parseEventId(event.event_id);
	const roomId = parseRoomId(event.room_id);
	const sender = parseUserId(event.sender);
	if (!eventId || !roomId || !sender || typeof event.type !== 'string') {
		return undefined;
	}
	return {
		eventId,
		roomId,
		sender,
		type: event.type,
		...(typeof event.state_key === 'string' && { stateKey: event.state_key }),
		at: typeof event.origin_server_ts === 'number' ? event.origin_server_ts : 0,
		content: objectIn(event.content),
		unsigned: objectIn(event.unsigned),
	};
}
