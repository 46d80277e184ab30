import { expect } from 'chai';
import { addUserToRoom } from '../../../sandbox/workspace/functions/add-user-to-room';
import { archiveRoom, unarchiveRoom } from '../../../sandbox/workspace/functions/archive-room';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { createDirectMessage } from '../../../sandbox/workspace/functions/create-direct-room';
import { createRoomAs } from '../../../sandbox/workspace/functions/create-room';
import { deleteRoom } from '../../../sandbox/workspace/functions/delete-room';
import { deleteUser } from '../../../sandbox/workspace/functions/delete-user';
import { inviteToRoom } from '../../../sandbox/workspace/functions/invite-to-room';
import {
	kickUser,
	leaveRoom,
	removeUserFromRoom,
} from '../../../sandbox/workspace/functions/remove-user-from-room';
import { roomAvatarOf } from '../../../sandbox/workspace/functions/room-avatar';
import { saveRoomSettings, setMuted, setRoomRole } from '../../../sandbox/workspace/functions/room-settings';
import { subscriptionOf, subscriptionsOf } from '../../../sandbox/workspace/functions/subscriptions';
import type { Server } from '../../../sandbox/workspace/server';
import { eventually } from '../support/eventually';
import { memoryServer, someChannel, someUser, thrownBy } from '../support/memory-server';

/** The system messages of a room: type, text, author. */
function systemMessages(server: Server, roomId: string): string[][] {
	return collections(server)
		.messages.find({ rid: roomId, t: { $exists: true } })
		.map(({ t = '', msg, u }) => [t, msg, u.username]);
}

// apps/meteor/app/lib/server/functions/createRoom.ts, createChannel.ts, getValidRoomName.ts
describe('making a channel or group', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	someUser(server, 'bob');
	someUser(server, 'bob:example.org', { type: 'bot', roles: ['bot'] });

	it('makes the creator its owner, skips members nobody knows, and leaves no system message', async () => {
		const room = await createRoomAs(server, alice._id, {
			type: 'p',
			name: 'team',
			members: ['bob', 'nobody'],
		});
		const { _id, ts, _updatedAt, ...others } = room;
		expect(others).to.deep.equal({
			t: 'p',
			name: 'team',
			fname: 'team',
			msgs: 0,
			usersCount: 2,
			u: { _id: 'alice-id', username: 'alice', name: 'ALICE' },
			ro: false,
			customFields: {},
		});
		expect(subscriptionsOf(server, _id).map(({ u, roles }) => [u.username, roles])).to.deep.equal([
			['alice', ['owner']],
			['bob', undefined],
		]);
		expect([systemMessages(server, _id), ts]).to.deep.equal([[], _updatedAt > ts ? ts : _updatedAt]);
	});

	it('stores further fields, but not those that the server sets itself', async () => {
		const extra = { fname: 'Shown Name', topic: 'a topic', msgs: 7, t: 'p' } as const;
		const room = await createRoomAs(
			server,
			alice._id,
			{ type: 'c', name: 'named', members: [], extra },
			{ key: 1 },
		);
		expect(room).to.deep.include({
			t: 'c',
			name: 'named',
			fname: 'Shown Name',
			topic: 'a topic',
			msgs: 0,
			customFields: { key: 1 },
		});
	});

	it('refuses names that are taken or do not match the pattern', async () => {
		const make = (name: string): Promise<unknown> =>
			createRoomAs(server, alice._id, { type: 'c', name, members: [] });
		await make('taken');
		expect(await thrownBy(() => make('taken'))).to.equal('error-duplicate-channel-name');
		expect(await thrownBy(() => make('with space'))).to.equal('error-invalid-room-name');
		expect(await thrownBy(() => make('  '))).to.equal('error-invalid-name');
	});

	it('refuses usernames with both @ and :, and accepts those with one of them', async () => {
		const make = (member: string): Promise<unknown> =>
			createRoomAs(server, alice._id, { type: 'c', name: `r${member.length}`, members: [member] });
		const refusal = await thrownBy(() => make('@bob:example.org'));
		expect(refusal).to.equal('error-federated-users-in-non-federated-rooms');
		await make('bob:example.org');
	});

	it('refuses a user whose roles lack the permission', async () => {
		someUser(server, 'guest', { roles: ['guest'] });
		const refusal = await thrownBy(() =>
			createRoomAs(server, 'guest-id', { type: 'c', name: 'g', members: [] }),
		);
		expect(refusal).to.equal('error-not-allowed');
	});
});

