import type { ConfiguredBridge } from '../configured-bridge';
import type { UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import type { RocketChatRoomId } from '../rocketchat/ids';

/**
 * @returns the ghost of a local member of a room, of one with an active account if there is one: the others may have left the
 * Matrix room. The app reads the room's state on Matrix as this ghost
 */
export async function findGhostInRoom(
	bridge: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<UserId | undefined> {
	return (await ghostsInRoom(bridge, rocketChatRoomId).next()).value;
}

/** Looks up the ghosts of the local members of a room, one by one, those of active accounts first. */
export async function* ghostsInRoom(
	{ rooms, store, configuration }: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): AsyncGenerator<UserId, undefined> {
	const members = await rooms.members(rocketChatRoomId);
	const active = members.filter(({ isEnabled }) => isEnabled);
	for (const { id } of new Set([...active, ...members])) {
		const link = await store.users.byRocketChatId(id);
		if (link && isOwnMatrixUser(link.matrixId, configuration)) {
			yield link.matrixId;
		}
	}
	return undefined;
}
