import { isJsonObject, objectIn, type JsonObject } from '../convert/json';
import type { StateEvent } from './events';
import { parseUserId, type UserId } from './ids';

/** Content of `m.room.power_levels`. Client-Server API, "m.room.power_levels". */
type PowerLevels = JsonObject;

/** The power levels that actions need if the room does not say otherwise. */
const defaults = { redact: 50, room: 50, state: 50, invite: 0 };

/** The level of somebody who created a room that has no power levels yet. */
const CREATOR_LEVEL = 100;

/** The level that messages need in a read-only room. */
const READ_ONLY_LEVEL = 50;

/** From this room version on, the creators of a room may do everything and are not listed in its power levels. */
const FIRST_VERSION_WITH_PRIVILEGED_CREATORS = 12;

/**
 * @param state of the room
 * @returns whether a user may redact messages of others. Client-Server API, "m.room.power_levels"
 */
export function mayRedact(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(powerLevelsIn(state).redact, defaults.redact);
}

/**
 * @param state of the room
 * @returns whether a user may mention the whole room. Client-Server API, "m.room.power_levels"
 */
export function mayMentionRoom(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(objectIn(powerLevelsIn(state).notifications).room, defaults.room);
}

/**
 * @param state of the room
 * @returns whether a user may replace the room by another. Client-Server API, "m.room.power_levels"
 */
export function mayUpgradeRoom(state: readonly StateEvent[], userId: UserId): boolean {
	return mayChangeState(state, userId, 'm.room.tombstone');
}

/**
 * @param state of the room
 * @returns whether a user may invite others. Client-Server API, "m.room.power_levels"
 */
export function mayInvite(state: readonly StateEvent[], userId: UserId): boolean {
	return powerOf(state, userId) >= number(powerLevelsIn(state).invite, defaults.invite);
}

/**
 * @param state of the room
 * @param type of a state event
 * @returns whether a user may send it. Client-Server API, "m.room.power_levels"
 */
export function mayChangeState(state: readonly StateEvent[], userId: UserId, type: string): boolean {
	const levels = powerLevelsIn(state);
	const forState = number(levels.state_default, defaults.state);
	return powerOf(state, userId) >= number(objectIn(levels.events)[type], forState);
}

/**
 * Whether somebody may give somebody else a power level: nobody above or equal to themselves can be changed, and nobody can
 * be raised above oneself. Room version 12, "Authorization rules", rule 10.
 * @param level that the other person gets
 */
export function mayChangePower(
	state: readonly StateEvent[],
	userId: UserId,
	other: UserId,
	level: number,
): boolean {
	const power = powerOf(state, userId);
	return (
		mayChangeState(state, userId, 'm.room.power_levels') &&
		level <= power &&
		(other === userId || powerOf(state, other) < power) &&
		powerOf(state, other) !== Infinity
	);
}

/** @returns the power of a user; `Infinity` for a creator of a room of version 12 */
export function powerOf(state: readonly StateEvent[], userId: UserId): number {
	if (isPrivilegedCreator(state, userId)) {
		return Infinity;
	}
	const levels = powerLevelsIn(state);
	return number(objectIn(levels.users)[userId], userLevelIn(levels));
}

/** @returns the power of a user as it can be stored: JSON has no infinity */
export function storablePowerOf(state: readonly StateEvent[], userId: UserId): number {
	return Math.min(powerOf(state, userId), Number.MAX_SAFE_INTEGER);
}

/**
 * @param state the creation and the power levels of the room
 * @returns the users with more power than everybody has, the most powerful first; they need not be members any more
 */
export function powerfulIn(state: readonly StateEvent[]): UserId[] {
	const levels = powerLevelsIn(state);
	const create = state.find(({ type }) => type === 'm.room.create');
	const more = create?.content.additional_creators;
	const named = [create?.sender, ...(Array.isArray(more) ? (more as unknown[]) : [])];
	const listed = new Set([...named, ...Object.keys(objectIn(levels.users))].map(parseUserId));
	return [...listed]
		.filter((userId) => userId !== undefined)
		.filter((userId) => powerOf(state, userId) > userLevelIn(levels))
		.sort((a, b) => powerOf(state, b) - powerOf(state, a));
}