// apps/meteor/app/lib/server/functions/createDirectRoom.ts, server/methods/createDirectMessage.ts
describe('making a direct message', () => {
	// Older servers join the ids of two people to the id of their room.
	const server = memoryServer('8.4');
	['alice', 'bob', 'carol'].forEach((name) => someUser(server, name));

	it('has the two sorted ids as its id, names from the other side, and is open for its creator only', async () => {
		const { room, inserted } = await createDirectMessage(server, ['bob'], 'alice-id');
		expect(inserted).to.equal(true);
		expect(room).to.deep.include({
			_id: 'alice-idbob-id',
			t: 'd',
			usernames: ['alice', 'bob'],
			uids: ['alice-id', 'bob-id'],
			usersCount: 2,
			msgs: 0,
		});
		expect(room).not.to.have.any.keys('u', 'name', 'fname');
		expect(subscriptionOf(server, room._id, 'alice-id')).to.include({
			name: 'bob',
			fname: 'BOB',
			open: true,
		});
		expect(subscriptionOf(server, room._id, 'bob-id')).to.include({
			name: 'alice',
			fname: 'ALICE',
			open: false,
		});
	});

	it('is the same room whoever of its members asks, also with more than two', async () => {
		const two = await createDirectMessage(server, ['alice'], 'bob-id');
		expect([two.room._id, two.inserted]).to.deep.equal(['alice-idbob-id', false]);
		const three = await createDirectMessage(server, ['bob', 'carol'], 'alice-id');
		const again = await createDirectMessage(server, ['alice', 'bob'], 'carol-id');
		expect(again.room._id).to.equal(three.room._id);
		expect(three.room._id).to.match(/^\w{17}$/);
	});

	it('stays without a member whose account is deleted, if others are left', async () => {
		const dave = someUser(server, 'dave');
		const { room } = await createDirectMessage(server, ['bob', 'dave'], 'alice-id');
		const { room: two } = await createDirectMessage(server, ['dave'], 'alice-id');
		await deleteUser(server, dave._id);
		const { rooms } = collections(server);
		expect(rooms.findById(room._id)).to.deep.include({
			usernames: ['alice', 'bob'],
			uids: ['alice-id', 'bob-id'],
			usersCount: 2,
		});
		expect(rooms.findById(two._id)).to.equal(undefined);
	});

	it('takes no more than DirectMesssage_maxUsers and no name with both @ and :', async () => {
		const many = Array.from({ length: 8 }, (_, index) => `user${index}`);
		const tooMany = await thrownBy(() => createDirectMessage(server, many, 'alice-id'));
		expect(tooMany).to.equal('error-direct-message-max-user-exceeded');
		const federated = await thrownBy(() => createDirectMessage(server, ['@a:b'], 'alice-id'));
		expect(federated).to.equal('error-federated-users-in-non-federated-rooms');
	});
});

