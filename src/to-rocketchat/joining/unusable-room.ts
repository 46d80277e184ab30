import type { ConfiguredBridge } from '../../configured-bridge';
import { isSpace } from '../../matrix/events';
import type { RoomId, UserId } from '../../matrix/ids';

/**
 * Finds out whether the workspace can use a room in which a ghost is. An invitation need not tell what the room is, and homeservers
 * without room summaries tell it only to members.
 * @returns the text with which the ghost leaves again; undefined if the room can be used
 */
export async function reasonToLeave(
	{ homeserver }: ConfiguredBridge,
	ghostId: UserId,
	roomId: RoomId,
): Promise<'decline_space' | 'decline_encrypted' | undefined> {
	const create = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.create');
	if (isSpace(create?.content ?? {})) {
		return 'decline_space';
	}
	const isEncrypted = await homeserver.rooms.stateEvent(ghostId, roomId, 'm.room.encryption');
	return isEncrypted ? 'decline_encrypted' : undefined;
}
