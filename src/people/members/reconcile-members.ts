import { memberAction, type MemberAction, type Side } from '../../convert/member-action';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { FederationError } from '../../errors';
import { finalFailureOf, withHostFailures } from '../../failure';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { isComparedRoom } from '../../store/links';
import type { Move } from '../../store/room-members';
import type { RoomLink } from '../../store/store';
import { isServerBlocked } from '../server-gate';
import { admitGhost } from './admit-ghost';
import { carryOut, type Cause } from './carry-out';
import { MAX_ADDED_IN_A_TURN, showsNoMore } from './limits';
import { linkedPersonOf } from './person';
import { presentMembers, type PresentMember } from './present-members';
import { wasEndedSince, wasRemovedByOthers } from './ended-membership';
import { closeRoomHere, isRoomGone } from './room-gone';

/** What is known about a change of members that was heard of. */
export interface MemberHint extends Cause {
	/** The people whose membership may have changed; without it everybody is compared. */
	readonly only?: readonly UserId[];
	/**
	 * Whether a member of Rocket.Chat whose ghost has left by itself comes back on Matrix: they have left and come back here while
	 * the app ended. Otherwise the homeserver's administrator may be shutting the room down.
	 */
	readonly comesBack?: boolean;
	/** Whether somebody else has added or removed the person in Rocket.Chat. The app does not do that in somebody's name. */
	readonly isDoneHere?: boolean;
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
	const { store } = bridge;
	const agreed = await store.members.of(link.matrixId);
	const moves = await store.members.movesOf(link.matrixId);
	const { reader, present } = await presentMembers(bridge, link, agreed, hint.only);
	if (!hint.only && (await isDeletedHere(bridge, link, present))) {
		return true;
	}
	const lost = present.filter(({ isLocal, isHere, userId }) => isLocal && isHere && agreed.has(userId));
	const lostIds = lost.map(({ userId }) => userId);
	if (reader === undefined && (await isRoomGone(bridge, link.matrixId, lostIds))) {
		await closeRoomHere(bridge, link);
		return true;
	}
	const members = new Set(agreed);
	const settled = new Map<UserId, boolean>();
	const refused: FederationError[] = [];
	let isDone = true;
	try {
		for (const one of present) {
			// Each turn adds so many members, so that the turns come to an end also if some changes are refused.
			isDone = members.size - agreed.size < MAX_ADDED_IN_A_TURN;
			if (!isDone) {
				break;
			}
			const outcome = await settle(bridge, { link, reader, agreed, moves, members, hint }, one);
			if (typeof outcome === 'boolean') {
				settled.set(one.userId, outcome);
				members[outcome ? 'add' : 'delete'](one.userId);
			} else if (outcome) {
				refused.push(outcome);
			}
		}
	} finally {
		await store.members.settle(link.matrixId, settled);
	}
	const [first] = refused;
	if (first && isDone) {
		throw first;
	}
	return isDone;
}

/**
 * Rocket.Chat deletes the members of a room before the room itself. The ghosts of a deleted room are needed on Matrix until
 * `endRooms` has ended it there, so nobody leaves because of that. The room is looked at after its members, and not before them: it
 * may be deleted in between.
 */
async function isDeletedHere(
	{ rooms }: ConfiguredBridge,
	{ rocketChatId }: RoomLink,
	present: readonly PresentMember[],
): Promise<boolean> {
	const isEmpty = present.every(({ isHere }) => !isHere);
	return isEmpty && !(await withHostFailures(() => rooms.byId(rocketChatId)));
}

/** A turn in which the members of a room are compared. */
interface Turn {
	readonly link: RoomLink;
	readonly reader: UserId | undefined;
	/** The members when both sides agreed last, and with what this turn has changed. */
	readonly agreed: ReadonlySet<UserId>;
	readonly members: ReadonlySet<UserId>;
	/** The changes that were begun and not settled. */
	readonly moves: ReadonlyMap<UserId, Move>;
	readonly hint: MemberHint;
}

/**
 * Brings the sides into line about one person.
 * @returns whether the person is a member of both sides now; undefined if there is nothing to do; the failure if it would come again
 * and concerns this person only, so that it does not hold up the others
 * @throws FederationError any other failure
 */
async function settle(
	bridge: ConfiguredBridge,
	{ link, reader, agreed, moves, members, hint }: Turn,
	one: PresentMember,
): Promise<boolean | FederationError | undefined> {
	const { userId, isLocal } = one;
	const { matrixId: roomId } = link;
	const move = moves.get(userId);
	const begunFrom = move && (await sideThatCounts(bridge, { link, reader, hint }, one, move));
	const action = memberAction({ ...one, wasMember: agreed.has(userId), begunFrom });
	if (!action || (action === 'add-here' && isNotShown(bridge, userId, members))) {
		return undefined;
	}
	const isLocalLoss = action === 'remove-here' && isLocal;
	if (isLocalLoss && !(await wasRemovedByOthers(bridge, roomId, userId, reader))) {
		await (hint.comesBack && comeBack(bridge, link, userId, reader));
		return undefined;
	}
	bridge.instances.requireOwned(roomId);
	const madeOn = sideOf(action);
	if (madeOn) {
		await bridge.store.members.begin(roomId, userId, madeOn);
	}
	const person = one.person ?? (await linkedPersonOf(bridge, userId));
	return carryOut(bridge, { link, reader, person, action, cause: hint }).catch(finalFailureOf);
}

/**
 * @returns the side that counts about somebody of whom a change was begun: the one on which it was made. But if the app was adding
 * them on one side, and somebody has removed them there since, that counts
 */
async function sideThatCounts(
	bridge: ConfiguredBridge,
	{ link, reader, hint }: Pick<Turn, 'link' | 'reader' | 'hint'>,
	{ userId, isHere, isThere }: PresentMember,
	{ madeOn, begunAt }: Move,
): Promise<Side> {
	if (madeOn === 'there') {
		return hint.isDoneHere ? 'here' : 'there';
	}
	const isAdded = isHere && !isThere;
	return isAdded && (await wasEndedSince(bridge, link.matrixId, userId, { reader, since: begunAt }))
		? 'there'
		: 'here';
}

/** @returns the side on which the change was made that is to be made on the other; undefined if both sides have it already */
function sideOf(action: MemberAction): Side | undefined {
	switch (action) {
		case 'agree':
		case 'forget':
			return undefined;
		case 'add-here':
		case 'remove-here':
			return 'there';
		case 'add-there':
		case 'remove-there':
			return 'here';
	}
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
