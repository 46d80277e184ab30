import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { hasPermission } from './permissions';
import { subscriptionChanged, subscriptionsOf } from './subscriptions';
import { removeUpload } from './uploads';

const deletePermission = { c: 'delete-c', p: 'delete-p', d: 'delete-d' } as const;

/**
 * Removes a room with its files, messages, members and discussions (`apps/meteor/app/lib/server/functions/deleteRoom.ts`,
 * `app/discussion/server/hooks/propagateDiscussionMetadata.ts`). No event.
 */
export function deleteRoom(server: Server, roomId: string): void {
	const { rooms, messages, subscriptions, uploads } = collections(server);
	uploads.find({ rid: roomId }).forEach(({ _id }) => removeUpload(server, _id));
	messages.removeWhere({ rid: roomId });
	for (const subscription of subscriptionsOf(server, roomId)) {
		subscriptions.remove(subscription._id);
		subscriptionChanged(server, 'removed', subscription);
	}
	rooms.remove(roomId);
	rooms.find({ prid: roomId }).forEach(({ _id }) => deleteRoom(server, _id));
	messages
		.find({ drid: roomId })
		.forEach(({ _id }) => update(messages, _id, {}, ['dcount', 'dlm', 'drid']));
}

/**
 * What REST `channels.delete`, `groups.delete` and `im.delete` do (`apps/meteor/server/lib/eraseRoom.ts`):
 * `IPreRoomDeletePrevent`, {@link deleteRoom}, `IPostRoomDeleted`.
 * @throws {MeteorError} `error-invalid-room`, `error-not-allowed`, `error-app-prevented-deleting`
 */
export async function eraseRoom(server: Server, roomId: string, user: UserDocument): Promise<void> {
	const room = collections(server).rooms.findById(roomId);
	if (!room) {
		throw new MeteorError('error-invalid-room', 'Invalid room', { method: 'eraseRoom' });
	}
	if (!hasPermission(server, user._id, deletePermission[room.t], roomId)) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method: 'eraseRoom' });
	}
	await server.appEvents.beforeRoomDeleted(room);
	deleteRoom(server, roomId);
	void server.appEvents.roomDeleted(room);
}
