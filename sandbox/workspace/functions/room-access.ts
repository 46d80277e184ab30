import { TeamType } from '@rocket.chat/core-typings';
import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { collections } from './collections';
import { hasPermission } from './permissions';

const viewPermission = { c: 'view-c-room', p: 'view-p-room', d: 'view-d-room' } as const;

/**
 * Whether a user may see a room: every channel with the permission `view-c-room`, except those of private teams, which the
 * team's members may see; and the rooms of which the user is a member
 * (`apps/meteor/server/services/authorization/canAccessRoom.ts`).
 */
export function canAccessRoom(server: Server, room: RoomDocument, userId: string): boolean {
	const { rooms, subscriptions } = collections(server);
	if (room.t === 'c' && isOfPrivateTeam(server, room)) {
		if (collections(server).teamMembers.count({ teamId: room.teamId ?? '', userId }) > 0) {
			return true;
		}
	} else if (room.t === 'c' && hasPermission(server, userId, 'view-c-room')) {
		return true;
	}
	if (subscriptions.count({ rid: room._id, 'u._id': userId }) > 0) {
		return (
			hasPermission(server, userId, 'view-joined-room') ||
			hasPermission(server, userId, viewPermission[room.t])
		);
	}
	const parent = room.prid && rooms.findById(room.prid);
	return Boolean(parent && canAccessRoom(server, parent, userId));
}

/** Whether a room belongs to a team whose channels only its members may see. */
export function isOfPrivateTeam(server: Server, { teamId }: RoomDocument): boolean {
	return teamId !== undefined && collections(server).teams.findById(teamId)?.type === TeamType.PRIVATE;
}

/**
 * The room, if the user may write in it (`apps/meteor/app/authorization/server/functions/canSendMessage.ts`). A user
 * of type `app` needs no access.
 * @throws Error `error-invalid-room`, `room_is_archived`, `error-not-allowed`, `room_is_blocked`, `You_have_been_muted`, or a sentence
 * about a room that is read-only
 */
export function roomToWriteIn(
	server: Server,
	roomId: string,
	user: Pick<UserDocument, '_id' | 'username' | 'type'>,
): RoomDocument {
	const { rooms, subscriptions } = collections(server);
	const room = rooms.findById(roomId);
	if (!room) {
		throw new Error('error-invalid-room');
	}
	if (room.archived && behaves(server, 'refusesMessagesInArchivedRooms')) {
		throw new Error('room_is_archived');
	}
	if (user.type !== 'app' && !canAccessRoom(server, room, user._id)) {
		throw new Error('error-not-allowed');
	}
	const subscription = subscriptions.findOne({ rid: roomId, 'u._id': user._id });
	if (room.t === 'd' && (room.uids?.length ?? 0) <= 2 && (subscription?.blocked || subscription?.blocker)) {
		throw new Error('room_is_blocked');
	}
	if (room.ro === true && !hasPermission(server, user._id, 'post-readonly', roomId)) {
		if (!room.unmuted?.includes(user.username)) {
			throw new Error("You can't send messages because the room is readonly.");
		}
	}
	if (room.muted?.includes(user.username)) {
		throw new Error('You_have_been_muted');
	}
	return room;
}

/** @throws {MeteorError} `error-not-allowed` if the user may not see the room, or there is none */
export function assertAccess(server: Server, roomId: string, userId: string): RoomDocument {
	const room = collections(server).rooms.findById(roomId);
	if (!room || !canAccessRoom(server, room, userId)) {
		throw new MeteorError('error-not-allowed', 'Not allowed');
	}
	return room;
}
