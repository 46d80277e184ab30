import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RoomId, UserId } from '../../matrix/ids';
import { reconcileMembers } from '../../people/members/reconcile-members';
import { waitAtMost } from '../../wait-at-most';
import type { RocketChatRoomId } from '../../rocketchat/ids';

/** A channel or group, and the Matrix room that it is to be linked to. */
interface RoomToLink {
	readonly matrixId: RoomId;
	readonly rocketChatId: RocketChatRoomId;
	/** A ghost that has joined the Matrix room. */
	readonly ghostId: UserId;
	/** Messages from this time on are meant for Matrix, milliseconds since 1970. */
	readonly writtenSince: number;
}

/** Milliseconds that people wait for the members to be the same. The rest of many members follows, while messages are relayed. */
const WAIT_FOR_MEMBERS_MS = 1_500;

/**
 * Makes a channel or group a federated room: marks it, stores the link, gives both sides the same members, and starts relaying.
 * Doing it twice has the effect of doing it once.
 * @throws what the host throws; the room is not linked then
 */
export async function linkFederatedRoom(
	bridge: ConfiguredBridge,
	{ matrixId, rocketChatId, ghostId, writtenSince }: RoomToLink,
): Promise<void> {
	await bridge.rooms.mark(rocketChatId, matrixId);
	await bridge.store.rooms.claim({ matrixId, rocketChatId, ghostId, kind: 'room' });
	bridge.freshMembers.add(matrixId);
	const membersCompared = reconcileMembers(bridge, matrixId).catch((error: unknown) => {
		// The room is linked by now, so that they are compared again.
		bridge.staleMembers.add(matrixId);
		bridge.outgoing.leaveToRecovery(rocketChatId, matrixId);
		bridge.log.failure('the members of a new room were not compared', failureOf(error), {
			roomId: matrixId,
		});
	});
	await waitAtMost(membersCompared, WAIT_FOR_MEMBERS_MS);
	await bridge.outgoing.startRelaying(rocketChatId, matrixId, writtenSince);
}
