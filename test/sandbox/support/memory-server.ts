import { EngineEvents } from '../../../sandbox/workspace/bridges/listeners';
import { Database } from '../../../sandbox/workspace/database/database';
import type { RoomDocument, UserDocument } from '../../../sandbox/workspace/database/documents';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { createSubscription } from '../../../sandbox/workspace/functions/subscriptions';
import { Licensing } from '../../../sandbox/workspace/licensing/licensing';
import { Streams } from '../../../sandbox/workspace/realtime/streams';
import type { Server } from '../../../sandbox/workspace/server';
import { defaultServerVersion, type ServerVersion } from '../../../sandbox/workspace/server-version';
import { ServerSettings } from '../../../sandbox/workspace/settings/server-settings';
import { temporaryFolder } from '../../support/temporary-folder';

/**
 * The parts of a workspace on a database in memory, without an engine: no app prevents or hears anything.
 * @param version - of Rocket.Chat
 */
export function memoryServer(version: ServerVersion = defaultServerVersion): Server {
	const database = Database.open(':memory:');
	const notLoaded = (): never => {
		throw new Error('There is no engine in this test');
	};
	const directory = temporaryFolder('memory-server');
	const settings = new ServerSettings(database);
	const server: Server = {
		version,
		directory,
		database,
		settings,
		licensing: new Licensing({ database, directory, settings }),
		streams: new Streams(),
		appManager: notLoaded,
		slashCommands: notLoaded,
		get appEvents() {
			return appEvents;
		},
	};
	const appEvents = new EngineEvents(server);
	server.settings.set('Site_Url', 'http://workspace.example');
	return server;
}

export const then = new Date('2026-01-02T03:04:05.678Z');

/** A stored user with few fields: id `<username>-id`, role `user`. */
export function someUser(server: Server, username: string, fields: Partial<UserDocument> = {}): UserDocument {
	return collections(server).users.insert({
		_id: `${username}-id`,
		username,
		name: username.toUpperCase(),
		type: 'user',
		roles: ['user'],
		active: true,
		status: 'offline',
		createdAt: then,
		_updatedAt: then,
		...fields,
	});
}

/** A stored channel with these members: id `<name>-id`. */
export function someChannel(
	server: Server,
	name: string,
	members: readonly UserDocument[],
	fields: Partial<RoomDocument> = {},
): RoomDocument {
	const { rooms } = collections(server);
	const room = rooms.insert({
		_id: `${name}-id`,
		t: 'c',
		name,
		fname: name,
		msgs: 0,
		usersCount: 0,
		ts: then,
		_updatedAt: then,
		...fields,
	});
	members.forEach((member) => createSubscription(server, room, member, { open: true }));
	return rooms.findById(room._id) ?? room;
}

/** What somebody gets to see as ephemeral messages from now on. */
export function ephemeralTexts(server: Server, userId: string): string[] {
	const texts: string[] = [];
	server.streams.on('notify-user', `${userId}/message`, ([message]) => {
		texts.push((message as { msg: string }).msg);
	});
	return texts;
}

/** What is thrown, as `code` of a MeteorError or the message of another error. */
export async function thrownBy(work: () => unknown): Promise<string> {
	try {
		await work();
	} catch (error) {
		const { error: code, message } = error as { error?: string; message: string };
		return code ?? message;
	}
	throw new Error('Nothing was thrown');
}
