import type { ConfiguredBridge } from '../../configured-bridge';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';
import { ensureGhost } from '../ghost';
import { roomMembers } from '../room-members';
import { MAX_JOINED_AT_ONCE, MAX_SHOWN_EXTERNALS } from './limits';
import { needsGhost, personOf, type Person } from './person';
import { ghostsIn, readAsFirst } from './reader';

/** Somebody with the sides on which they are a member. */
export interface PresentMember extends Pick<Person, 'userId' | 'isLocal'> {
	readonly isHere: boolean;
	readonly isThere: boolean;
	/** The person, if they were looked up. Most have not changed, and need not be. */
	readonly person: Person | undefined;
}

/** Who is in a room on either side, and the ghost that has read the Matrix room; undefined if none is in it. */
interface PresentMembers {
	readonly reader: UserId | undefined;
	readonly present: readonly PresentMember[];
}

/**
 * Finds out who is a member of a federated room at present, in Rocket.Chat and on Matrix.
 * @param agreed the members when both sides agreed last
 * @param only the people to look up; everybody without it, or if no ghost can read the room
 * @throws HomeserverError, or what the host throws
 */
export async function presentMembers(
	bridge: ConfiguredBridge,
	link: RoomLink,
	agreed: ReadonlySet<UserId>,
	only: readonly UserId[] | undefined,
): Promise<PresentMembers> {
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
): Promise<PresentMembers> {
	const ghosts = await ghostsIn(bridge, link);
	// Whoever was removed reads only what the room was like then.
	const reader = ghosts.find((ghostId) => !userIds.includes(ghostId)) ?? ghosts[0];
	const present: PresentMember[] = [];
	for (const userId of userIds) {
		const person = await personOf(bridge, userId);
		const isHere =
			person.user !== undefined &&
			(!person.isLocal || person.user.isEnabled || agreed.has(userId)) &&
			(await bridge.people.isMemberOf(person.user.id, link.rocketChatId));
		const isThere = reader !== undefined && (await isMemberThere(bridge, link.matrixId, reader, person));
		present.push({ userId, isLocal: person.isLocal, isHere, isThere, person });
	}
	return { reader, present };
}

/** Reads all members of both sides. Of a large room, only those whom Rocket.Chat shows are compared. */
async function everybody(
	bridge: ConfiguredBridge,
	link: RoomLink,
	agreed: ReadonlySet<UserId>,
): Promise<PresentMembers> {
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
	const begun = (await bridge.store.members.movesOf(link.matrixId)).keys();
	const present: PresentMember[] = [];
	for (const userId of new Set([...hereIds, ...agreed, ...begun, ...shownIds])) {
		if (reader === undefined && !isGhost(userId)) {
			continue; // nobody can read whether they are there
		}
		const user = local.get(userId);
		present.push({
			...{ userId, isLocal: isGhost(userId) },
			...{ isHere: hereIds.has(userId), isThere: thereIds.has(userId) },
			person: user && { userId, isLocal: true, user },
		});
	}
	return { reader, present };
}

/** Who is in a Matrix room, and the ghost that could read it. */
interface MembersThere {
	/** Undefined if no ghost is in the room; then nobody is known to be in it. */
	readonly reader: UserId | undefined;
	readonly joined: ReadonlyMap<UserId, unknown>;
	readonly invited: readonly UserId[];
}

async function readMembers(bridge: ConfiguredBridge, link: RoomLink): Promise<MembersThere> {
	const { members } = bridge.homeserver;
	const found = await readAsFirst(await ghostsIn(bridge, link), async (reader) => ({
		reader,
		joined: await members.joinedMembers(reader, link.matrixId),
		invited: await members.invitedMembers(reader, link.matrixId),
	}));
	return found ?? { reader: undefined, joined: new Map(), invited: [] };
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
		const membership = await homeserver.members.membership(reader, roomId, userId);
		return membership === 'join' || (membership === 'invite' && !isLocal);
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN') && reader === userId) {
			return false; // it was removed
		}
		throw error;
	}
}
