import type { Values } from '../../convert/changed-side';
import { roleChanges, type RoomRole } from '../../convert/roles';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { workspaceTexts, type TextKey } from '../../i18n';
import type { StateEvent } from '../../matrix/events';
import type { HomeserverError } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import { personOf } from '../../people/members/person';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';
import { stateLine } from './line';
import { tellRefusal, tellRefusalBy } from './tell-refusal';

/** The roles here, sorted and joined by commas, and the power level there. */
export type MemberRoles = Values<string, number>;

/** A federated room while its roles are compared. */
export interface ComparedRoles {
	readonly link: RoomLink;
	readonly room: RocketChatRoom;
	/** The creation and the power levels of the Matrix room. */
	readonly state: readonly StateEvent[];
	readonly rolesHere: ReadonlyMap<UserId, readonly RoomRole[]>;
	readonly by: RocketChatUser | undefined;
}

/** Roles that Matrix refuses, and the homeserver's answer if the power would suffice. */
interface RefusedRoles {
	readonly values: MemberRoles | undefined;
	readonly refusal: HomeserverError | undefined;
}

/**
 * Gives a member the roles of their level on Matrix again, and tells the person who has changed them.
 * @returns what both sides have now
 */
export async function undoRoles(
	bridge: ConfiguredBridge,
	compared: ComparedRoles,
	userId: UserId,
	{ values = { here: '', there: 0 }, refusal }: RefusedRoles,
): Promise<MemberRoles> {
	const here = await changeRoles(bridge, compared, userId, values.there);
	if (refusal) {
		await tellRefusalBy(bridge, compared, here !== undefined, refusal);
	} else {
		const told = here === undefined ? 'role_refused_kept' : 'role_refused_undone';
		await tellRefusal(bridge, compared, told, { user: await nameOf(bridge, userId) });
	}
	return { ...values, here: here ?? values.here };
}

/** Changes roles in Rocket.Chat as they were changed on Matrix, and says so. @returns what both sides have now */
export async function followRoles(
	bridge: ConfiguredBridge,
	compared: ComparedRoles,
	present: ReadonlyMap<UserId, MemberRoles>,
	changed: readonly UserId[],
): Promise<Record<UserId, MemberRoles>> {
	const { link, state } = compared;
	const event = state.find(({ type }) => type === 'm.room.power_levels');
	const text = workspaceTexts(bridge.workspace);
	const lines: string[] = [];
	const settled: Record<UserId, MemberRoles> = {};
	for (const userId of changed) {
		const values = present.get(userId) ?? { here: '', there: 0 };
		const here = await changeRoles(bridge, compared, userId, values.there);
		settled[userId] = { ...values, here: here ?? values.here };
		lines.push(`_${text(lineOf(values.there), { user: await nameOf(bridge, userId) })}_`);
	}
	await stateLine(bridge, link, event, lines.join('\n'));
	return settled;
}

function lineOf(level: number): TextKey {
	const [change] = roleChanges([], level);
	return change ? (change.role === 'owner' ? 'role_now_owner' : 'role_now_moderator') : 'role_now_none';
}

/** @returns the roles that the member has now; undefined if Rocket.Chat refuses them, or the app has no token */
async function changeRoles(
	{ restRooms, store, log }: ConfiguredBridge,
	{ link, room, rolesHere }: ComparedRoles,
	userId: UserId,
	level: number,
): Promise<string | undefined> {
	const roles = rolesHere.get(userId) ?? [];
	const user = await store.users.byMatrixId(userId);
	if (!user || !(await restRooms.isAvailable())) {
		return undefined;
	}
	try {
		let now = roles;
		for (const change of roleChanges(roles, level)) {
			await restRooms.changeRole(room, user.rocketChatId, change);
			now = change.given ? [...now, change.role] : now.filter((role) => role !== change.role);
		}
		return [...now].sort().join();
	} catch (error) {
		log.failure('a role does not follow Matrix', failureOf(error), { roomId: link.matrixId, userId });
		return undefined;
	}
}

/** @returns the name by which people in Rocket.Chat know somebody */
async function nameOf(bridge: ConfiguredBridge, userId: UserId): Promise<string> {
	const { isLocal, user } = await personOf(bridge, userId);
	return isLocal && user ? user.username : userId;
}
