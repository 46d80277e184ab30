import { memberAction } from '../../convert/member-action';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { FederationError } from '../../errors';
import { finalFailureOf } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatUser } from '../../rocketchat/entities';
import { isComparedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';
import { ensureGhost } from '../ghost';
import { roomMembers } from '../room-members';
import { isServerBlocked } from '../server-gate';
import { admitGhost } from './admit-ghost';
import { carryOut, type Cause } from './carry-out';
import { MAX_ADDED_IN_A_TURN, MAX_JOINED_AT_ONCE, MAX_SHOWN_EXTERNALS, showsNoMore } from './limits';
import { linkedPersonOf, needsGhost, personOf, type Person } from './person';
import { ghostsIn } from './reader';
import { closeRoomHere, isRoomGone, wasRemovedByOthers } from './room-gone';

/** What is known about a change of members that was heard of. */
export interface MemberHint extends Cause {
	/** The people whose membership may have changed; without it everybody is compared. */
	readonly only?: readonly UserId[];
	/**
	 * Whether a member of Rocket.Chat whose ghost has left by itself comes back on Matrix: they have left and come back here while the app
	 * ended. Otherwise the homeserver's administrator may be shutting the room down.
	 */
	readonly comesBack?: boolean;
}

/** Somebody with the sides on which they are a member. */
interface Compared extends Pick<Person, 'userId' | 'isLocal'> {
	readonly isHere: boolean;
	readonly isThere: boolean;
	/** The person, if they were looked up. Most have not changed, and need not be. */
	readonly person: Person | undefined;
}

/**
 * Gives both sides of a federated room the same members. Compares the members in Rocket.Chat and on Matrix with those that both
 * sides had when they agreed last. So it does not matter which changes the app has heard of, and a second run changes nothing more.
 * If the other side refuses a change, it is undone where it was made, and the person who made it reads why. Many changes are made
 * in several turns of the room's queue, so that messages in between do not wait for all of them.
 * @throws FederationError or HomeserverError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function reconcileMembers(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	hint: MemberHint = {},
): Promise<void> {
	for (let isDone = false; !isDone;) {
		isDone = await bridge.queues.run(`members ${roomId}`, 0, async () => {
			const link = await bridge.store.rooms.byMatrixId(roomId);
			return !link || !isComparedRoom(link) || (await reconcile(bridge, link, hint));
		});
	}
}

/** @returns whether everything is done; else there are more changes than are made in one turn */
async function reconcile(bridge: ConfiguredBridge, link: RoomLink, hint: MemberHint): Promise<boolean> {
	const { store, instances } = bridge;
	const agreed = await store.members.of(link.matrixId);
	const { reader, compared } = await compare(bridge, link, agreed, hint.only);
	const lost = compared.filter(({ isLocal, isHere, userId }) => isLocal && isHere && agreed.has(userId));
	const lostIds = lost.map(({ userId }) => userId);
	if (reader === undefined && (await isRoomGone(bridge, link.matrixId, lostIds))) {
		await closeRoomHere(bridge, link);
		return true;
	}
	const members = new Set(agreed);
	let isDone = true;
	const refused: FederationError[] = [];
	try {
		for (const { userId, ...one } of compared) {
			// Each turn adds so many members, so that the turns come to an end also if some changes are refused.
			isDone = members.size - agreed.size < MAX_ADDED_IN_A_TURN;
			if (!isDone) {
				break;
			}
			const action = memberAction({ ...one, wasMember: agreed.has(userId) });
			const hasLeftByItself =
				action === 'remove-here' &&
				one.isLocal &&
				!(await wasRemovedByOthers(bridge, link.matrixId, userId, reader));
			if (hasLeftByItself && hint.comesBack) {
				await comeBack(bridge, link, userId, reader);
			} else if (
				action &&
				!hasLeftByItself &&
				!(action === 'add-here' && isNotShown(bridge, userId, members))
			) {
				instances.requireOwned(link.matrixId);
				const person = one.person ?? (await linkedPersonOf(bridge, userId));
				const change = { link, reader, person, action, cause: hint };
				const outcome = await carryOut(bridge, change).catch(finalFailureOf);
				if (typeof outcome === 'boolean') {
					members[outcome ? 'add' : 'delete'](userId);
				} else {
					refused.push(outcome);
				}
			}
		}
	} finally {
		await store.members.save(link.matrixId, members);
	}
	const [first] = refused;
	if (first && isDone) {
		throw first;
	}
	return isDone;
}

/** Has a ghost join again. If the homeserver refuses that, its user stays a member here, and it is tried again when they write. */
async function comeBack(
	bridge: ConfiguredBridge,
	{ matrixId: roomId }: RoomLink,
	ghostId: UserId,
	reader: UserId | undefined,
): Promise<void> {
	try {
		bridge.instances.requireOwned(roomId);
		await admitGhost(bridge, roomId, ghostId, { reader });
	} catch (error) {
		bridge.log.failure('a ghost could not come back', finalFailureOf(error), { roomId, ghostId });
	}
}

/**
 * @returns whether a room does not show an external person: it shows so many that it does not show more without a need, or the
 * person's server is blocked
 */
function isNotShown(bridge: ConfiguredBridge, userId: UserId, members: ReadonlySet<UserId>): boolean {
	const isExternal = !isOwnMatrixUser(userId, bridge.configuration);
	return isExternal && (isServerBlocked(bridge, userId) || showsNoMore(bridge, members));
}

/** The people who are compared, and the ghost that has read the Matrix room; undefined if none is in it. */
interface Comparison {
	readonly reader: UserId | undefined;
	readonly compared: readonly Compared[];
}

/** @param only the people to look up; everybody is compared without it, or if no ghost can read the room */
async function compare(
	bridge: ConfiguredBridge,
	link: RoomLink,
	agreed: ReadonlySet<UserId>,
	only: readonly UserId[] | undefined,
): Promise<Comparison> {
	try {
		if (only) {
			return await lookUp(bridge, link, only, agreed);
		}
	} catch (error) {
		if (!isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			throw error;
		}
	}
	return everybody(bridge, link, agreed);
}

async function lookUp(
	bridge: ConfiguredBridge,
	link: RoomLink,
	userIds: readonly UserId[],
	agreed: ReadonlySet<UserId>,
): Promise<Comparison> {
	const ghosts = await ghostsIn(bridge, link);
	// Whoever was removed reads only what the room was like then.
	const reader = ghosts.find((ghostId) => !userIds.includes(ghostId)) ?? ghosts[0];
	const compared: Compared[] = [];
	for (const userId of userIds) {
		const person = await personOf(bridge, userId);
		const isHere =
			person.user !== undefined &&
			(!person.isLocal || person.user.isEnabled || agreed.has(userId)) &&
			(await bridge.people.roomIdsOf(person.user.id)).includes(link.rocketChatId);
		const isThere = reader !== undefined && (await isMemberThere(bridge, link.matrixId, reader, person));
		compared.push({ userId, isLocal: person.isLocal, isHere, isThere, person });
	}
	return { reader, compared };
}

/** Reads all members of both sides. Of a large room, only those whom Rocket.Chat shows are compared. */
async function everybody(
	bridge: ConfiguredBridge,
	link: RoomLink,
	agreed: ReadonlySet<UserId>,
): Promise<Comparison> {
	const { rocketChatId } = link;
	const { reader, joined, invited } = await readMembers(bridge, link);
	const isGhost = (userId: UserId) => isOwnMatrixUser(userId, bridge.configuration);
	const here = await roomMembers(bridge, rocketChatId);
	const known = (userId: UserId) => joined.has(userId) || agreed.has(userId);
	const local = await localMembers(bridge, here.local, known);
	const isLarge = [...joined.keys()].filter((userId) => !isGhost(userId)).length > MAX_SHOWN_EXTERNALS;
	const hereIds = new Set([...local.keys(), ...here.external]);
	const thereIds = new Set([...joined.keys(), ...invited.filter((userId) => !isGhost(userId))]);
	const shownIds = [...thereIds].filter((userId) => !isLarge || isGhost(userId));
	const compared: Compared[] = [];
	for (const userId of new Set([...hereIds, ...agreed, ...shownIds])) {
		if (reader === undefined && !isGhost(userId)) {
			continue; // nobody can read whether they are there
		}
		const user = local.get(userId);
		compared.push({
			...{ userId, isLocal: isGhost(userId) },
			...{ isHere: hereIds.has(userId), isThere: thereIds.has(userId) },
			person: user && { userId, isLocal: true, user },
		});
	}
	return { reader, compared };
}

/** Who is in a Matrix room, and the ghost that could read it. */
interface MembersThere {
	/** Undefined if no ghost is in the room; then nobody is known to be in it. */
	readonly reader: UserId | undefined;
	readonly joined: ReadonlyMap<UserId, unknown>;
	readonly invited: readonly UserId[];
}

async function readMembers(bridge: ConfiguredBridge, link: RoomLink): Promise<MembersThere> {
	const { homeserver } = bridge;
	for (const reader of await ghostsIn(bridge, link)) {
		try {
			const joined = await homeserver.joinedMembers(reader, link.matrixId);
			return { reader, joined, invited: await homeserver.invitedMembers(reader, link.matrixId) };
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
				throw error;
			}
		}
	}
	return { reader: undefined, joined: new Map(), invited: [] };
}

