import { addUserToDefaultChannels } from './functions/default-channels';
import { collections } from './functions/collections';
import { hashPassword } from './functions/passwords';
import { randomId } from './functions/random-id';
import type { Server } from './server';

/**
 * Inserts what a new workspace has: the bot rocket.cat, the channel `general` with the id GENERAL, and the
 * administrator (apps/meteor/server/startup/initialData.js). Documents that exist already stay as they are.
 */
export function insertInitialData(server: Server, admin: { username: string; password: string }): void {
	server.database.transaction(() => {
		insertGeneral(server);
		insertRocketCat(server);
		insertAdmin(server, admin);
	});
}

function insertGeneral(server: Server): void {
	const { rooms } = collections(server);
	if (rooms.findById('GENERAL') || rooms.findOne({ name: 'general' })) {
		return;
	}
	const now = new Date();
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

function insertRocketCat(server: Server): void {
	const { users } = collections(server);
	if (users.findById('rocket.cat')) {
		return;
	}
	const now = new Date();
	const cat = users.insert({
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
	});
	addUserToDefaultChannels(server, cat);
}

function insertAdmin(server: Server, { username, password }: { username: string; password: string }): void {
	const { users } = collections(server);
	if (users.findOne({ roles: { $has: 'admin' } })) {
		return;
	}
	const now = new Date();
	const admin = users.insert({
		_id: randomId(),
		createdAt: now,
		emails: [{ address: `${username}@localhost`, verified: true }],
		name: 'Administrator',
		username,
		status: 'offline',
		statusDefault: 'online',
		utcOffset: 0,
		active: true,
		type: 'user',
		roles: ['user', 'admin'],
		services: { password: { hash: hashPassword(password) } },
		_updatedAt: now,
	});
	addUserToDefaultChannels(server, admin);
}
