import type { RoomDocument } from '../database/documents';
import type { Server } from '../server';
import { addUserToRoom } from './add-user-to-room';
import { subscriptionOf } from './subscriptions';

/**
 * Makes whoever writes in a discussion a member of it (`app/discussion/server/hooks/joinDiscussionOnMessage.ts`).
 * @throws what {@link addUserToRoom} throws
 */
export async function joinDiscussion(server: Server, room: RoomDocument, userId: string): Promise<void> {
	if (room.prid && !subscriptionOf(server, room._id, userId)) {
		await addUserToRoom(server, room._id, userId);
	}
}
