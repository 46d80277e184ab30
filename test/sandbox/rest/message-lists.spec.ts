import { expect } from 'chai';
import type { MessageDocument } from '../../../sandbox/workspace/database/documents';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { createDirectMessage } from '../../../sandbox/workspace/functions/create-direct-room';
import { deleteMessage } from '../../../sandbox/workspace/functions/delete-message';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { DomainRest, type Answer } from '../support/domain-rest';
import { memoryServer, someChannel, someUser, then } from '../support/memory-server';

// apps/meteor/server/api/v1/chat.ts, misc.ts, im.ts, roles.ts, permissions.ts, emoji-custom.ts
describe('the REST API that other clients call', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice');
	const bob = someUser(server, 'bob');
	const admin = someUser(server, 'root', { roles: ['admin'] });
	const room = someChannel(server, 'team', [alice, bob]);
	let rest: DomainRest;

	before(async () => {
		rest = await DomainRest.start(server);
	});

	after(() => rest.stop());

	const call = (path: string, body?: object, user = alice): Promise<Answer> => rest.call(path, user, body);
	const send = async (msg: string, fields: Partial<MessageDocument> = {}): Promise<MessageDocument> =>
		(await executeSendMessage(server, 'alice-id', { rid: room._id, msg, ...fields })) ??
		expect.fail('no message was sent');
	const texts = (answer: Answer, list = 'messages'): string[] =>
		(answer[list] as { msg: string }[]).map(({ msg }) => msg);

	it('names its version to everybody', async () => {
		expect(await call('info')).to.deep.equal({ version: '9.0', success: true, status: 200 });
	});

	it('finds people and channels: spotlight, directory', async () => {
		const found = await call('v1/spotlight?query=b');
		expect(found.users).to.deep.equal([
			{ _id: 'bob-id', username: 'bob', name: 'BOB', status: 'offline', outside: true },
		]);
		expect((await call('v1/spotlight?query=%23te')).rooms).to.deep.equal([
			{ _id: 'team-id', t: 'c', name: 'team' },
		]);
		expect((await call('v1/spotlight?query=@team')).rooms).to.deep.equal([]);
		const query = encodeURIComponent('{"text": "BO", "type": "users"}');
		const people = await call(`v1/directory?query=${query}`);
		expect([people.total, (people.result as Answer[])[0]?.username]).to.deep.equal([1, 'bob']);
		const channels = await call('v1/directory?text=tea');
		expect((channels.result as Answer[])[0]).to.include({ _id: 'team-id' });
	});

	it('lists roles, their people, permissions and custom emoji', async () => {
		const { roles } = await call('v1/roles.list');
		expect((roles as Answer[]).map(({ _id }) => _id)).to.include.members(['admin', 'bot', 'owner']);
		expect((await call('v1/roles.getUsersInRole?role=admin')).status).to.equal(403);
		expect((await call('v1/roles.getUsersInRole?role=admin', undefined, admin)).total).to.equal(1);
		const { update } = await call('v1/permissions.listAll');
		expect(update).to.deep.include({ _id: 'unarchive-room', roles: ['admin'] });
		collections(server).customEmoji.insert({
			_id: 'e',
			name: 'parrot',
			aliases: [],
			extension: 'gif',
			_updatedAt: then,
		});
		expect((await call('v1/emoji-custom.list')).emojis).to.have.nested.property(
			'update[0].name',
			'parrot',
		);
		expect((await call('v1/emoji-custom.all')).total).to.equal(1);
	});

	it('searches words and patterns', async () => {
		await send('an apple a day');
		await send('pineapple');
		const search = async (text: string): Promise<string[]> =>
			texts(await call(`v1/chat.search?roomId=team-id&searchText=${encodeURIComponent(text)}`));
		expect(await search('Apple')).to.deep.equal(['an apple a day']);
		expect(await search('/PINE.*/i')).to.deep.equal(['pineapple']);
	});

	it('lists starred, pinned and mentioning messages of those who may see the room', async () => {
		const { _id } = await send('look @alice');
		await call('v1/chat.starMessage', { messageId: _id });
		await call('v1/chat.starMessage', { messageId: _id }, bob);
		await call('v1/chat.unStarMessage', { messageId: _id }, bob);
		await call('v1/chat.pinMessage', { messageId: _id }, admin);
		for (const [kind, user, expected] of [
			['Starred', alice, ['look @alice']],
			['Starred', bob, []],
			['Mentioned', alice, ['look @alice']],
			['Mentioned', bob, []],
			['Pinned', bob, ['look @alice']],
		] as const) {
			const answer = await call(`v1/chat.get${kind}Messages?roomId=team-id`, undefined, user);
			expect(texts(answer), `${kind} ${user.username}`).to.deep.equal(expected);
		}
		const closed = someChannel(server, 'closed', [alice], { t: 'p' });
		const refused = await call(`v1/chat.getPinnedMessages?roomId=${closed._id}`, undefined, bob);
		expect(refused.status).to.equal(400);
	});

	it('lists threads, the messages of one, and what was deleted since a time', async () => {
		const first = await send('first');
		await send('reply', { tmid: first._id });
		expect(texts(await call('v1/chat.getThreadsList?rid=team-id'), 'threads')).to.deep.equal(['first']);
		expect(texts(await call(`v1/chat.getThreadMessages?tmid=${first._id}`))).to.deep.equal(['reply']);
		const gone = await send('gone');
		const since = new Date(Date.now() - 1000).toISOString();
		await deleteMessage(server, gone, alice);
		const deleted = await call(`v1/chat.getDeletedMessages?roomId=team-id&since=${since}`);
		expect(deleted.messages).to.deep.equal([{ _id: gone._id }]);
	});

	it("lists rooms: all channels, and the caller's own", async () => {
		someChannel(server, 'others', [bob]);
		someChannel(server, 'hidden', [bob], { t: 'p' });
		const ids = (answer: Answer, list: string): string[] =>
			(answer[list] as { _id: string }[]).map(({ _id }) => _id);
		expect(ids(await call('v1/channels.list'), 'channels')).to.deep.equal(['others-id', 'team-id']);
		expect(ids(await call('v1/channels.list.joined'), 'channels')).to.deep.equal(['team-id']);
		expect(ids(await call('v1/groups.list'), 'groups')).to.deep.equal(['closed-id']);
		expect(ids(await call('v1/rooms.get'), 'update')).to.have.members(['team-id', 'closed-id']);
		const mine = (await call('v1/subscriptions.get')).update as { rid: string }[];
		expect(mine.map(({ rid }) => rid)).to.have.members(['team-id', 'closed-id']);
	});

	it('gives the history between two times', async () => {
		const early = await send('early');
		const late = await send('late');
		collections(server).messages.set(early._id, { ts: new Date('2026-01-01T10:00:00Z') });
		collections(server).messages.set(late._id, { ts: new Date('2026-01-01T12:00:00Z') });
		const between = 'latest=2026-01-01T12:00:00Z&oldest=2026-01-01T09:00:00Z';
		expect(texts(await call(`v1/channels.history?roomId=team-id&${between}`))).to.deep.equal(['early']);
		expect((await call('v1/channels.moderators?roomId=team-id')).moderators).to.deep.equal([]);
	});

	it('finds a direct message by the name of the other, under im and dm', async () => {
		const { room: direct } = await createDirectMessage(server, ['bob'], 'alice-id');
		await send('hi bob', { rid: direct._id });
		for (const prefix of ['im', 'dm']) {
			expect(texts(await call(`v1/${prefix}.messages?username=bob`))).to.deep.equal(['hi bob']);
		}
		const { total, members } = await call('v1/dm.members?username=bob');
		expect(total).to.equal(2);
		const subscriptions = (members as { subscription: object }[]).map(({ subscription }) => subscription);
		expect(subscriptions).to.have.length(2);
		subscriptions.forEach((subscription) => expect(subscription).to.include.keys('_id', 'ts'));
		expect((await call('v1/im.messages?username=root')).errorType).to.equal('error-room-not-found');
		expect((await call('v1/im.close', { roomId: direct._id })).status).to.equal(200);
		expect((await call('v1/im.open', { roomId: direct._id })).status).to.equal(200);
	});
});
