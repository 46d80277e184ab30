import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { hasPermission } from './permissions';
import { changeSubscription, roomChanged, subscriptionsOf } from './subscriptions';
import { saveSystemMessage } from './system-message';

/**
 * Archives a channel or group (`apps/meteor/server/meteor-methods/rooms/archiveRoom.ts`,
 * `server/lib/rooms/archiveRoom.ts`): the members' lists hide it. System message `room-archived`.
 * @throws {MeteorError} `error-not-authorized`
 */
export function archiveRoom(server: Server, room: RoomDocument, user: UserDocument): void {
	if (!hasPermission(server, user._id, 'archive-room', room._id)) {
		throw new MeteorError('error-not-authorized', 'Not authorized', { method: 'archiveRoom' });
	}
	update(collections(server).rooms, room._id, { archived: true });
	for (const member of subscriptionsOf(server, room._id)) {
		changeSubscription(server, member, { alert: false, open: false, archived: true });
	}
	saveSystemMessage(server, 'room-archived', room._id, '', user);
	roomChanged(server, room._id);
}

/**
 * Ends the archiving (`apps/meteor/server/meteor-methods/rooms/unarchiveRoom.ts`, `server/lib/rooms/unarchiveRoom.ts`).
 * It needs the permission `unarchive-room` and no other. Members whose account is deactivated keep the room archived.
 * System message `room-unarchived`.
 * @throws {MeteorError} `error-not-authorized`
 */
export function unarchiveRoom(server: Server, room: RoomDocument, user: UserDocument): void {
	if (!hasPermission(server, user._id, 'unarchive-room', room._id)) {
		throw new MeteorError('error-not-authorized', 'Not authorized', { method: 'unarchiveRoom' });
	}
	const { rooms, users } = collections(server);
	update(rooms, room._id, { archived: false });
	for (const member of subscriptionsOf(server, room._id)) {
		if (member.archived && users.findById(member.u._id)?.active) {
			changeSubscription(server, member, { alert: false, open: true, archived: false });
		}
	}
	saveSystemMessage(server, 'room-unarchived', room._id, '', user);
	roomChanged(server, room._id);
}
