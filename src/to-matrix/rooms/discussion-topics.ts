import type { AppContext } from '../../app-context';
import type { RocketChatRoomId } from '../../rocketchat/ids';

/**
 * Has the discussions of a room compared with Matrix, because the room was renamed: its name is the topic of its discussions, and
 * Rocket.Chat changes that without any event. Rocket.Chat: apps/meteor/app/discussion/server/hooks/propagateDiscussionMetadata.ts
 * @param parentId the room that was renamed
 */
export async function compareDiscussionTopics(
	{ store, rooms, memory, outgoing }: AppContext,
	parentId: RocketChatRoomId,
): Promise<void> {
	for (const { roomId, matrixRoomId } of await store.progress.all()) {
		const room = await rooms.byId(roomId);
		if (room?.parentRoom?.id === parentId) {
			memory.staleSettings.add(matrixRoomId);
			outgoing.leaveToRecovery(roomId, matrixRoomId);
		}
	}
}