// apps/meteor/app/lib/server/functions/addUserToRoom.ts, removeUserFromRoom.ts; server/methods/removeUserFromRoom.ts
describe('joining and leaving a room', () => {
	let server: Server;

	beforeEach(() => {
		server = memoryServer();
		const [alice, bob] = ['alice', 'bob', 'carol'].map((name) => someUser(server, name));
		someChannel(
			server,
			'team',
			[alice, bob].flatMap((user) => user ?? []),
		);
		const own = subscriptionOf(server, 'team-id', 'alice-id') ?? expect.fail('no subscription');
		collections(server).subscriptions.set(own._id, { roles: ['owner'] });
	});

	const user = (name: string): ReturnType<typeof someUser> =>
		collections(server).users.findOne({ username: name }) ?? expect.fail(`no ${name}`);

	it('joining leaves uj, being added leaves au by who added, and both count', async () => {
		expect(await addUserToRoom(server, 'team-id', 'carol-id')).to.equal(true);
		expect(await addUserToRoom(server, 'team-id', 'carol-id')).to.equal(false);
		await removeUserFromRoom(server, 'team-id', user('carol'));
		await inviteToRoom(server, user('alice'), 'team-id', [user('carol')]);
		expect(systemMessages(server, 'team-id')).to.deep.equal([
			['uj', 'carol', 'carol'],
			['ul', 'carol', 'carol'],
			['au', 'carol', 'alice'],
		]);
		expect(collections(server).rooms.findById('team-id')).to.include({ usersCount: 3, msgs: 3 });
	});

	it('leaving leaves ul, being kicked ru by who kicked', async () => {
		await leaveRoom(server, user('bob'), 'team-id');
		await addUserToRoom(server, 'team-id', 'bob-id');
		await kickUser(server, user('alice'), 'team-id', user('bob'));
		expect(systemMessages(server, 'team-id')).to.deep.equal([
			['ul', 'bob', 'bob'],
			['uj', 'bob', 'bob'],
			['ru', 'bob', 'alice'],
		]);
		expect(subscriptionOf(server, 'team-id', 'bob-id')).to.equal(undefined);
	});

	it('the last owner can neither leave nor be kicked, not even by an administrator', async () => {
		const admin = someUser(server, 'admin', { roles: ['user', 'admin'] });
		expect(await thrownBy(() => leaveRoom(server, user('alice'), 'team-id'))).to.equal(
			'error-you-are-last-owner',
		);
		expect(await thrownBy(() => kickUser(server, admin, 'team-id', user('alice')))).to.equal(
			'error-you-are-last-owner',
		);
		expect(subscriptionOf(server, 'team-id', 'alice-id')?.roles).to.deep.equal(['owner']);
	});

	it('one of two owners can leave, and then the other is the last', async () => {
		const second = subscriptionOf(server, 'team-id', 'bob-id') ?? expect.fail('no subscription');
		collections(server).subscriptions.set(second._id, { roles: ['owner'] });
		await leaveRoom(server, user('alice'), 'team-id');
		expect(subscriptionOf(server, 'team-id', 'alice-id')).to.equal(undefined);
		expect(await thrownBy(() => leaveRoom(server, user('bob'), 'team-id'))).to.equal(
			'error-you-are-last-owner',
		);
	});

	it('a member without a role in the room kicks nobody', async () => {
		expect(await thrownBy(() => kickUser(server, user('bob'), 'team-id', user('alice')))).to.equal(
			'error-not-allowed',
		);
	});

	it('nobody can be added to a direct message', async () => {
		const { room } = await createDirectMessage(server, ['bob'], 'alice-id');
		expect(await addUserToRoom(server, room._id, 'carol-id')).to.equal(false);
	});
});

