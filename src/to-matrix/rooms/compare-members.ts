import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RoomId, UserId } from '../../matrix/ids';
import { ensureGhost } from '../../people/ghost';
import { needsGhost } from '../../people/members/person';
import { reconcileMembers } from '../../people/members/reconcile-members';
import { isFederatedRoom } from '../../store/links';
import type { MemberHint } from '../../store/member-hints';
import type { RoomProgress } from '../../store/room-progress';
import { settleRolesOfNewcomer } from '../../to-rocketchat/room-state/newcomer';
import { isTemporary } from '../delivery';

/**
 * Gives both sides of a federated room the same members: those of whom a hook of Rocket.Chat has told, and everybody after a start
 * of the app or when that was asked for. Does nothing for a direct message.
 * @param isFirst whether the room was not compared yet since the app started
 * @throws FederationError if the homeserver or the host cannot be used; it is to be called again then
 */
export async function compareMembers(
	bridge: ConfiguredBridge,
	{ roomId, matrixRoomId }: Pick<RoomProgress, 'roomId' | 'matrixRoomId'>,
	isFirst: boolean,
): Promise<void> {
	const { store, staleMembers, freshMembers } = bridge;
	const link = await store.rooms.byMatrixId(matrixRoomId);
	if (!link || !isFederatedRoom(link)) {
		return;
	}
	for (const hint of await store.memberHints.ofRoom(roomId)) {
		await store.memberHints.remove(hint); // first: another one may come meanwhile
		await unlessRefused(bridge, matrixRoomId, () => compareOne(bridge, matrixRoomId, hint)).catch(
			async (error: unknown) => {
				await store.memberHints.add(hint);
				throw error;
			},
		);
	}
	const isCompared = isFirst && freshMembers.delete(matrixRoomId);
	if ((isFirst && !isCompared) || staleMembers.has(matrixRoomId)) {
		staleMembers.add(matrixRoomId); // until it is done
		await unlessRefused(bridge, matrixRoomId, () =>
			reconcileMembers(bridge, matrixRoomId, { comesBack: isFirst }),
		);
		staleMembers.delete(matrixRoomId);
	}
}

async function compareOne(bridge: ConfiguredBridge, roomId: RoomId, hint: MemberHint): Promise<void> {
	const userId = await matrixIdOf(bridge, hint);
	if (userId) {
		const wasMember = (await bridge.store.members.of(roomId)).has(userId);
		const by = hint.byId && (await bridge.people.byId(hint.byId));
		await reconcileMembers(bridge, roomId, {
			only: [userId],
			comesBack: true,
			...(by && { by, isDoneHere: true }),
		});
		if (!wasMember) {
			await settleRolesOfNewcomer(bridge, roomId, userId);
		}
	}
}

/** @returns undefined for somebody who has no ghost and needs none */
async function matrixIdOf(
	bridge: ConfiguredBridge,
	{ userId, roomId }: MemberHint,
): Promise<UserId | undefined> {
	const { store, people } = bridge;
	const linked = await store.users.byRocketChatId(userId);
	if (linked) {
		return linked.matrixId;
	}
	const user = await people.byId(userId);
	const isMember = user && needsGhost(user) && (await people.isMemberOf(userId, roomId));
	return isMember ? ensureGhost(bridge, user) : undefined;
}

/** A failure that would come again is logged, so that it does not hold up the messages of the room. */
async function unlessRefused(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	work: () => Promise<void>,
): Promise<void> {
	try {
		await work();
	} catch (error) {
		const failure = failureOf(error);
		if (isTemporary(failure)) {
			throw failure;
		}
		bridge.log.failure('the members of a room could not be compared', failure, { roomId });
	}
}
