import type { UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import { readRoom } from '../functions/read-room';
import { assertAccess } from '../functions/room-access';
import { roomRoles, subscriptionOf } from '../functions/subscriptions';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import type { Method } from './message-methods';

/**
 * The methods by which clients learn what there is (`apps/meteor/server/publications/room`, `…/subscription`,
 * `…/settings`, `server/meteor-methods/rooms/getRoomRoles.ts`, `…/messages/readMessages.ts`).
 */
export const listMethods: Readonly<Record<string, Method>> = {
	'subscriptions/get': (server, session, [since]) => {
		const found = collections(server).subscriptions.find({ 'u._id': session.userId() });
		return changedSince(found, since);
	},
	'rooms/get': (server, session, [since]) => changedSince(roomsOf(server, session.loggedInUser()), since),
	'public-settings/get': (server, _session, [since]) =>
		changedSince(
			server.settings
				.documents()
				.filter((setting) => setting.public && !setting.hidden)
				.map(({ _id, value, _updatedAt }) => ({ _id, value, _updatedAt })),
			since,
		),
	getRoomRoles: (server, session, [roomId]) =>
		roomRoles(server, assertAccess(server, String(roomId), session.userId())._id),
	readMessages: (server, session, [roomId]) => {
		const userId = session.userId();
		if (!subscriptionOf(server, String(roomId), userId)) {
			throw new MeteorError('error-not-allowed', 'Not allowed', { method: 'readMessages' });
		}
		readRoom(server, String(roomId), userId);
	},
};

function roomsOf(server: Server, user: UserDocument): { _updatedAt: Date }[] {
	const { rooms, subscriptions } = collections(server);
	const ids = subscriptions.find({ 'u._id': user._id }).map(({ rid }) => rid);
	return rooms.find({ _id: { $in: ids } });
}

/** @returns all of them, or with a date those that changed since, as Rocket.Chat's publications do */
function changedSince(found: readonly { _updatedAt: Date }[], since: unknown): object {
	return since instanceof Date
		? { update: found.filter(({ _updatedAt }) => _updatedAt > since), remove: [] }
		: found;
}
