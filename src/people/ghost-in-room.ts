import type { ConfiguredBridge } from '../configured-bridge';
import type { UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import type { RocketChatRoomId } from '../rocketchat/ids';

/** @returns the ghost of a local member of a room; the app reads the room's state on Matrix as this ghost */
export async function findGhostInRoom(
	{ rooms, store, configuration }: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<UserId | undefined> {
	for (const { id } of await rooms.members(rocketChatRoomId)) {
		const link = await store.users.byRocketChatId(id);
		if (link && isOwnMatrixUser(link.matrixId, configuration)) {
			return link.matrixId;
		}
	}
	return undefined;
}
