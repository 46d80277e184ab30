import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { hasPermission } from './permissions';
import { canAccessRoom } from './room-access';
import { removeSubscription, roomChanged, subscriptionOf, subscriptionsOf } from './subscriptions';
import { saveSystemMessage } from './system-message';

/**
 * Removes a user from a room (`apps/meteor/app/lib/server/functions/removeUserFromRoom.ts`): `IPreRoomUserLeave`,
 * system message `ul`, `IPostRoomUserLeave`. Both leaving and the apps' bridge call it, so that apps see a removal by an
 * app as leaving. Waits for the handlers of the post event.
 */
export async function removeUserFromRoom(server: Server, roomId: string, user: UserDocument): Promise<void> {
	const room = collections(server).rooms.findById(roomId);
	if (!room) {
		return;
	}
	await server.appEvents.beforeUserLeft(room, user);
	endMembership(server, room, user);
	await server.appEvents.userLeft(room, user);
}

function endMembership(server: Server, room: RoomDocument, user: UserDocument): void {
	const { rooms } = collections(server);
	if (!subscriptionOf(server, room._id, user._id)) {
		return;
	}
	saveSystemMessage(server, room.teamMain ? 'ult' : 'ul', room._id, user.username, user);
	removeSubscription(server, room, user._id);
	leaveTeam(server, room, user._id);
	if (room.t === 'd') {
		update(rooms, room._id, {
			uids: room.uids?.filter((id) => id !== user._id) ?? [],
			usernames: room.usernames?.filter((name) => name !== user.username) ?? [],
			usersCount: Math.max(0, room.usersCount - 1),
		});
	}
	roomChanged(server, room._id);
}

/**
 * What REST `channels.kick` and `groups.kick` do (`apps/meteor/server/methods/removeUserFromRoom.ts`): the author of
 * the system message `ru` is the user who kicks, and `IPostRoomUserLeave` has `removedBy`.
 * @throws {MeteorError} `error-not-allowed`, `error-room-not-found`, `error-user-not-in-room`,
 * `error-you-are-last-owner`, `error-app-prevented`
 */
export async function kickUser(
	server: Server,
	byUser: UserDocument,
	roomId: string,
	user: UserDocument,
): Promise<void> {
	const { rooms } = collections(server);
	const room = rooms.findById(roomId);
	const method = 'removeUserFromRoom';
	if (!hasPermission(server, byUser._id, 'remove-user', roomId) || !room || room.t === 'd') {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	const kickAny = room.t === 'c' ? 'kick-user-from-any-c-room' : 'kick-user-from-any-p-room';
	const canKickAnybody = hasPermission(server, byUser._id, kickAny);
	if (!canKickAnybody && !canAccessRoom(server, room, byUser._id)) {
		throw new MeteorError(
			'error-room-not-found',
			'The required "roomId" or "roomName" param provided does not match any group',
		);
	}
	const subscription = subscriptionOf(server, roomId, user._id);
	if (!canKickAnybody && !subscription) {
		throw new MeteorError('error-user-not-in-room', 'User is not in this room', { method });
	}
	if (subscription?.roles?.includes('owner') && ownerCount(server, roomId) === 1) {
		throw new MeteorError(
			'error-you-are-last-owner',
			'You are the last owner. Please set new owner before leaving the room.',
			{ method },
		);
	}
	await server.appEvents.beforeUserLeft(room, user, byUser);
	removeSubscription(server, room, user._id);
	leaveTeam(server, room, user._id);
	saveSystemMessage(server, room.teamMain ? 'removed-user-from-team' : 'ru', roomId, user.username, byUser);
	roomChanged(server, roomId);
	await server.appEvents.userLeft(room, user, byUser);
}

/**
 * What REST `channels.leave` and `groups.leave` do (`apps/meteor/app/lib/server/methods/leaveRoom.ts`).
 * @throws {MeteorError} `error-user-not-in-room`, `error-not-allowed`, `error-you-are-last-owner`
 */
export async function leaveRoom(server: Server, user: UserDocument, roomId: string): Promise<void> {
	const method = 'leaveRoom';
	const room = collections(server).rooms.findById(roomId);
	if (!room || room.t === 'd' || !hasPermission(server, user._id, room.t === 'c' ? 'leave-c' : 'leave-p')) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	const subscription = subscriptionOf(server, roomId, user._id);
	if (!subscription) {
		throw new MeteorError('error-user-not-in-room', 'You are not in this room', { method });
	}
	if (subscription.roles?.includes('owner') && ownerCount(server, roomId) === 1) {
		throw new MeteorError(
			'error-you-are-last-owner',
			'You are the last owner. Please set new owner before leaving the room.',
			{ method },
		);
	}
	await removeUserFromRoom(server, roomId, user);
}

/** `TeamService.removeMember`: who leaves the main room of a team leaves the team, and stays in its other rooms. */
function leaveTeam(server: Server, { teamId, teamMain }: RoomDocument, userId: string): void {
	if (teamMain && teamId) {
		collections(server).teamMembers.removeWhere({ teamId, userId });
	}
}

function ownerCount(server: Server, roomId: string): number {
	return subscriptionsOf(server, roomId).filter((member) => member.roles?.includes('owner')).length;
}
