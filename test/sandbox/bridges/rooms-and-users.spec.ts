import { expect } from 'chai';
import type { AccessorCall } from '../probe-app/calls';
import { postEvents } from '../support/probe-package';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

type Fields = Record<string, unknown>;

async function refusal(work: Promise<unknown>): Promise<string> {
	try {
		await work;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error('Nothing was refused');
}

describe('rooms and users between an app and the workspace', () => {
	let probe: ProbeWorkspace;
	let alice: Credentials;
	let bob: Credentials;
	let refused: Credentials;

	before(async () => {
		// In older servers the id of a direct message of two is known beforehand.
		probe = await ProbeWorkspace.start(
			[...postEvents, 'IPreRoomUserJoined', 'IPreRoomUserLeave', 'IPreFileUpload'],
			'8.4',
		);
		alice = await probe.person('alice');
		bob = await probe.person('bob');
		refused = await probe.person('refused');
	});

	after(() => probe.stop());

	beforeEach(() => probe.forgetEvents());

	const startBot = (username: string, fields: Fields = {}): Promise<unknown> =>
		probe.call({
			path: 'modify.getCreator.startBotUser',
			args: [{ username, name: username, roles: ['bot'], isEnabled: true, ...fields }],
			chain: [],
			finish: 'modify.getCreator.finish',
		});
	const startRoom = (...chain: NonNullable<AccessorCall['chain']>): Promise<unknown> =>
		probe.call({ path: 'modify.getCreator.startRoom', chain, finish: 'modify.getCreator.finish' });
	const startChannel = (name: string, ...chain: NonNullable<AccessorCall['chain']>): Promise<unknown> =>
		startRoom(
			['setType', 'c'],
			['setCreator', { $user: 'alice' }],
			['setSlugifiedName', name],
			['setDisplayName', `Shown ${name}`],
			...chain,
		);
	const roomOf = async (roomId: unknown): Promise<Fields> =>
		(await probe.rest('GET', `/api/v1/rooms.info?roomId=${String(roomId)}`)).body.room as Fields;

	// apps/meteor/app/apps/server/bridges/users.ts, create
	it('an app makes bots with any name, but no people and nobody with a role that rules', async () => {
		const id = await startBot('bob:example.org', { status: 'online' });
		expect(await probe.call({ path: 'read.getUserReader.getById', args: [id] })).to.include({
			username: 'bob:example.org',
			type: 'bot',
			status: 'online',
		});
		expect(await refusal(startBot('carol', { type: 'user' }))).to.contain(
			'Creating normal users is currently not supported',
		);
		expect(await refusal(startBot('BOB:example.org'))).to.contain('is already being used');
		expect(await refusal(startBot('boss', { roles: ['Admin'] }))).to.contain(
			'Should not be admin, owner or moderator',
		);
		expect(await probe.events('PostUserCreated')).to.deep.equal([]);
	});

	// apps/meteor/app/apps/server/bridges/users.ts, update; ee/packages/presence/src/Presence.ts
	it('a bot that an app sets online stays offline, having no connection, but has the status text', async () => {
		await startBot('status.bot');
		await probe.call({
			path: 'modify.getUpdater.getUserUpdater.updateStatus',
			args: [{ $user: 'status.bot' }, 'here I am', 'online'],
		});
		expect(
			await probe.call({ path: 'read.getUserReader.getByUsername', args: ['status.bot'] }),
		).to.include({
			status: 'offline',
			statusText: 'here I am',
		});
	});

	// apps/meteor/app/apps/server/bridges/rooms.ts, create; functions/createRoom.ts
	it('a channel that an app makes raises the event of its creation', async () => {
		const id = await startChannel(
			'made-by-app',
			['addMemberToBeAddedByUsername', 'bob'],
			['setCustomFields', { federation: { roomId: '!room:example.org' } }],
		);
		const { data } = await probe.waitForEvent('PostRoomCreate', (room) => room.id === id);
		expect(data).to.deep.include({
			slugifiedName: 'made-by-app',
			displayName: 'Shown made-by-app',
			customFields: { federation: { roomId: '!room:example.org' } },
		});
		expect(await roomOf(id)).to.include({ usersCount: 2 });
		expect(await probe.events('PostRoomUserJoined')).to.deep.equal([]);
	});

	// apps/meteor/app/discussion/server/methods/createDiscussion.ts
	it('the app learns of a discussion with its parent room, and by a system message in that room', async () => {
		const prid = await startChannel('parent');
		const { body } = await probe.rest(
			'POST',
			'/api/v1/rooms.createDiscussion',
			{ prid, t_name: 'Where to eat?' },
			alice,
		);
		const { _id: id } = body.discussion as { _id: string };
		const created = await probe.waitForEvent('PostRoomCreate', (room) => room.id === id);
		expect(created.data).to.deep.include({ displayName: 'Where to eat?', type: 'c' });
		expect((created.data as Fields).parentRoom).to.include({ id: prid, slugifiedName: 'parent' });
		const told = await probe.waitForEvent(
			'PostSystemMessageSent',
			({ type }) => type === 'discussion-created',
		);
		const { room, ...message } = told.data as Fields;
		expect(message).to.deep.include({ text: 'Where to eat?' });
		expect(message._unmappedProperties_).to.include({ drid: id });
		expect(room).to.include({ id: prid });
	});

	// apps/meteor/app/lib/server/functions/createRoom.ts, hasFederatedMembers
	it('members whose names have both @ and : are refused', async () => {
		const made = startChannel('federated', ['addMemberToBeAddedByUsername', '@bob:example.org']);
		expect(await refusal(made)).to.contain('error-federated-users-in-non-federated-rooms');
	});

	// apps/meteor/app/lib/server/functions/createDirectRoom.ts
	it('a direct message of the same people is the same room, and only the first call makes one', async () => {
		const make = (): Promise<unknown> =>
			startRoom(
				['setType', 'd'],
				['setCreator', { $user: 'alice' }],
				['addMemberToBeAddedByUsername', 'bob'],
			);
		const id = await make();
		expect(id).to.equal([alice.userId, bob.userId].sort().join(''));
		await probe.waitForEvent('PostRoomCreate', (room) => room.id === id);
		await probe.forgetEvents();
		expect(await make()).to.equal(id);
		const found = await probe.call({
			path: 'read.getRoomReader.getDirectByUsernames',
			args: [['bob', 'alice']],
		});
		expect(found).to.include({ id, type: 'd' });
		expect(found).not.to.have.any.keys('creator', 'displayName', 'slugifiedName');
		await probe.call({
			path: 'modify.getUpdater.getUserUpdater.updateBio',
			args: [{ $user: 'alice' }, 'later'],
		});
		expect(await probe.events('PostRoomCreate')).to.deep.equal([]);
	});

	// apps/meteor/app/apps/server/bridges/rooms.ts, update: Rooms.updateOne
	it('an update of a room by the app raises no event and leaves no system message', async () => {
		const id = await startChannel('to-update');
		await probe.waitForEvent('PostRoomCreate', (room) => room.id === id);
		await probe.forgetEvents();
		await probe.call({
			path: 'modify.getUpdater.room',
			args: [id, { $user: 'alice' }],
			chain: [['setDisplayName', 'New Name']],
			finish: 'modify.getUpdater.finish',
		});
		expect(await roomOf(id)).to.include({ fname: 'New Name' });
		// What comes after it is seen, and nothing before.
		await probe.rest('POST', '/api/v1/channels.setTopic', { roomId: id, topic: 'a topic' }, alice);
		await probe.waitForEvent('PostSystemMessageSent', ({ type }) => type === 'room_changed_topic');
		expect((await probe.events()).map(({ name }) => name)).to.deep.equal(['PostSystemMessageSent']);
	});

	// deno-runtime's ModifyUpdater asks for creator and name, which direct messages have not; ModifyExtender does not
	it('custom fields of a direct message can be set by the extender, not by the updater', async () => {
		const id = [alice.userId, bob.userId].sort().join('');
		const updated = probe.call({
			path: 'modify.getUpdater.room',
			args: [id, { $user: 'alice' }],
			chain: [['setCustomFields', { a: 1 }]],
			finish: 'modify.getUpdater.finish',
		});
		expect(await refusal(updated)).to.contain('Invalid creator assigned to the room.');
		await probe.call({
			path: 'modify.getExtender.extendRoom',
			args: [id, { $user: 'alice' }],
			chain: [['addCustomField', 'a', 1]],
			finish: 'modify.getExtender.finish',
		});
		const found = (await probe.call({ path: 'read.getRoomReader.getById', args: [id] })) as Fields;
		expect(found.customFields).to.deep.equal({ a: 1 });
	});

	// apps/meteor/app/lib/server/functions/addUserToRoom.ts, removeUserFromRoom.ts; server/methods/removeUserFromRoom.ts
	it('the app learns who joins, is invited, is kicked and leaves, and who did it', async () => {
		const id = await startChannel('comings');
		const byAlice = (action: string): ReturnType<ProbeWorkspace['rest']> =>
			probe.rest('POST', `/api/v1/channels.${action}`, { roomId: id, userId: bob.userId }, alice);
		await byAlice('invite');
		const invited = await probe.waitForEvent('PostRoomUserJoined');
		expect((invited.data as { inviter: Fields }).inviter).to.include({ username: 'alice' });
		await byAlice('kick');
		const kicked = await probe.waitForEvent('PostRoomUserLeave');
		expect((kicked.data as { removedBy: Fields }).removedBy).to.include({ username: 'alice' });
		await probe.forgetEvents();
		await probe.rest('POST', '/api/v1/channels.join', { roomId: id }, bob);
		const joined = await probe.waitForEvent('PostRoomUserJoined');
		expect(joined.data).not.to.have.property('inviter');
		await probe.call({ path: 'modify.getDeleter.removeUsersFromRoom', args: [id, ['bob']] });
		const removed = await probe.waitForEvent('PostRoomUserLeave');
		expect(removed.data).not.to.have.property('removedBy');
		await probe.waitForEvent('PostSystemMessageSent', ({ type }) => type === 'ul');
	});

	// apps/meteor/app/lib/server/functions/addUserToRoom.ts: AppsEngineException
	it('an app can refuse who joins and who leaves', async () => {
		const id = await startChannel('guarded');
		const { body } = await probe.rest(
			'POST',
			'/api/v1/channels.invite',
			{ roomId: id, username: 'refused' },
			alice,
		);
		expect(body).to.include({ success: false, errorType: 'error-app-prevented' });
		expect(await roomOf(id)).to.include({ usersCount: 1 });
		const other = await startChannel('guarded-exit', ['addMemberToBeAddedByUsername', 'refused']);
		const kick = { roomId: other, userId: refused.userId };
		const kicked = await probe.rest('POST', '/api/v1/channels.kick', kick, alice);
		expect(kicked.body).to.include({ success: false, errorType: 'error-app-prevented' });
		expect(await roomOf(other)).to.include({ usersCount: 2 });
	});

	// ModifyDeleter of the engine; apps/meteor/app/apps/server/bridges/rooms.ts, removeUsers, has the same limit
	it('at most 50 users are removed by one call', async () => {
		const usernames = Array.from({ length: 51 }, (_, index) => `many.${index}`);
		for (const username of usernames) {
			await startBot(username);
		}
		const id = await startChannel(
			'crowd',
			...usernames.map((name): [string, string] => ['addMemberToBeAddedByUsername', name]),
		);
		const remove = (names: string[]): Promise<unknown> =>
			probe.call({ path: 'modify.getDeleter.removeUsersFromRoom', args: [id, names] });
		expect(await refusal(remove(usernames))).to.contain('A maximum of 50 members');
		expect(await roomOf(id)).to.include({ usersCount: 52 });
		await remove(usernames.slice(1));
		expect(await roomOf(id)).to.include({ usersCount: 2 });
	});

	// apps/meteor/app/apps/server/bridges/rooms.ts, delete: functions/deleteRoom.ts raises nothing
	it('a room that the app deletes goes without an event, one that a person deletes with one', async () => {
		const [byApp, byPerson] = [await startChannel('gone-1'), await startChannel('gone-2')];
		await probe.call({ path: 'modify.getDeleter.deleteRoom', args: [byApp] });
		await probe.rest('POST', '/api/v1/channels.delete', { roomId: byPerson }, alice);
		await probe.waitForEvent('PostRoomDeleted', (room) => room.id === byPerson);
		expect(await probe.events('PostRoomDeleted')).to.have.length(1);
	});

	// apps/meteor/app/lib/server/functions/saveUser/saveUser.ts
	it('the event of a changed user has the previous user', async () => {
		await probe.rest('POST', '/api/v1/users.update', { userId: bob.userId, data: { name: 'Robert' } });
		const { data } = await probe.waitForEvent('PostUserUpdated');
		const { user, previousData } = data as Record<'user' | 'previousData', Fields>;
		expect([previousData.name, user.name]).to.deep.equal(['bob', 'Robert']);
	});

	// apps/meteor/app/authentication/server/startup; app/lib/server/functions/deleteUser.ts
	it('the events of new and deleted users have little more than the username', async () => {
		await probe.person('dora');
		const created = await probe.waitForEvent('PostUserCreated');
		const known = (data: unknown): Fields =>
			Object.fromEntries(
				Object.entries((data as { user: Fields }).user).filter(([, field]) => field !== null),
			);
		const { id } = known(created.data);
		const nothing = { statusConnection: 'undefined', settings: { preferences: {} } };
		expect(known(created.data)).to.deep.equal({
			id,
			username: 'dora',
			type: 'user',
			roles: ['user'],
			...nothing,
		});
		expect((created.data as { performedBy: Fields }).performedBy).to.include({ username: 'admin' });
		await probe.rest('POST', '/api/v1/users.delete', { username: 'dora' });
		const deleted = await probe.waitForEvent('PostUserDeleted');
		expect(known(deleted.data)).to.deep.equal({
			id,
			username: 'dora',
			type: 'unknown',
			roles: ['user'],
			...nothing,
		});
	});

	// apps/meteor/app/apps/server/bridges/uploads.ts; app/file-upload/server/lib/FileUpload.ts
	it('an upload of the app posts its message; size, type and apps can refuse it', async () => {
		const id = await startChannel('files');
		const upload = (filename: string, bytes: number): Promise<unknown> =>
			probe.call({
				path: 'modify.getCreator.getUploadCreator.uploadBuffer',
				args: [{ $zeros: bytes }, { filename, room: { $room: id }, user: { $user: 'alice' } }],
			});
		const uploaded = (await upload('a.txt', 3)) as Fields;
		expect(uploaded).to.include({ name: 'a.txt', size: 3, type: 'text/plain', complete: true });
		const { data } = await probe.waitForEvent('PostMessageSent', ({ file }) => Boolean(file));
		expect(data).to.deep.include({
			text: '',
			file: { _id: uploaded.id, name: 'a.txt', type: 'text/plain', size: 3, format: '' },
		});
		probe.server.settings.set('FileUpload_MaxFileSize', 10);
		expect(await refusal(upload('big.txt', 11))).to.contain('error-file-too-large');
		expect(await refusal(upload('a.svg', 1))).to.contain('error-invalid-file-type');
		expect(await refusal(upload('refused.txt', 1))).to.contain('error-app-prevented');
	});
});
