import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { changeSubscription, subscriptionsOf } from './subscriptions';

/**
 * Activates or deactivates an account (`apps/meteor/app/lib/server/functions/setUserActiveStatus.ts`): a deactivated
 * user loses the login tokens, the rooms get other owners, and the direct messages become read-only and archived for
 * the others.
 * @param confirmRelinquish - go on although the user is the only owner of a room with other members
 * @throws {MeteorError} `error-action-not-allowed` (the last administrator), `user-last-owner`
 */
export function setUserActiveStatus(
	server: Server,
	userId: string,
	active: boolean,
	confirmRelinquish = false,
): void {
	const { users, rooms, subscriptions } = collections(server);
	const user = users.findById(userId);
	if (!user) {
		return;
	}
	if (!active) {
		const isLastAdministrator =
			user.roles.includes('admin') && users.count({ roles: { $has: 'admin' }, active: true }) === 1;
		if (isLastAdministrator) {
			throw new MeteorError(
				'error-action-not-allowed',
				'Leaving the app without an active admin is not allowed',
				{
					method: 'removeUserFromRole',
					action: 'Remove_last_admin',
				},
			);
		}
		if (!confirmRelinquish && roomsOwnedAlone(server, userId).length > 0) {
			throw new MeteorError('user-last-owner', '', { method: 'setUserActiveStatus' });
		}
	}
	const services = { ...user.services, resume: { loginTokens: [] } };
	update(users, userId, active ? { active } : { active, services });
	if (!active) {
		relinquishOwnerships(server, userId);
	}
	for (const subscription of subscriptions.find({ t: 'd', name: user.username })) {
		changeSubscription(server, subscription, { archived: !active });
	}
	for (const room of rooms.find({ t: 'd', uids: { $has: userId } })) {
		if ((room.uids?.length ?? 0) <= 2) {
			update(rooms, room._id, { ro: !active });
		}
	}
}

/** Rooms with other members that only this user owns (`getRoomsWithSingleOwner.ts`, `shouldRemoveOrChangeOwner`). */
export function roomsOwnedAlone(server: Server, userId: string): string[] {
	return collections(server)
		.subscriptions.find({ 'u._id': userId, roles: { $has: 'owner' } })
		.filter(({ rid }) => {
			const members = subscriptionsOf(server, rid);
			return members.length > 1 && members.filter(({ roles }) => roles?.includes('owner')).length === 1;
		})
		.map(({ rid }) => rid);
}

/** Makes another member the owner of each room that only this user owned (`relinquishRoomOwnerships.ts`). */
export function relinquishOwnerships(server: Server, userId: string): void {
	for (const roomId of roomsOwnedAlone(server, userId)) {
		const next = subscriptionsOf(server, roomId).find(({ u }) => u._id !== userId);
		if (next) {
			changeSubscription(server, next, { roles: [...(next.roles ?? []), 'owner'] });
		}
	}
}
