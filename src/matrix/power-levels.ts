import { objectIn } from '../convert/json';
import type { StateEvent } from './events';
import type { UserId } from './ids';

/** The power levels that actions need if the room does not say otherwise. */
const defaults = { redact: 50, room: 50, state: 50 };

/** From this room version on, the creators of a room may do everything and are not listed in its power levels. */
const FIRST_VERSION_WITH_PRIVILEGED_CREATORS = 12;

/**
 * @param state of the room
 * @returns whether a user may redact messages of others. Client-Server API, "m.room.power_levels"
 */
export function mayRedact(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(levelsIn(state).redact, defaults.redact);
}

/**
 * @param state of the room
 * @returns whether a user may mention the whole room. Client-Server API, "m.room.power_levels"
 */
export function mayMentionRoom(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(objectIn(levelsIn(state).notifications).room, defaults.room);
}

/**
 * @param state of the room
 * @returns whether a user may replace the room by another. Client-Server API, "m.room.power_levels"
 */
export function mayUpgradeRoom(state: readonly StateEvent[], userId: UserId): boolean {
	const levels = levelsIn(state);
	const forState = number(levels.state_default, defaults.state);
	return powerOf(state, userId) >= number(objectIn(levels.events)['m.room.tombstone'], forState);
}

function powerOf(state: readonly StateEvent[], userId: UserId): number {
	if (isPrivilegedCreator(state, userId)) {
		return Infinity;
	}
	const levels = levelsIn(state);
	return number(objectIn(levels.users)[userId], number(levels.users_default, 0));
}

/** Room version 12, "Privilege of room creators". */
function isPrivilegedCreator(state: readonly StateEvent[], userId: UserId): boolean {
	const create = state.find(({ type }) => type === 'm.room.create');
	if (!create || !(Number(create.content.room_version) >= FIRST_VERSION_WITH_PRIVILEGED_CREATORS)) {
		return false;
	}
	const { additional_creators: more } = create.content;
	return create.sender === userId || (Array.isArray(more) && more.includes(userId));
}

function levelsIn(state: readonly StateEvent[]): Readonly<Record<string, unknown>> {
	return (
		state.find(({ type, state_key }) => type === 'm.room.power_levels' && state_key === '')?.content ?? {}
	);
}

/** Old room versions allow numbers as strings. */
function number(value: unknown, otherwise: number): number {
	const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof read === 'number' && Number.isFinite(read) ? read : otherwise;
}
