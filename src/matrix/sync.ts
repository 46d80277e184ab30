import { createHash } from 'crypto';
import { isJsonObject, objectIn, type JsonObject } from '../convert/json';
import { parseEphemeralEvent, type EphemeralEvent } from './ephemeral';
import { parseRoomId, type RoomId, type UserId } from './ids';

/** Filters for `GET /sync`. Client-Server API, "Filtering". */
const nothing = { types: [] };
const withoutRooms = { presence: nothing, account_data: nothing };

/** The type of ephemeral events that belong to no room. */
const PRESENCE = 'm.presence';

/**
 * Only timelines and some types of ephemeral events, without account data and state.
 * @param limit events of each room at most
 * @param ephemeralTypes none unless given
 */
export function eventFilter(limit: number, ephemeralTypes: readonly string[] = []): object {
	return {
		...withoutRooms,
		presence: { types: ephemeralTypes.filter((type) => type === PRESENCE) },
		room: {
			account_data: nothing,
			ephemeral: { types: ephemeralTypes.filter((type) => type !== PRESENCE) },
			// Otherwise Synapse reads the whole state, with every member, before it leaves all of it out.
			state: { ...nothing, lazy_load_members: true },
			timeline: { limit },
		},
	};
}

/** A type that nothing has. Dendrite takes an empty list for no filter. */
const none = { types: ['none'] };

/** Nothing at all, so that the request waits: it shows only whether the homeserver is there. */
export const emptyFilter: object = {
	presence: none,
	account_data: none,
	room: { rooms: [], account_data: none, ephemeral: none, state: none, timeline: none },
};

/** How the ids begin that invitations of `GET /sync` get; event ids of homeservers are longer or have a colon. */
const PULLED_INVITATION = '$invitation-';

/** @returns whether the event is an invitation that came by `GET /sync` */
export function isPulledInvitation(eventId: string): boolean {
	return eventId.startsWith(PULLED_INVITATION) && !eventId.includes(':');
}

/** What `GET /sync` brought of one room. */
export interface SyncedRoom {
	readonly roomId: RoomId;
	/** Events that are not parsed yet, oldest first. */
	readonly events: readonly JsonObject[];
	/** Whether there are older events after the token of the request. */
	readonly isLimited: boolean;
	/** Where the older events end. */
	readonly prevBatch: string | undefined;
}

/** An answer of `GET /sync`. */
export interface SyncAnswer {
	/** The token for the next request; undefined if the answer is malformed. */
	readonly nextBatch: string | undefined;
	/** Rooms with events that the user is in, or has left since the last request. */
	readonly rooms: readonly SyncedRoom[];
	/** Invitations of the user, in the form of events, not parsed yet. */
	readonly invitations: readonly JsonObject[];
	/** Ephemeral events of rooms that the user is in, and the presence of people in them. */
	readonly ephemeral: readonly EphemeralEvent[];
}

/**
 * Reads an answer of `GET /sync`. Client-Server API, "Syncing".
 * @param answer as the homeserver gives it
 * @param as the user whose rooms it lists
 * @param since the token of the request
 */
export function syncAnswerOf(answer: unknown, as: UserId, since: string | undefined): SyncAnswer {
	const { next_batch, rooms, presence } = objectIn(answer);
	const { join, leave, invite } = objectIn(rooms);
	return {
		nextBatch: typeof next_batch === 'string' ? next_batch : undefined,
		rooms: [...Object.entries(objectIn(leave)), ...Object.entries(objectIn(join))].flatMap(
			([id, room]) => syncedRoom(id, room) ?? [],
		),
		invitations: Object.entries(objectIn(invite))
			.map(([id, room]) => invitationOf(id, room, as, since))
			.filter((invitation) => invitation !== undefined),
		ephemeral: [
			...Object.entries(objectIn(join)).flatMap(([id, room]) => ephemeralOf(id, room)),
			...listIn(presence).flatMap((event) => parseEphemeralEvent(event) ?? []),
		],
	};
}

function syncedRoom(id: string, room: unknown): SyncedRoom | undefined {
	const roomId = parseRoomId(id);
	const { events, limited, prev_batch } = objectIn(objectIn(room).timeline);
	// A room that has only ephemeral events has an empty timeline.
	return roomId && Array.isArray(events) && (events.length > 0 || limited === true)
		? {
				roomId,
				// Events of a sync lack the room's id.
				events: events.filter(isJsonObject).map((event) => ({ ...event, room_id: roomId })),
				isLimited: limited === true,
				prevBatch: typeof prev_batch === 'string' ? prev_batch : undefined,
			}
		: undefined;
}

/** Events of a sync lack the room's id. */
function ephemeralOf(id: string, room: unknown): EphemeralEvent[] {
	return listIn(objectIn(room).ephemeral).flatMap(
		(event) => parseEphemeralEvent({ ...objectIn(event), room_id: id }) ?? [],
	);
}

function listIn(part: unknown): readonly unknown[] {
	const { events } = objectIn(part);
	return Array.isArray(events) ? events : [];
}

/**
 * Makes the event of an invitation from the stripped state of its room, which lacks event ids. The id that it gets is the
 * same for the same invitation in an answer to the same token.
 * Client-Server API, "Stripped state".
 */
function invitationOf(
	id: string,
	room: unknown,
	as: UserId,
	since: string | undefined,
): JsonObject | undefined {
	const { events } = objectIn(objectIn(room).invite_state);
	const state = Array.isArray(events) ? events.filter(isJsonObject) : [];
	const invitation = state.find(
		({ type, state_key, content }) =>
			type === 'm.room.member' && state_key === as && objectIn(content).membership === 'invite',
	);
	if (!invitation) {
		return undefined;
	}
	const hash = createHash('sha256').update([id, as, since].join(' ')).digest('base64url');
	return {
		event_id: PULLED_INVITATION + hash,
		origin_server_ts: 0,
		...invitation,
		room_id: id,
		unsigned: { invite_room_state: state },
	};
}
