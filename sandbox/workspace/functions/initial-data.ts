import type { UserDocument } from '../database/documents';
import type { Server } from '../server';
import { collections } from './collections';
import { createPerson } from './insert-user';

/**
 * What an empty workspace starts with (`apps/meteor/server/startup/initialData.ts`): the bot `rocket.cat`, the channel
 * `general` and the administrator of `ADMIN_USERNAME` and `ADMIN_PASS`. Does nothing the second time.
 */
export function insertInitialData(server: Server, admin: { username: string; password: string }): void {
	const { users, rooms } = collections(server);
	const now = new Date();
	const [cat] = [users.findById('rocket.cat') ?? users.insert(rocketCat(now))];
	if (!rooms.findById('GENERAL')) {
		rooms.insert({
			_id: 'GENERAL',
			ts: now,
			t: 'c',
			name: 'general',
			usernames: [],
			msgs: 0,
			usersCount: 0,
			default: true,
			_updatedAt: now,
		});
	}
	const hasAdministrator = users.count({ roles: { $has: 'admin' } }) > 0;
	if (!hasAdministrator) {
		createPerson(
			server,
			{
				username: admin.username,
				name: 'Administrator',
				email: `${admin.username}@localhost.localdomain`,
				password: admin.password,
				roles: ['admin'],
				verified: true,
			},
			cat,
		);
	}
}

function rocketCat(now: Date): UserDocument {
	return {
		_id: 'rocket.cat',
		createdAt: now,
		name: 'Rocket.Cat',
		username: 'rocket.cat',
		status: 'online',
		statusDefault: 'online',
		utcOffset: 0,
		active: true,
		type: 'bot',
		roles: ['bot'],
		_updatedAt: now,
	};
}