// apps/meteor/app/channel-settings/server/methods/saveRoomSettings.ts and its functions
describe('changing a room', () => {
	const server = memoryServer();
	const [alice, bob] = ['alice', 'bob'].map((name) => someUser(server, name)) as [
		ReturnType<typeof someUser>,
		ReturnType<typeof someUser>,
	];
	const room = someChannel(server, 'team', [alice, bob]);
	const own = subscriptionOf(server, 'team-id', 'alice-id') ?? expect.fail('no subscription');
	collections(server).subscriptions.set(own._id, { roles: ['owner'] });

	it('leaves a system message for each change, its text being the new value', () => {
		saveRoomSettings(
			server,
			'team-id',
			{
				roomName: 'crew',
				roomTopic: 'topic',
				roomDescription: 'words',
				roomAnnouncement: 'news',
				readOnly: true,
				roomType: 'p',
			},
			alice,
		);
		setRoomRole(server, room, bob, 'moderator', true, alice);
		setMuted(server, room, bob, true, alice);
		expect(systemMessages(server, 'team-id')).to.deep.equal([
			['r', 'crew', 'alice'],
			['room_changed_topic', 'topic', 'alice'],
			['room_changed_description', 'words', 'alice'],
			['room_changed_announcement', 'news', 'alice'],
			['room-set-read-only', '', 'alice'],
			['room_changed_privacy', 'private', 'alice'],
			['subscription-role-added', 'bob', 'alice'],
			['user-muted', 'bob', 'alice'],
		]);
		expect(collections(server).rooms.findById('team-id')).to.deep.include({
			name: 'crew',
			fname: 'crew',
			topic: 'topic',
			t: 'p',
			ro: true,
			muted: ['bob'],
		});
		expect(subscriptionOf(server, 'team-id', 'bob-id')).to.include({ name: 'crew', t: 'p' });
	});

	it('shows a new picture at once, and says so half a second later', async () => {
		const before = systemMessages(server, 'team-id').length;
		saveRoomSettings(server, 'team-id', { roomAvatar: 'data:image/gif;base64,R0lG' }, alice);
		expect(roomAvatarOf(server, 'team-id')).to.deep.include({
			type: 'image/gif',
			content: Buffer.from('GIF'),
		});
		expect(collections(server).rooms.findById('team-id')).not.to.have.property('avatarETag');
		const said = await eventually('a system message', () => {
			const messages = systemMessages(server, 'team-id').slice(before);
			return messages.length > 0 && messages;
		});
		expect(said).to.deep.equal([['room_changed_avatar', '', 'alice']]);
		expect(collections(server).rooms.findById('team-id')).to.have.property('avatarETag');
	});

	it('removes its picture, and makes it public again', () => {
		const before = systemMessages(server, 'team-id').length;
		saveRoomSettings(server, 'team-id', { roomAvatar: '', roomType: 'c' }, alice);
		expect(systemMessages(server, 'team-id').slice(before)).to.deep.equal([
			['room_changed_privacy', 'public', 'alice'],
			['room_changed_avatar', '', 'alice'],
		]);
		expect(roomAvatarOf(server, 'team-id')).to.equal(undefined);
		expect(collections(server).rooms.findById('team-id')).not.to.have.property('avatarETag');
	});

	it('cannot become a direct message', async () => {
		const changed = thrownBy(() => saveRoomSettings(server, 'team-id', { roomType: 'd' }, alice));
		expect(await changed).to.equal('error-invalid-room-type');
	});

	it('cannot give it the name of a user', async () => {
		const rename = (roomName: string): Promise<string> =>
			thrownBy(() => saveRoomSettings(server, 'team-id', { roomName }, alice));
		expect(await rename('BOB')).to.equal('error-duplicate-handle');
		expect(await rename('all')).to.equal('error-blocked-username');
	});

	it('archives and unarchives it, each with its own permission', async () => {
		const root = someUser(server, 'root', { roles: ['admin'] });
		archiveRoom(server, room, alice);
		expect(subscriptionOf(server, 'team-id', 'bob-id')).to.include({ archived: true, open: false });
		expect(await thrownBy(() => unarchiveRoom(server, room, alice))).to.equal('error-not-authorized');
		unarchiveRoom(server, room, root);
		expect(subscriptionOf(server, 'team-id', 'bob-id')).to.include({ archived: false, open: true });
		expect(collections(server).rooms.findById('team-id')?.archived).to.equal(false);
		expect(systemMessages(server, 'team-id').slice(-2)).to.deep.equal([
			['room-archived', '', 'alice'],
			['room-unarchived', '', 'root'],
		]);
	});

	it('is refused without the permission', async () => {
		someUser(server, 'carol');
		const carol = collections(server).users.findById('carol-id') ?? expect.fail('no carol');
		const refusal = await thrownBy(() => saveRoomSettings(server, 'team-id', { roomTopic: 'x' }, carol));
		expect(refusal).to.equal('error-action-not-allowed');
	});

	it('is followed by its deletion with everything that belongs to it', () => {
		deleteRoom(server, 'team-id');
		expect(collections(server).rooms.findById('team-id')).to.equal(undefined);
		expect(subscriptionsOf(server, 'team-id')).to.deep.equal([]);
		expect(collections(server).messages.count({ rid: 'team-id' })).to.equal(0);
	});
});
