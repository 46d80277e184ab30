import { changedSide } from '../../convert/changed-side';
import { isLevelOfRoles, levelOfRoles, type RoleChange, type RoomRole } from '../../convert/roles';
import type { ConfiguredBridge } from '../../configured-bridge';
import { isRefusal, withHostFailures } from '../../failure';
import { isErrcode, type HomeserverError } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import {
	mayChangePower,
	powerfulIn,
	powerLevelsIn,
	storablePowerOf,
	userLevelIn,
	withPower,
} from '../../matrix/power-levels';
import { ghostsIn } from '../../people/members/reader';
import type { RocketChatUser } from '../../rocketchat/entities';
import { isComparedRoom } from '../../store/links';
import type { AgreedRoles } from '../../store/room-agreements';
import type { RoomLink } from '../../store/store';
import { actorIn, powerState, isOfApp } from './actors';
import { followRoles, undoRoles, type ComparedRoles, type MemberRoles } from './follow-roles';
import { tellRefusal } from './tell-refusal';

/** A change of a role in Rocket.Chat that was heard of. */
interface HeardRoleChange extends RoleChange {
	/** The local user who made it. */
	readonly by: RocketChatUser | undefined;
	/** Of whom the role is. */
	readonly username: string;
}

/** Somebody who has become a member, and whose roles may differ. */
interface Newcomer {
	readonly whose: UserId;
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
	change?: HeardRoleChange | Newcomer,
): Promise<void> {
	await bridge.queues.run(`state ${roomId}`, 0, async () => {
		const link = await bridge.store.rooms.byMatrixId(roomId);
		if (!link || !isComparedRoom(link)) {
			return;
		}
		const refusal = await bridge.plan.refusal('role');
		if (refusal) {
			await tellRefusal(bridge, { link, by: authorOf(change) }, refusal.text, refusal.parameters);
			return;
		}
		await reconcile(bridge, link, change);
	});
}

async function reconcile(
	bridge: ConfiguredBridge,
	link: RoomLink,
	change: HeardRoleChange | Newcomer | undefined,
): Promise<void> {
	const { store, rooms } = bridge;
	const [reader] = await ghostsIn(bridge, link);
	const room = await withHostFailures(() => rooms.byId(link.rocketChatId));
	if (!reader || !room) {
		return;
	}
	const state = await powerState(bridge, reader, link.matrixId);
	const rolesHere = await readRolesHere(bridge, link);
	const compared: ComparedRoles = { link, room, state, by: authorOf(change), rolesHere };
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
		const before = agreed[userId] ?? none;
		const side = isSame ? undefined : changedSide<string, number>(before, values, winner);
		const isGone = side === 'here' && values.here === '' && !(await isMemberHere(bridge, link, userId));
		settled[userId] = isGone ? before : values;
		if (side && !isGone) {
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
	const withRoles = Object.keys(kept) as UserId[];
	store.agreements.noteDistinguished(link.matrixId, [...withRoles, ...powerfulIn(state)]);
}

/**
 * Somebody who leaves loses their roles here, as everybody does when the room is deleted. That takes no power from them on Matrix:
 * their ghost leaves, and it may need the power to end the Matrix room.
 */
async function isMemberHere(
	{ store, people }: ConfiguredBridge,
	{ rocketChatId }: RoomLink,
	userId: UserId,
): Promise<boolean> {
	const user = await store.users.byMatrixId(userId);
	return user !== undefined && (await people.isMemberOf(user.rocketChatId, rocketChatId));
}

function authorOf(change: HeardRoleChange | Newcomer | undefined): RocketChatUser | undefined {
	return change && 'by' in change ? change.by : undefined;
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
	{ link, state, rolesHere }: ComparedRoles,
	agreed: AgreedRoles,
): Promise<ReadonlyMap<UserId, MemberRoles>> {
	const members = await store.members.of(link.matrixId);
	const found = new Map<UserId, MemberRoles>();
	for (const userId of [...members].sort()) {
		const values: MemberRoles = {
			here: [...(rolesHere.get(userId) ?? [])].sort().join(),
			there: storablePowerOf(state, userId),
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
	{ rolesHere }: ComparedRoles,
	all: ReadonlyMap<UserId, MemberRoles>,
	change: HeardRoleChange | Newcomer,
): Promise<ReadonlyMap<UserId, MemberRoles>> {
	if ('whose' in change) {
		const { whose } = change;
		const values = all.get(whose);
		return new Map(values && [[whose, values]]);
	}
	const { username, role, given } = change;
	const user = await withHostFailures(() => people.byUsername(username));
	const { matrixId } = (user && (await store.users.byRocketChatId(user.id))) ?? {};
	const values = matrixId && all.get(matrixId);
	const isAsSaid = matrixId && (rolesHere.get(matrixId) ?? []).includes(role) === given;
	return new Map(values && isAsSaid ? [[matrixId, values]] : []);
}

/** Sends roles to Matrix, all in one event. @returns what both sides have now */
async function sendRoles(
	bridge: ConfiguredBridge,
	compared: ComparedRoles,
	present: ReadonlyMap<UserId, MemberRoles>,
	changed: readonly UserId[],
): Promise<Record<UserId, MemberRoles>> {
	const { link, state, rolesHere, by } = compared;
	const before = powerLevelsIn(state);
	const userLevel = userLevelIn(before);
	const levelOf = (userId: UserId) => levelOfRoles(rolesHere.get(userId) ?? [], userLevel);
	const actor = await actorIn(bridge, link, by, (_, ghostId) =>
		changed.every((userId) => mayChangePower(state, ghostId, userId, levelOf(userId))),
	);
	const permitted = changed.filter((userId) => mayChangePower(state, actor, userId, levelOf(userId)));
	const settled: Record<UserId, MemberRoles> = {};
	const refused = changed.filter((userId) => !permitted.includes(userId));
	let refusal: HomeserverError | undefined;
	if (permitted.length > 0) {
		const content = permitted.reduce(
			(levels, userId) => withPower(levels, userId, levelOf(userId)),
			before,
		);
		try {
			await bridge.homeserver.rooms.sendState(actor, link.matrixId, 'm.room.power_levels', content);
			for (const userId of permitted) {
				settled[userId] = { here: present.get(userId)?.here ?? '', there: levelOf(userId) };
			}
		} catch (error) {
			if (!isRefusal(error)) {
				throw error;
			}
			refusal = error;
			refused.push(...permitted);
		}
	}
	for (const userId of refused) {
		const isUnusual = permitted.includes(userId) && !isErrcode(refusal, 'M_FORBIDDEN');
		settled[userId] = await undoRoles(bridge, compared, userId, {
			values: present.get(userId),
			refusal: isUnusual ? refusal : undefined,
		});
	}
	return settled;
}
