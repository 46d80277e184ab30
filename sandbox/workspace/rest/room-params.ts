import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { canAccessRoom } from '../functions/room-access';
import { subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import type { Params } from './endpoints';

/**
 * The channel, group or direct message that `roomId` or `roomName` names
 * (`apps/meteor/app/api/server/v1/channels.ts`, `findChannelByIdOrName`; `groups.ts`, `getRoomFromParams`).
 * @param user - finds only channels, and the groups and direct messages of which the user is a member
 * @throws {MeteorError} `error-room-param-not-provided`, `error-room-not-found`
 */
export function roomInParams(
	server: Server,
	params: Params,
	type: RoomDocument['t'],
	user: UserDocument,
): RoomDocument {
	const { rooms } = collections(server);
	const id = params.text('roomId')?.trim();
	const name = params.text('roomName')?.trim();
	if (!id && !name) {
		throw new MeteorError(
			'error-room-param-not-provided',
			'The parameter "roomId" or "roomName" is required',
		);
	}
	const room = id ? rooms.findById(id) : rooms.findOne({ name: name ?? '', t: type });
	const hidden = type !== 'c' && room && !subscriptionOf(server, room._id, user._id);
	if (room?.t !== type || hidden) {
		throw new MeteorError(
			'error-room-not-found',
			`The required "roomId" or "roomName" param provided does not match any ${kinds[type]}`,
		);
	}
	return room;
}

const kinds = { c: 'channel', p: 'group', d: 'direct message' } as const;

/**
 * Any room the caller may see.
 * @throws {MeteorError} `error-room-not-found`
 */
export function visibleRoom(server: Server, roomId: string, user: UserDocument): RoomDocument {
	const room = collections(server).rooms.findById(roomId);
	if (!room || !canAccessRoom(server, room, user._id)) {
		throw new MeteorError(
			'error-room-not-found',
			'The required "roomId" or "roomName" param provided does not match any channel',
		);
	}
	return room;
}

/**
 * Users that a request names: `userId`, `username` or `user`, or several by `userIds` or `usernames`
 * (`getUserListFromParams.ts`).
 */
export function usersInParams(server: Server, params: Params): UserDocument[] {
	const { users } = collections(server);
	const id = params.text('userId');
	const name = params.text('username') ?? params.text('user');
	const ids = params.texts('userIds') ?? (id ? [id] : []);
	const names = params.texts('usernames') ?? (name ? [name] : []);
	if (ids.length === 0 && names.length === 0) {
		throw new MeteorError(
			'error-users-params-not-provided',
			'Please provide "userId" or "username" or "userIds" or "usernames" as param',
		);
	}
	const found = ids.length ? users.find({ _id: { $in: ids } }) : users.find({ username: { $in: names } });
	if (found.length === 0) {
		throw new MeteorError(
			'error-invalid-user',
			'The required "userId" or "username" param provided does not match any users',
		);
	}
	return found;
}
