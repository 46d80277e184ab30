import { objectIn } from '../convert/json';
import type { StateEvent } from './events';
import type { UserId } from './ids';

/** What takes a level of its own, with the level where the room does not say otherwise. */
const defaults = { redact: 50, room: 50 };

/** Room versions before this one list their creators among the users; from it on creators may do everything. */
const PRIVILEGED_CREATORS = 12;

/**
 * @param state of the room
 * @returns whether somebody may take back what others wrote. Client-Server API, "m.room.power_levels"
 */
export function mayRedact(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(levelsIn(state).redact, defaults.redact);
}

/**
 * @param state of the room
 * @returns whether somebody may mention everybody. Client-Server API, "m.room.power_levels"
 */
export function mayMentionRoom(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(objectIn(levelsIn(state).notifications).room, defaults.room);
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
	if (!create || !(Number(create.content.room_version) >= PRIVILEGED_CREATORS)) {
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

/** Old room versions allow numbers that are written as text. */
function number(value: unknown, otherwise: number): number {
	const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof read === 'number' && Number.isFinite(read) ? read : otherwise;
}