/**
 * @param isKnown whether a ghost is in the Matrix room, or was when both sides agreed last
 * @returns the local members whose ghosts are to be in the Matrix room, by the ids of the ghosts
 */
async function localMembers(
	bridge: ConfiguredBridge,
	members: readonly RocketChatUser[],
	isKnown: (ghostId: UserId) => boolean,
): Promise<ReadonlyMap<UserId, RocketChatUser>> {
	const { store, configuration } = bridge;
	const isLarge = members.length > MAX_JOINED_AT_ONCE;
	const active = members.filter(({ isEnabled }) => isEnabled);
	const found = new Map<UserId, RocketChatUser>();
	// Somebody whose account is deactivated is not there. Without anybody else, the ghosts stay: the app would lose the room.
	for (const member of active.length > 0 ? active : members) {
		const linked = (await store.users.byRocketChatId(member.id))?.matrixId;
		const ghostId = linked && isOwnMatrixUser(linked, configuration) ? linked : undefined;
		if (ghostId && isKnown(ghostId)) {
			found.set(ghostId, member);
		} else if (!isLarge && needsGhost(member)) {
			found.set(await ensureGhost(bridge, member), member);
		}
	}
	return found;
}

/**
 * @returns whether somebody has joined the Matrix room. An external person who is invited counts, too: Rocket.Chat has no members
 * who are only invited
 */
async function isMemberThere(
	{ homeserver }: ConfiguredBridge,
	roomId: RoomId,
	reader: UserId,
	{ userId, isLocal }: Person,
): Promise<boolean> {
	try {
		const membership = await homeserver.membership(reader, roomId, userId);
		return membership === 'join' || (membership === 'invite' && !isLocal);
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN') && reader === userId) {
			return false; // it was removed
		}
		throw error;
	}
}
