import type { ConfiguredBridge } from '../../configured-bridge';
import { isCode } from '../../errors';
import type { RoomLink } from '../../store/store';
import { reconcileMembers, type MemberHint } from './reconcile-members';

/**
 * Gives both sides the same members after a change that somebody has asked for. Any instance of the server may have been asked: if
 * another one owns the room, that one does it in a moment.
 * @param hint whose membership was changed
 * @throws what `reconcileMembers` throws
 */
export async function reconcileOrLeaveToOwner(
	bridge: ConfiguredBridge,
	{ matrixId, rocketChatId }: Pick<RoomLink, 'matrixId' | 'rocketChatId'>,
	hint: MemberHint & Required<Pick<MemberHint, 'only'>>,
): Promise<void> {
	try {
		await reconcileMembers(bridge, matrixId, hint);
	} catch (error) {
		if (!isCode(error, 'room-moved')) {
			throw error;
		}
		const { store, outgoing } = bridge;
		for (const userId of hint.only) {
			// For somebody who has no user here yet, the owner gets the event of the homeserver.
			const person = await store.users.byMatrixId(userId);
			await (person && store.memberHints.add({ roomId: rocketChatId, userId: person.rocketChatId }));
		}
		outgoing.leaveToRecovery(rocketChatId, matrixId);
	}
}
