import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { createSubscription, roomChanged, subscriptionOf } from './subscriptions';
import { saveSystemMessage } from './system-message';

/**
 * Makes a user a member of a channel or group (`apps/meteor/app/lib/server/functions/addUserToRoom.ts`):
 * `IPreRoomUserJoined`, subscription, system message `au` (added by somebody), `ut` (discussion) or `uj`, and
 * `IPostRoomUserJoined` on the next tick. Checks no permissions. Nobody can be added to a direct message.
 * @returns true if the user was not a member before
 * @throws {MeteorError} `error-invalid-room`, `user-not-found`, `error-app-prevented`
 */
export async function addUserToRoom(
	server: Server,
	roomId: string,
	userId: string,
	inviter?: UserDocument,
): Promise<boolean> {
	const { rooms, users } = collections(server);
	const room = rooms.findById(roomId);
	if (!room) {
		throw new MeteorError('error-invalid-room', 'Invalid room', { method: 'addUserToRoom' });
	}
	const user = users.findById(userId);
	if (!user) {
		throw new MeteorError('user-not-found');
	}
	if (room.t === 'd' || subscriptionOf(server, roomId, userId)) {
		return false;
	}
	await server.appEvents.beforeUserJoined(room, user, inviter);
	const now = new Date();
	createSubscription(server, room, user, { ts: now, open: true, alert: true, unread: 1, userMentions: 1 });
	saveJoinMessage(server, room, user, inviter, now);
	process.nextTick(() => void server.appEvents.userJoined(room, user, inviter));
	roomChanged(server, roomId);
	return true;
}

function saveJoinMessage(
	server: Server,
	room: RoomDocument,
	user: UserDocument,
	inviter: UserDocument | undefined,
	now: Date,
): void {
	if (inviter) {
		const u = { _id: inviter._id, username: inviter.username };
		saveSystemMessage(server, 'au', room._id, user.username, user, { ts: now, u });
		return;
	}
	saveSystemMessage(server, room.prid ? 'ut' : 'uj', room._id, user.username, user, { ts: now });
}
