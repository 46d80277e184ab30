import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { addUserToRoom } from './add-user-to-room';
import { collections } from './collections';
import { refuseFederatedNames } from './create-room';
import { notifyEphemerally } from './notifications';
import { hasPermission } from './permissions';
import { subscriptionOf } from './subscriptions';

const method = 'addUsersToRoom';

/**
 * What REST `channels.invite` and `groups.invite` do (`apps/meteor/app/lib/server/methods/addUsersToRoom.ts`): invited
 * users become members at once.
 * @throws {MeteorError} `error-invalid-room`, `error-cant-invite-for-direct-room`, `error-not-allowed`,
 * `error-federated-users-in-non-federated-rooms`
 */
export async function inviteToRoom(
	server: Server,
	inviter: UserDocument,
	roomId: string,
	invited: readonly UserDocument[],
): Promise<void> {
	const room = collections(server).rooms.findById(roomId);
	if (!room) {
		throw new MeteorError('error-invalid-room', 'Invalid room', { method });
	}
	if (room.t === 'd') {
		throw new MeteorError('error-cant-invite-for-direct-room', "Can't invite user to direct rooms", {
			method,
		});
	}
	const isMember = subscriptionOf(server, roomId, inviter._id) !== undefined;
	const toAnyRoom = room.t === 'c' ? 'add-user-to-any-c-room' : 'add-user-to-any-p-room';
	const allowed =
		(isMember && hasPermission(server, inviter._id, 'add-user-to-joined-room', roomId)) ||
		hasPermission(server, inviter._id, toAnyRoom);
	if (!allowed) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	refuseFederatedNames(
		invited.map(({ username }) => username),
		method,
	);
	for (const user of invited) {
		const added = await addUserToRoom(server, roomId, user._id, inviter);
		if (!added) {
			notifyEphemerally(server, inviter._id, roomId, { msg: `@${user.username} is already in here.` });
		}
	}
}
