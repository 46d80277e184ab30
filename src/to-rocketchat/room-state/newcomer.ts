import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId, UserId } from '../../matrix/ids';
import { reconcileRoles } from './reconcile-roles';

/**
 * Gives somebody who has become a member of a federated room the same roles on both sides: on Matrix power can be given before
 * somebody joins, and it stays with who leaves, while Rocket.Chat forgets the roles. Costs no call for somebody who had neither
 * roles nor power when the roles were compared last.
 * @throws FederationError or HomeserverError if the homeserver or the host cannot be used
 */
export async function settleRolesOfNewcomer(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	userId: UserId,
): Promise<void> {
	const { store } = bridge;
	const isMember = (await store.members.of(roomId)).has(userId);
	if (isMember && store.agreements.mayHaveRoles(roomId, userId)) {
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
