import { objectIn, type JsonObject } from '../convert/json';
import { presences, type MatrixStatus } from '../convert/presence';
import { parseRoomId, parseUserId, type RoomId, type UserId } from './ids';

/** Who is typing in a room at present, nobody left out. Client-Server API, "Typing Notifications". */
export interface TypingList {
	readonly type: 'm.typing';
	readonly roomId: RoomId;
	readonly userIds: readonly UserId[];
}

/** What people see of somebody. Client-Server API, "Presence". */
export interface PresenceEvent extends MatrixStatus {
	readonly type: 'm.presence';
	readonly userId: UserId;
}

/** Something that the homeserver tells of the moment, and stores nowhere. */
export type EphemeralEvent = TypingList | PresenceEvent;

/** The keys of a transaction that have the list of ephemeral events. Synapse before June 2026 knows only the second one. */
const listKeys = ['ephemeral', 'de.sorunome.msc2409.ephemeral'] as const;

/**
 * Reads the ephemeral events of a transaction. Synapse sends the same list under both keys, so one of them counts.
 * Application Service API, "Pushing ephemeral data".
 * @returns those that the app knows, in order
 */
export function ephemeralEventsIn(transaction: JsonObject): EphemeralEvent[] {
	const list = listKeys.map((key) => transaction[key]).find(Array.isArray) ?? [];
	return list.flatMap((event) => parseEphemeralEvent(event) ?? []);
}

/** @returns undefined if the app does not know its type, or an id does not fit its grammar */
export function parseEphemeralEvent(raw: unknown): EphemeralEvent | undefined {
	switch (objectIn(raw).type) {
		case 'm.typing':
			return parseTypingList(objectIn(raw));
		case 'm.presence':
			return parsePresenceEvent(objectIn(raw));
		default:
			return undefined;
	}
}

function parseTypingList({ room_id, content }: JsonObject): TypingList | undefined {
	const roomId = parseRoomId(room_id);
	const { user_ids: listed } = objectIn(content);
	return roomId && Array.isArray(listed)
		? { type: 'm.typing', roomId, userIds: listed.flatMap((userId) => parseUserId(userId) ?? []) }
		: undefined;
}

function parsePresenceEvent({ sender, content }: JsonObject): PresenceEvent | undefined {
	const userId = parseUserId(sender);
	const { presence: told, status_msg } = objectIn(content);
	const presence = presences.find((known) => known === told);
	return userId && presence
		? { type: 'm.presence', userId, presence, text: typeof status_msg === 'string' ? status_msg : '' }
		: undefined;
}
