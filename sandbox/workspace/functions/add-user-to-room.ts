import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { randomId } from './random-id';
import { createSubscription, roomChanged, subscriptionOf } from './subscriptions';
import { saveSystemMessage } from './system-message';

/**
 * Makes a user a member of a channel or group (`apps/meteor/app/lib/server/functions/addUserToRoom.ts`):
 * `IPreRoomUserJoined`, subscription, system message `au` (added by somebody), `ut` (discussion) or `uj`, in the main room of a team
 * `added-user-to-team` or `ujt`, and `IPostRoomUserJoined` on the next tick. Who comes into the main room of a team is in the team, and
 * comes into its rooms with auto-join, too. Checks no permissions. Nobody can be added to a direct message.
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
	if (room.teamMain && room.teamId) {
		await joinTeam(server, room.teamId, userId, inviter ?? user);
	}
	return true;
}

/** `TeamService.addMember` (`apps/meteor/server/services/team/service.ts`). What it throws, the first room's caller gets. */
async function joinTeam(
	server: Server,
	teamId: string,
	userId: string,
	inviter: UserDocument,
): Promise<void> {
	const { teamMembers, rooms } = collections(server);
	if (teamMembers.count({ teamId, userId }) > 0) {
		return;
	}
	teamMembers.insert({ _id: randomId(), teamId, userId, _updatedAt: new Date() });
	for (const { _id } of rooms.find({ teamId, teamDefault: true })) {
		await addUserToRoom(server, _id, userId, inviter);
	}
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
		saveSystemMessage(
			server,
			room.teamMain ? 'added-user-to-team' : 'au',
			room._id,
			user.username,
			user,
			{ ts: now, u },
		);
		return;
	}
	const type = room.prid ? 'ut' : room.teamMain ? 'ujt' : 'uj';
	saveSystemMessage(server, type, room._id, user.username, user, { ts: now });
}
