export const roomRoles = ['owner', 'moderator', 'leader'] as const;

/** A role that a member has in a room of Rocket.Chat. A member may have several, or none. */
export type RoomRole = (typeof roomRoles)[number];

/** A role to give to a member, or to take away. */
export interface RoleChange {
	readonly role: RoomRole;
	readonly given: boolean;
}

/** The power levels that Matrix clients name administrator and moderator. Client-Server API, "m.room.power_levels". */
const OWNER_LEVEL = 100;
const MODERATOR_LEVEL = 50;

/**
 * @param userLevel the power level of members without a role
 * @returns the power level that a member with these roles gets on Matrix: never less than that of members without a role
 */
export function levelOfRoles(roles: readonly RoomRole[], userLevel = 0): number {
	if (roles.includes('owner')) {
		return Math.max(OWNER_LEVEL, userLevel);
	}
	return roles.length > 0 ? Math.max(MODERATOR_LEVEL, userLevel) : userLevel;
}

/** @returns whether a power level means the same in Rocket.Chat as these roles, so that nothing has to change */
export function isLevelOfRoles(level: number, roles: readonly RoomRole[]): boolean {
	return roleChanges(roles, level).length === 0;
}

/**
 * Finds what to change so that a member's roles fit a power level: from 100 on an owner, from 50 on a moderator or a leader,
 * below that neither. An owner keeps other roles, since Rocket.Chat lets people have several.
 * @param roles that the member has now
 */
export function roleChanges(roles: readonly RoomRole[], level: number): readonly RoleChange[] {
	const isOwner = roles.includes('owner');
	if (level >= OWNER_LEVEL) {
		return isOwner ? [] : [{ role: 'owner', given: true }];
	}
	const lost: readonly RoleChange[] = isOwner ? [{ role: 'owner', given: false }] : [];
	const others = roles.filter((role) => role !== 'owner');
	if (level >= MODERATOR_LEVEL) {
		// Given first: a room must always have somebody who may lead it.
		return others.length > 0 ? lost : [{ role: 'moderator', given: true }, ...lost];
	}
	return [...others.map((role) => ({ role, given: false })), ...lost];
}
