import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { deleteRoom } from './delete-room';
import { removeSubscription } from './subscriptions';
import { removeUpload } from './uploads';
import { relinquishOwnerships, roomsOwnedAlone } from './user-active-status';

/**
 * Removes a user (`apps/meteor/app/lib/server/functions/deleteUser.ts`): with the setting `Message_ErasureType` at
 * `Delete` the messages and files too; the user's direct messages and memberships in any case. Group direct messages
 * stay, without the user. Raises `IPostUserDeleted` if a person deletes the user, and not if an app does.
 * @throws {MeteorError} `user-last-owner`, `error-action-not-allowed`
 */
export async function deleteUser(
	server: Server,
	userId: string,
	confirmRelinquish = false,
	deletedBy?: UserDocument,
): Promise<void> {
	const { users, messages, uploads, subscriptions, rooms } = collections(server);
	if (userId === 'rocket.cat') {
		throw new MeteorError('error-action-not-allowed', 'Deleting the rocket.cat user is not allowed', {
			method: 'deleteUser',
			action: 'Delete_user',
		});
	}
	const user = users.findById(userId);
	if (!user) {
		return;
	}
	if (!confirmRelinquish && roomsOwnedAlone(server, userId).length > 0) {
		throw new MeteorError('user-last-owner', '', { method: 'deleteUser' });
	}
	relinquishOwnerships(server, userId);
	if (server.settings.get('Message_ErasureType') === 'Delete') {
		uploads.find({ userId }).forEach(({ _id }) => removeUpload(server, _id));
		messages.removeWhere({ 'u._id': userId });
	}
	for (const room of rooms.find({ t: 'd', uids: { $has: userId } })) {
		if (room.usersCount > 2) {
			removeFromGroupDirectMessage(server, room, user);
		} else {
			deleteRoom(server, room._id);
		}
	}
	for (const { rid } of subscriptions.find({ 'u._id': userId })) {
		const room = rooms.findById(rid);
		if (room) {
			removeSubscription(server, room, userId);
		}
	}
	users.remove(userId);
	if (deletedBy) {
		await server.appEvents.userDeleted(user, deletedBy);
	}
}

/** `Rooms.updateGroupDMsRemovingUsernamesByUsername` (`packages/models/src/models/Rooms.ts`) */
function removeFromGroupDirectMessage(server: Server, room: RoomDocument, user: UserDocument): void {
	update(collections(server).rooms, room._id, {
		usernames: room.usernames?.filter((name) => name !== user.username) ?? [],
		uids: room.uids?.filter((id) => id !== user._id) ?? [],
		usersCount: room.usersCount - 1,
	});
}
