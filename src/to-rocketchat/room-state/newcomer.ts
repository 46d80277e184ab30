import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId, UserId } from '../../matrix/ids';
import { powerLevelsIn, powerOf, userLevelIn } from '../../matrix/power-levels';
import { ghostsIn } from '../../people/members/reader';
import { isComparedRoom } from '../../store/links';
import { powerState } from './actors';
import { reconcileRoles } from './reconcile-roles';

/** Milliseconds within which an invitation by command and its event are handled, which both may be the first that meets somebody. */
const MET_WITHIN_MS = 5_000;

/**
 * Gives somebody who has become a member of a federated room the same roles on both sides: Rocket.Chat forgets the roles of who leaves,
 * Matrix does not. Costs nothing for somebody whom the app has only met by this. Reads the power levels; the rest only for somebody who has, or
 * had, more or less power than everybody.
 * @param since when they became a member, milliseconds since 1970
 * @throws FederationError or HomeserverError if the homeserver or the host cannot be used
 */
export async function settleRolesOfNewcomer(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	userId: UserId,
	since: number,
): Promise<void> {
	const { store } = bridge;
	const person = await store.users.byMatrixId(userId);
	if (!person || (person.at ?? 0) >= since - MET_WITHIN_MS) {
		return;
	}
	const link = await store.rooms.byMatrixId(roomId);
	const isMember = (await store.members.of(roomId)).has(userId);
	const [reader] = link && isMember && isComparedRoom(link) ? await ghostsIn(bridge, link) : [];
	if (!reader) {
		return;
	}
	const { roles } = await store.agreements.of(roomId);
	const state = await powerState(bridge, reader, roomId);
	if (roles[userId] || powerOf(state, userId) !== userLevelIn(powerLevelsIn(state))) {
		await reconcileRoles(bridge, roomId, { whose: userId });
	}
}

/**
 * Forgets which roles somebody had on both sides who was removed on Matrix, or has left there: if they come back, the power that they
 * have on Matrix counts. Of somebody who leaves in Rocket.Chat they are kept, so that it is seen that they have no roles any more.
 */
export async function forgetRolesOf(
	{ store, queues }: ConfiguredBridge,
	roomId: RoomId,
	userId: UserId,
): Promise<void> {
	await queues.run(`state ${roomId}`, 0, async () => {
		const { roles } = await store.agreements.of(roomId);
		if (roles[userId]) {
			const others = Object.entries(roles).filter(([id]) => id !== userId);
			await store.agreements.change(roomId, { roles: Object.fromEntries(others) });
		}
	});
}
