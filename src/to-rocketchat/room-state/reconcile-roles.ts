import { changedSide, type Values } from '../../convert/changed-side';
import {
	isLevelOfRoles,
	levelOfRoles,
	roleChanges,
	type RoleChange,
	type RoomRole,
} from '../../convert/roles';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf, withHostFailures } from '../../failure';
import { workspaceTexts, type TextKey } from '../../i18n';
import type { StateEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { mayChangePower, powerLevelsIn, powerOf, userLevelIn, withPower } from '../../matrix/power-levels';
import { personOf } from '../../people/members/person';
import { ghostsIn } from '../../people/members/reader';
import type { RocketChatRoom, RocketChatUser } from '../../rocketchat/entities';
import { isComparedRoom } from '../../store/links';
import type { AgreedRoles } from '../../store/room-agreements';
import type { RoomLink } from '../../store/store';
import { actorsIn, powerState, isOfApp } from './actors';
import { stateLine } from './line';
import { tellRefusal } from './tell-refusal';

/** A change of a role in Rocket.Chat that was heard of. */
export interface HeardRoleChange extends RoleChange {
	/** The local user who made it. */
	readonly by: RocketChatUser | undefined;
	/** Of whom the role is. */
	readonly username: string;
}

/** The roles here, sorted and joined by commas, and the power level there. */
type MemberRoles = Values<string, number>;

/** A federated room while its roles are compared. */
interface Compared {
	readonly link: RoomLink;
	readonly room: RocketChatRoom;
	/** The creation and the power levels of the Matrix room. */
	readonly state: readonly StateEvent[];
	readonly rolesHere: ReadonlyMap<UserId, readonly RoomRole[]>;
	readonly by: RocketChatUser | undefined;
}

/**
 * Gives the members of a federated room the same roles on both sides: an owner has power level 100, a moderator or leader 50.
 * Compares them with what both sides had when they agreed last, so it does not matter which changes the app has heard of, and
 * doing it twice has the effect of doing it once. If both sides were changed, what people on Matrix have set wins. What the
 * homeserver refuses is undone in Rocket.Chat, and told. Without the plan's feature nothing is changed on either side.
 * @param change what may differ; without it everybody's roles are compared
 * @throws FederationError or HomeserverError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function reconcileRoles(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	change?: HeardRoleChange,
): Promise<void> {
	await bridge.queues.run(`state ${roomId}`, 0, async () => {
		const link = await bridge.store.rooms.byMatrixId(roomId);
		if (!link || !isComparedRoom(link)) {
			return;
		}
		const refusal = await bridge.plan.refusal('role');
		if (refusal) {
			await tellRefusal(bridge, { link, by: change?.by }, refusal.text, refusal.parameters);
			return;
		}
		await reconcile(bridge, link, change);
	});
}

async function reconcile(
	bridge: ConfiguredBridge,
	link: RoomLink,
	change: HeardRoleChange | undefined,
): Promise<void> {
	const { store, rooms } = bridge;
	const [reader] = await ghostsIn(bridge, link);
	const room = await withHostFailures(() => rooms.byId(link.rocketChatId));
	if (!reader || !room) {
		return;
	}
	const state = await powerState(bridge, reader, link.matrixId);
	const rolesHere = await readRolesHere(bridge, link);
	const compared: Compared = { link, room, state, by: change?.by, rolesHere };
	const { roles: agreed } = await store.agreements.of(link.matrixId);
	const all = await rolesOf(bridge, compared, agreed);
	const present = change ? await onlyChanged(bridge, compared, all, change) : all;
	const userLevel = userLevelIn(powerLevelsIn(state));
	const none: MemberRoles = { here: '', there: userLevel };
	// Levels that the app itself has sent are older than roles that differ here: it ended before it stored that both sides agree.
	const levels = state.find(({ type }) => type === 'm.room.power_levels');
	const winner = isOfApp(bridge, levels) ? 'here' : 'there';
	const settled: Record<UserId, MemberRoles> = {};
	const toMatrix: UserId[] = [];
	const toRocketChat: UserId[] = [];
	for (const [userId, values] of present) {
		const isSame = isLevelOfRoles(values.there, compared.rolesHere.get(userId) ?? []);
		const side = isSame ? undefined : changedSide<string, number>(agreed[userId] ?? none, values, winner);
		settled[userId] = values;
		if (side) {
			(side === 'here' ? toMatrix : toRocketChat).push(userId);
		}
	}
	if (toMatrix.length > 0) {
		Object.assign(settled, await sendRoles(bridge, compared, present, toMatrix));
	}
	if (toRocketChat.length > 0) {
		Object.assign(settled, await followRoles(bridge, compared, present, toRocketChat));
	}
	const isUsual = (values?: MemberRoles) => values?.here === '' && values.there === userLevel;
	const known = { ...(change ? agreed : {}), ...settled };
	const kept = Object.fromEntries(Object.entries(known).filter(([, values]) => !isUsual(values)));
	if (JSON.stringify(kept) !== JSON.stringify(agreed)) {
		await store.agreements.change(link.matrixId, { roles: kept });
	}
}

/** @returns the roles of members in Rocket.Chat, by their Matrix ids */
async function readRolesHere(
	{ rooms, store }: ConfiguredBridge,
	{ rocketChatId }: RoomLink,
): Promise<ReadonlyMap<UserId, readonly RoomRole[]>> {
	const found = new Map<UserId, readonly RoomRole[]>();
	for (const [userId, roles] of await withHostFailures(() => rooms.rolesOf(rocketChatId))) {
		const link = await store.users.byRocketChatId(userId);
		if (link) {
			found.set(link.matrixId, roles);
		}
	}
	return found;
}

/** @returns the roles on both sides of every member who has any, or had any */
async function rolesOf(
	{ store }: ConfiguredBridge,
	{ link, state, rolesHere }: Compared,
	agreed: AgreedRoles,
): Promise<ReadonlyMap<UserId, MemberRoles>> {
	const members = await store.members.of(link.matrixId);
	const found = new Map<UserId, MemberRoles>();
	for (const userId of [...members].sort()) {
		const values: MemberRoles = {
			here: [...(rolesHere.get(userId) ?? [])].sort().join(),
			// JSON has no infinity, which is the power of the creators of a room of version 12.
			there: Math.min(powerOf(state, userId), Number.MAX_SAFE_INTEGER),
		};
		const isUsual = values.here === '' && values.there === userLevelIn(powerLevelsIn(state));
		if (!isUsual || agreed[userId]) {
			found.set(userId, values);
		}
	}
	return found;
}

/**
 * @returns the roles of the member whom a change is about; of nobody if they were changed again since, which a later message says,
 * perhaps of somebody else
 */
async function onlyChanged(
	{ people, store }: ConfiguredBridge,
	{ rolesHere }: Compared,
	all: ReadonlyMap<UserId, MemberRoles>,
	{ username, role, given }: HeardRoleChange,
): Promise<ReadonlyMap<UserId, MemberRoles>> {
	const user = await withHostFailures(() => people.byUsername(username));
	const { matrixId } = (user && (await store.users.byRocketChatId(user.id))) ?? {};
	const values = matrixId && all.get(matrixId);
	const isAsSaid = matrixId && (rolesHere.get(matrixId) ?? []).includes(role) === given;
	return new Map(values && isAsSaid ? [[matrixId, values]] : []);
}

/** Sends roles to Matrix, all in one event. @returns what both sides have now */
async function sendRoles(
	bridge: ConfiguredBridge,
	compared: Compared,
	present: ReadonlyMap<UserId, MemberRoles>,
	changed: readonly UserId[],
): Promise<Record<UserId, MemberRoles>> {
	const { link, state, rolesHere, by } = compared;
	const before = powerLevelsIn(state);
	const userLevel = userLevelIn(before);
	const levelOf = (userId: UserId) => levelOfRoles(rolesHere.get(userId) ?? [], userLevel);
	const actor = await actorsIn(bridge, link, by, (_, ghostId) =>
		changed.every((userId) => mayChangePower(state, ghostId, userId, levelOf(userId))),
	);
	const permitted = changed.filter((userId) => mayChangePower(state, actor, userId, levelOf(userId)));
	const settled: Record<UserId, MemberRoles> = {};
	const refused = changed.filter((userId) => !permitted.includes(userId));
	if (permitted.length > 0) {
		const content = permitted.reduce(
			(levels, userId) => withPower(levels, userId, levelOf(userId)),
			before,
		);
		try {
			await bridge.homeserver.sendState(actor, link.matrixId, 'm.room.power_levels', content);
			for (const userId of permitted) {
				settled[userId] = { here: present.get(userId)?.here ?? '', there: levelOf(userId) };
			}
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN')) {
				throw error;
			}
			refused.push(...permitted);
		}
	}
	for (const userId of refused) {
		settled[userId] = await undo(bridge, compared, userId, present.get(userId));
	}
	return settled;
}

/**
 * Gives a member the roles of their level on Matrix again, and tells the person who has changed them.
 * @returns what both sides have now
 */
async function undo(
	bridge: ConfiguredBridge,
	compared: Compared,
	userId: UserId,
	values: MemberRoles = { here: '', there: 0 },
): Promise<MemberRoles> {
	const here = await changeRoles(bridge, compared, userId, values.there);
	const told = here === undefined ? 'role_refused_kept' : 'role_refused_undone';
	await tellRefusal(bridge, compared, told, { user: await nameOf(bridge, userId) });
	return { ...values, here: here ?? values.here };
}

/** Changes roles in Rocket.Chat as they were changed on Matrix, and says so. @returns what both sides have now */
async function followRoles(
	bridge: ConfiguredBridge,
	compared: Compared,
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
	{ link, room, rolesHere }: Compared,
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
