import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { expect } from 'chai';
import { roomById, roomFromApp, roomToAppRaw } from '../../../sandbox/workspace/converters/rooms';
import { threadById } from '../../../sandbox/workspace/converters/threads';
import { uploadToApp } from '../../../sandbox/workspace/converters/uploads';
import { userById, userFromApp } from '../../../sandbox/workspace/converters/users';
import type { RoomDocument } from '../../../sandbox/workspace/database/documents';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { memoryServer, someUser, then } from '../support/memory-server';

// apps/meteor/app/apps/server/converters/rooms.ts
describe('a room on its way to an app and back', () => {
	const server = memoryServer();
	someUser(server, 'alice');
	const channel: RoomDocument = {
		_id: 'team-id',
		t: 'c',
		name: 'team',
		fname: 'Team',
		u: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
		msgs: 3,
		usersCount: 2,
		ts: then,
		lm: then,
		topic: 'a topic',
		description: 'a description',
		ro: false,
		customFields: { federation: { roomId: '!room:example.org' } },
		_updatedAt: then,
	};
	const direct: RoomDocument = {
		_id: 'alice-idbob-id',
		t: 'd',
		usernames: ['alice', 'bob'],
		uids: ['alice-id', 'bob-id'],
		msgs: 0,
		usersCount: 2,
		ts: then,
		_updatedAt: then,
	};
	collections(server).rooms.insert(channel);
	collections(server).rooms.insert(direct);

	it('has its creator looked up, and topic and number of members among the unmapped', () => {
		expect(roomById(server, 'team-id')).to.deep.equal({
			id: 'team-id',
			displayName: 'Team',
			slugifiedName: 'team',
			messageCount: 3,
			createdAt: then,
			updatedAt: then,
			lastModifiedAt: then,
			customFields: { federation: { roomId: '!room:example.org' } },
			description: 'a description',
			type: 'c',
			isDefault: false,
			isReadOnly: false,
			displaySystemMessages: true,
			creator: userById(server, 'alice-id'),
			_unmappedProperties_: { usersCount: 2, topic: 'a topic' },
		});
	});

	it('as a direct message has no name and no creator, its usernames are among the unmapped', () => {
		expect(roomById(server, 'alice-idbob-id')).to.deep.equal({
			id: 'alice-idbob-id',
			userIds: ['alice-id', 'bob-id'],
			messageCount: 0,
			createdAt: then,
			updatedAt: then,
			type: 'd',
			isDefault: false,
			isReadOnly: false,
			displaySystemMessages: true,
			_unmappedProperties_: { usernames: ['alice', 'bob'], usersCount: 2 },
		});
	});

	it('in lists has a reference to its creator, and usernames', () => {
		expect(roomToAppRaw(direct)).to.deep.include({
			usernames: ['alice', 'bob'],
			_unmappedProperties_: { usersCount: 2 },
		});
		expect(roomToAppRaw(channel)).to.deep.include({
			creator: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
		});
	});

	it('comes back as its fields; the unmapped come only with a whole room', () => {
		const room = { ...roomById(server, 'team-id') } as IRoom;
		expect(roomFromApp(server, room, true)).to.deep.equal({
			_id: 'team-id',
			t: 'c',
			ts: then,
			msgs: 3,
			_updatedAt: then,
			fname: 'Team',
			name: 'team',
			default: false,
			ro: false,
			sysMes: true,
			u: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
			lm: then,
			customFields: { federation: { roomId: '!room:example.org' } },
		});
		expect(roomFromApp(server, room)).to.include({ topic: 'a topic', usersCount: 2 });
	});
});

// apps/meteor/app/apps/server/converters/users.ts
describe('a user on its way to an app and back', () => {
	const server = memoryServer();

	it('has every field, though many are undefined, and nothing unmapped', () => {
		someUser(server, 'alice', {
			statusText: 'busy',
			avatarETag: 'secret',
			settings: { preferences: { language: 'de' } },
		});
		expect(userById(server, 'alice-id')).to.deep.equal({
			id: 'alice-id',
			username: 'alice',
			emails: undefined,
			type: 'user',
			isEnabled: true,
			name: 'ALICE',
			roles: ['user'],
			bio: undefined,
			status: 'offline',
			statusText: 'busy',
			statusConnection: 'undefined',
			utcOffset: undefined,
			createdAt: then,
			updatedAt: then,
			lastLoginAt: undefined,
			appId: undefined,
			customFields: undefined,
			settings: { preferences: { language: 'de' } },
		});
	});

	it('loses customFields and statusText when an app makes one', () => {
		const bot = {
			username: 'bot',
			type: 'bot',
			isEnabled: true,
			statusText: 'gone',
			customFields: { gone: true },
		};
		expect(userFromApp(bot as unknown as IUser)).to.deep.equal({
			username: 'bot',
			type: 'bot',
			active: true,
		});
	});
});

// apps/meteor/app/apps/server/converters/uploads.ts, threads.ts
describe('uploads and threads on their way to an app', () => {
	const server = memoryServer();
	someUser(server, 'alice');
	const { rooms, messages } = collections(server);
	rooms.insert({
		_id: 'room-id',
		t: 'c',
		name: 'room',
		msgs: 0,
		usersCount: 0,
		ts: then,
		_updatedAt: then,
	});

	it('an upload has room and user looked up', () => {
		const upload = uploadToApp(server, {
			_id: 'file-id',
			rid: 'room-id',
			userId: 'alice-id',
			name: 'a.txt',
			type: 'text/plain',
			size: 1,
			store: 'FileSystem:Uploads',
			complete: true,
			uploading: false,
			progress: 1,
			uploadedAt: then,
			_updatedAt: then,
			typeGroup: 'thumb',
		});
		expect(upload).to.deep.equal({
			id: 'file-id',
			name: 'a.txt',
			size: 1,
			type: 'text/plain',
			store: 'FileSystem:Uploads',
			complete: true,
			uploading: false,
			progress: 1,
			updatedAt: then,
			uploadedAt: then,
			room: roomById(server, 'room-id'),
			user: userById(server, 'alice-id'),
			_unmappedProperties_: { typeGroup: 'thumb' },
		});
	});

	it('a thread begins with its first message, which comes twice', () => {
		const u = { _id: 'alice-id', username: 'alice' };
		messages.insert({ _id: 'first', rid: 'room-id', msg: '1', ts: then, u, _updatedAt: then });
		messages.insert({
			_id: 'reply',
			rid: 'room-id',
			msg: '2',
			ts: then,
			u,
			tmid: 'first',
			_updatedAt: then,
		});
		expect(threadById(server, 'first').map(({ id }) => id)).to.deep.equal(['first', 'first', 'reply']);
		expect(threadById(server, 'nothing')).to.deep.equal([]);
	});
});
