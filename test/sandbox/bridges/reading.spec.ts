import { expect } from 'chai';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

type Fields = Record<string, unknown>;

describe('what an app reads of rooms, users and files', () => {
	let probe: ProbeWorkspace;
	let alice: Credentials;
	let bob: Credentials;
	let roomId: string;

	before(async () => {
		probe = await ProbeWorkspace.start();
		alice = await probe.person('alice');
		bob = await probe.person('bob');
		const room = { name: 'team', members: ['bob'] };
		const { body } = await probe.rest('POST', '/api/v1/channels.create', room, alice);
		roomId = String((body.channel as Fields)._id);
		const role = { roomId, userId: bob.userId };
		for (const name of ['addModerator', 'addLeader']) {
			await probe.rest('POST', `/api/v1/channels.${name}`, role, alice);
		}
	});

	after(() => probe.stop());

	const read = (reader: string, method: string, ...args: unknown[]): Promise<unknown> =>
		probe.call({ path: `read.${reader}.${method}`, args });
	const usernames = (users: unknown): unknown[] => (users as Fields[]).map(({ username }) => username);
	const say = async (text: string, fields: Fields = {}): Promise<string> => {
		const message = { rid: roomId, msg: text, ...fields };
		const { body } = await probe.rest('POST', '/api/v1/chat.sendMessage', { message }, alice);
		return String((body.message as Fields)._id);
	};

	// apps/meteor/app/apps/server/bridges/rooms.ts
	it('finds a room by its name, with its creator, members and those who have a role in it', async () => {
		expect(await read('getRoomReader', 'getByName', 'team')).to.include({ id: roomId });
		expect(await read('getRoomReader', 'getByName', 'no team')).to.equal(null);
		expect(await read('getRoomReader', 'getCreatorUserById', roomId)).to.include({ username: 'alice' });
		expect(await read('getRoomReader', 'getCreatorUserByName', 'team')).to.include({ username: 'alice' });
		expect(usernames(await read('getRoomReader', 'getMembers', roomId))).to.deep.equal(['alice', 'bob']);
		expect(usernames(await read('getRoomReader', 'getOwners', roomId))).to.deep.equal(['alice']);
		expect(usernames(await read('getRoomReader', 'getModerators', roomId))).to.deep.equal(['bob']);
		expect(usernames(await read('getRoomReader', 'getLeaders', roomId))).to.deep.equal(['bob']);
	});

	// apps/meteor/app/apps/server/bridges/rooms.ts, getMessages
	it("lists a room's messages without system messages, and those of threads only when asked", async () => {
		const first = await say('first');
		await say('reply', { tmid: first });
		await say('second');
		const texts = async (options: Fields): Promise<unknown[]> =>
			((await read('getRoomReader', 'getMessages', roomId, options)) as Fields[]).map(
				({ text }) => text,
			);
		expect(await texts({ sort: { createdAt: 'desc' }, showThreadMessages: false })).to.deep.equal([
			'second',
			'first',
		]);
		expect(
			await texts({ limit: 2, skip: 1, sort: { createdAt: 'asc' }, showThreadMessages: true }),
		).to.deep.equal(['reply', 'second']);
	});

	// apps/meteor/app/apps/server/bridges/uploads.ts
	it('reads an upload and its content', async () => {
		const uploaded = (await probe.call({
			path: 'modify.getCreator.getUploadCreator.uploadBuffer',
			args: [
				{ $bytes: Buffer.from('content').toString('base64') },
				{ filename: 'a.txt', room: { $room: roomId }, user: { $user: 'alice' } },
			],
		})) as Fields;
		const found = (await read('getUploadReader', 'getById', uploaded.id)) as Record<string, Fields>;
		expect(found).to.include({ name: 'a.txt', size: 7, type: 'text/plain' });
		expect([found.room?.id, found.user?.username]).to.deep.equal([roomId, 'alice']);
		const bytes = (await read('getUploadReader', 'getBufferById', uploaded.id)) as { $bytes: string };
		expect(Buffer.from(bytes.$bytes, 'base64').toString()).to.equal('content');
	});

	// apps/meteor/app/message-pin/server/pinMessage.ts
	it('sees who pins a message and takes the pin away, and the system message of the pin', async () => {
		const messageId = await say('pin me');
		await probe.forgetEvents();
		await probe.rest('POST', '/api/v1/chat.pinMessage', { messageId }, bob);
		const { data } = await probe.waitForEvent('PostMessagePinned');
		const { message, user, isPinned } = data as { message: Fields; user: Fields; isPinned: boolean };
		expect([message.id, user.username, isPinned]).to.deep.equal([messageId, 'bob', true]);
		const system = await probe.waitForEvent(
			'PostSystemMessageSent',
			({ type }) => type === 'message_pinned',
		);
		expect((system.data as { attachments: Fields[] }).attachments[0]).to.include({ text: 'pin me' });
		await probe.rest('POST', '/api/v1/chat.unPinMessage', { messageId }, bob);
		await probe.waitForEvent('PostMessagePinned', (event) => event.isPinned === false);
	});

	// server/lib/messaging/stars/starMessage.ts, server/meteor-methods/messages/followMessage.ts,
	// server/lib/moderation/reportMessage.ts
	it('sees who stars, follows and reports a message', async () => {
		const messageId = await say('look at this');
		await probe.forgetEvents();
		const act = async (path: string, body: object, event: string): Promise<Fields> => {
			await probe.rest('POST', `/api/v1/chat.${path}`, body, bob);
			const { message, user, ...rest } = (await probe.waitForEvent(event)).data as Record<
				string,
				Fields
			>;
			expect([message?.id, user?.username], path).to.deep.equal([messageId, 'bob']);
			return rest;
		};
		expect(await act('starMessage', { messageId }, 'PostMessageStarred')).to.deep.equal({
			isStarred: true,
		});
		expect(await act('followMessage', { mid: messageId }, 'PostMessageFollowed')).to.deep.equal({
			isFollowed: true,
		});
		const report = { messageId, description: 'rude' };
		expect(await act('reportMessage', report, 'PostMessageReported')).to.deep.equal({ reason: 'rude' });
	});

	// apps/meteor/app/lib/server/functions/setUserActiveStatus.ts
	it('can switch the account of a user off', async () => {
		const { userId } = await probe.person('carol');
		await probe.call({ path: 'modify.getUpdater.getUserUpdater.deactivate', args: [userId, true] });
		expect(await read('getUserReader', 'getById', userId)).to.include({ isEnabled: false });
	});
});