/** @returns the level of everybody who is not listed */
export function userLevelIn(levels: PowerLevels): number {
	return number(levels.users_default, 0);
}

/**
 * @param state of the room
 * @returns the content of the room's power levels. A room without that event has a creator with level 100 until version 11
 */
export function powerLevelsIn(state: readonly StateEvent[]): PowerLevels {
	const event = state.find(({ type, state_key }) => type === 'm.room.power_levels' && state_key === '');
	const create = state.find(({ type }) => type === 'm.room.create');
	if (event || !create || hasPrivilegedCreators(create)) {
		return event?.content ?? {};
	}
	return { users: { [create.sender]: CREATOR_LEVEL } };
}

/**
 * @param level of the user; if it is that of everybody, the user is not listed any more
 * @returns the power levels with another level of one user, and everything else as it was
 */
export function withPower(levels: PowerLevels, userId: UserId, level: number): PowerLevels {
	const present = withNumbers(levels);
	const others = Object.fromEntries(
		Object.entries(objectIn(present.users)).filter(([id]) => id !== userId),
	);
	return {
		...present,
		users: level === userLevelIn(levels) ? others : { ...others, [userId]: level },
	};
}

/** @returns whether people without a level of their own cannot write messages */
export function isReadOnly(levels: PowerLevels): boolean {
	const forMessages = objectIn(levels.events)['m.room.message'];
	return number(forMessages, number(levels.events_default, 0)) > userLevelIn(levels);
}

/**
 * @returns the power levels of a room in which only people from level 50 on write messages, or everybody does, and
 * everything else as it was
 */
export function withReadOnly(levels: PowerLevels, readOnly: boolean): PowerLevels {
	const everybody = userLevelIn(levels);
	const level = readOnly ? Math.max(READ_ONLY_LEVEL, everybody + 1) : Math.min(0, everybody);
	const present = withNumbers(levels);
	const events = objectIn(present.events);
	return {
		...present,
		events_default: level,
		...('m.room.message' in events && { events: { ...events, 'm.room.message': level } }),
	};
}

/** Room version 12, "Privilege of room creators". */
function isPrivilegedCreator(state: readonly StateEvent[], userId: UserId): boolean {
	const create = state.find(({ type }) => type === 'm.room.create');
	if (!create || !hasPrivilegedCreators(create)) {
		return false;
	}
	const { additional_creators: more } = create.content;
	return create.sender === userId || (Array.isArray(more) && more.includes(userId));
}

function hasPrivilegedCreators({ content }: StateEvent): boolean {
	return Number(content.room_version) >= FIRST_VERSION_WITH_PRIVILEGED_CREATORS;
}

/** The fields of power levels that are numbers, and those that have numbers by a user's id, an event's type or the like. */
const numberFields = ['ban', 'events_default', 'invite', 'kick', 'redact', 'state_default', 'users_default'];
const tableFields = ['events', 'notifications', 'users'];

/**
 * @returns power levels without numbers as strings, which rooms of old versions may have and homeservers do not take any more:
 * Synapse refuses the whole event with M_BAD_JSON
 */
function withNumbers(levels: PowerLevels): PowerLevels {
	const read = (value: unknown) => (isNumberInText(value) ? Number(value) : value);
	return Object.fromEntries(
		Object.entries(levels).map(([field, value]) => {
			if (tableFields.includes(field) && isJsonObject(value)) {
				return [
					field,
					Object.fromEntries(Object.entries(value).map(([key, each]) => [key, read(each)])),
				];
			}
			return [field, numberFields.includes(field) ? read(value) : value];
		}),
	);
}

/** Room version 1, "Authorization rules": a decimal number, also with white space around it. */
function isNumberInText(value: unknown): value is string {
	return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value);
}

/** Old room versions allow numbers as strings. */
function number(value: unknown, otherwise: number): number {
	const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof read === 'number' && Number.isFinite(read) ? read : otherwise;
}
