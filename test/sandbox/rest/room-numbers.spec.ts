import { expect } from 'chai';
import { createDirectMessage } from '../../../sandbox/workspace/functions/create-direct-room';
import { collections } from '../../../sandbox/workspace/functions/collections';
import { executeSendMessage } from '../../../sandbox/workspace/functions/send-message';
import { subscriptionOf } from '../../../sandbox/workspace/functions/subscriptions';
import { insertUpload } from '../../../sandbox/workspace/functions/uploads';
import { settingsRoutes } from '../../../sandbox/workspace/rest/settings';
import { DomainRest, type Answer } from '../support/domain-rest';
import { memoryServer, someChannel, someUser, then } from '../support/memory-server';

// apps/meteor/server/api/v1/channels.ts, groups.ts, im.ts, rooms.ts, subscriptions.ts, stats.ts, settings.ts, roles.ts
describe('the REST API of numbers, files and lists', () => {
	const server = memoryServer();
	const alice = someUser(server, 'alice', { status: 'online' });
	const bob = someUser(server, 'bob');
	const admin = someUser(server, 'root', { roles: ['admin'] });
	const boss = someUser(server, 'boss', { roles: ['admin', 'user'] });
	someChannel(server, 'team', [alice, bob]);
	someChannel(server, 'closed', [bob, boss], { t: 'p' });
	let rest: DomainRest;
	let direct: string;

	before(async () => {
		rest = await DomainRest.start(server, [settingsRoutes]);
		direct = (await createDirectMessage(server, ['bob'], alice._id)).room._id;
	});

	after(() => rest.stop());

	const call = (path: string, body?: object, user = alice): Promise<Answer> =>
		rest.call(`v1/${path}`, user, body);
	const send = (rid: string, msg: string, user = bob) => executeSendMessage(server, user._id, { rid, msg });
	const ids = (found: unknown): string[] => (found as { _id: string }[]).map(({ _id }) => _id);

	it('counts what a member has not read', async () => {
		await send(direct, 'hello');
		expect(await call(`im.counters?roomId=${direct}`)).to.include({
			joined: true,
			members: 2,
			unreads: 1,
			msgs: 1,
			userMentions: 0,
		});
		await send('team-id', 'hello @alice');
		expect(await call('channels.counters?roomId=team-id')).to.include({
			joined: true,
			members: 2,
			unreads: 1,
			userMentions: 1,
		});
		const { mentions } = await call('channels.getAllUserMentionsByChannel?roomId=team-id');
		expect((mentions as Answer[]).map(({ msg }) => msg)).to.deep.equal(['hello @alice']);
		const others = `channels.counters?roomId=team-id&userId=${alice._id}`;
		expect((await call(others, undefined, bob)).status).to.equal(403);
		expect(await call(others, undefined, admin)).to.include({ joined: true, userMentions: 1 });
		expect(await call('channels.counters?roomId=team-id', undefined, admin)).to.include({
			joined: false,
			unreads: null,
			msgs: 1,
		});
	});

	it('marks a room as unread from a message on', async () => {
		const first = await send('team-id', 'first');
		await call('subscriptions.read', { rid: 'team-id' });
		await call('subscriptions.unread', { firstUnreadMessage: { _id: first?._id } });
		expect(subscriptionOf(server, 'team-id', alice._id)).to.deep.include({ alert: true, ls: first?.ts });
		const own = await send('team-id', 'my own', alice);
		expect(
			(await call('subscriptions.unread', { firstUnreadMessage: { _id: own?._id } })).errorType,
		).to.equal('error-action-not-allowed');
		expect((await call('subscriptions.unread', { roomId: 'empty' })).errorType).to.equal(
			'error-no-message-for-unread',
		);
	});

	it('lists who is there, with which role', async () => {
		const query = encodeURIComponent('{"_id":"team-id"}');
		for (const path of ['channels.online?_id=team-id', `channels.online?query=${query}`]) {
			expect((await call(path)).online).to.deep.equal([{ _id: alice._id, username: 'alice' }]);
		}
		expect((await call('channels.online')).error).to.equal('Invalid query');
		expect((await call('channels.online?roomId=team-id')).errorType).to.equal('invalid-params');
		expect((await call('groups.online?_id=closed-id')).errorType).to.equal('error-not-allowed');
		await call('channels.addOwner', { roomId: 'team-id', userId: bob._id }, admin);
		const { roles } = await call('channels.roles?roomId=team-id');
		expect(
			(roles as Answer[]).map(({ u, roles: names }) => [(u as Answer).username, names]),
		).to.deep.equal([['bob', ['owner']]]);
	});

	it('lists the files of a room by name, without thumbnails', async () => {
		const upload = (name: string, more: object = {}) =>
			insertUpload(
				server,
				{ name, type: 'text/plain', rid: 'team-id', userId: bob._id, ...more },
				Buffer.from(name),
			);
		await upload('b.txt');
		await upload('A.txt');
		await upload('thumb.txt', { typeGroup: 'thumb' });
		const { files, total } = await call('channels.files?roomId=team-id');
		expect((files as Answer[]).map(({ name, user }) => [name, (user as Answer).username])).to.deep.equal([
			['A.txt', 'bob'],
			['b.txt', 'bob'],
		]);
		expect(total).to.equal(2);
		expect((await call('channels.files?roomId=team-id&name=a.T')).total).to.equal(1);
		expect((await call('dm.files?username=bob')).total).to.equal(0);
		expect((await call('groups.files?roomId=closed-id')).errorType).to.equal('error-room-not-found');
	});

	it('opens, closes and favours rooms, and replaces their custom fields', async () => {
		const subscription = () => subscriptionOf(server, 'team-id', alice._id);
		await call('channels.close', { roomId: 'team-id' });
		expect(subscription()?.open).to.equal(false);
		expect((await call('channels.close', { roomId: 'team-id' })).error).to.match(/already closed/);
		await call('channels.open', { roomId: 'team-id' });
		expect(subscription()?.open).to.equal(true);
		await call('rooms.favorite', { roomId: 'team-id', favorite: true });
		expect(subscription()?.f).to.equal(true);
		const fields = { roomId: 'team-id', customFields: { mark: 'x' } };
		expect((await call('channels.setCustomFields', fields)).errorType).to.equal(
			'error-action-not-allowed',
		);
		expect((await call('channels.setCustomFields', fields, bob)).channel).to.deep.include({
			customFields: { mark: 'x' },
		});
		expect((await call('dm.setTopic', { roomId: direct, topic: 'x' })).errorType).to.equal(
			'error-action-not-allowed',
		);
	});

	it('removes the history of a period at once', async () => {
		const old = await send('closed-id', 'old');
		collections(server).messages.set(old?._id ?? '', { ts: then });
		await send('closed-id', 'new');
		const period = { roomId: 'closed-id', oldest: '2026-01-01', latest: '2026-02-01' };
		expect((await call('rooms.cleanHistory', period, bob)).errorType).to.equal('error-not-allowed');
		expect(await call('rooms.cleanHistory', period, boss)).to.include({ _id: 'closed-id', count: 1 });
		const { messages } = await call('groups.messages?roomId=closed-id', undefined, bob);
		expect((messages as Answer[]).filter(({ t }) => !t).map(({ msg }) => msg)).to.deep.equal(['new']);
	});

	it('lists all rooms, settings and statistics to administrators', async () => {
		for (const path of [
			'rooms.adminRooms',
			'groups.listAll',
			'dm.list.everyone',
			'settings',
			'statistics',
		]) {
			expect((await call(path)).status, path).to.equal(403);
			expect((await call(path, undefined, admin)).status, path).to.equal(200);
		}
		expect(ids((await call('rooms.adminRooms?filter=clo', undefined, admin)).rooms)).to.deep.equal([
			'closed-id',
		]);
		expect(ids((await call('rooms.adminRooms?types=p', undefined, admin)).rooms)).to.deep.equal([
			'closed-id',
		]);
		expect(ids((await call('groups.listAll', undefined, admin)).groups)).to.deep.equal(['closed-id']);
		expect(ids((await call('dm.list.everyone', undefined, admin)).ims)).to.deep.equal([direct]);
		expect((await call('dm.messages.others', undefined, admin)).errorType).to.equal(
			'error-endpoint-disabled',
		);
		expect(await call('statistics', undefined, admin)).to.include({
			totalChannels: 1,
			totalPrivateGroups: 1,
			totalDirect: 1,
		});
		expect((await call('statistics.list', undefined, admin)).total).to.equal(1);
		const all = (await call('settings?count=0', undefined, admin)).settings as Answer[];
		expect(all.map(({ _id }) => _id)).to.include('Message_MaxAllowedSize');
		const open = (await call('settings.public?count=0')).settings as Answer[];
		expect(open).to.deep.include({ _id: 'Site_Url', value: 'http://workspace.example' });
		expect(open.length).to.be.lessThan(all.length);
		expect((await call('settings.public?unknown=1')).errorType).to.equal('error-invalid-params');
	});

	it('gives and takes roles, but not that of the last administrator', async () => {
		const role = { roleId: 'guest', username: 'bob' };
		expect((await call('roles.addUserToRole', role)).status).to.equal(403);
		expect((await call('roles.addUserToRole', role, admin)).role).to.include({ _id: 'guest' });
		expect((await call('roles.addUserToRole', role, admin)).errorType).to.equal(
			'error-user-already-in-role',
		);
		expect((await call('roles.addUserToRole', { username: 'bob' }, admin)).error).to.equal(
			'error-invalid-role-properties',
		);
		await call('roles.removeUserFromRole', role, admin);
		expect(collections(server).users.findById(bob._id)?.roles).to.deep.equal(['user']);
		await call('roles.removeUserFromRole', { roleId: 'admin', username: 'boss' }, admin);
		expect(
			(await call('roles.removeUserFromRole', { roleId: 'admin', username: 'root' }, admin)).errorType,
		).to.equal('error-admin-required');
	});

	it('says who is online', async () => {
		expect(await call(`users.getPresence?userId=${bob._id}`)).to.deep.equal({
			presence: 'offline',
			success: true,
			status: 200,
		});
		const present = async (query: string): Promise<unknown> => {
			const { users, full } = await call(`users.presence${query}`);
			return [(users as Answer[]).map(({ username, status }) => [username, status]), full];
		};
		expect(await present('')).to.deep.equal([[['alice', 'online']], true]);
		expect(await present(`?ids=${bob._id}`)).to.deep.equal([[['bob', 'offline']], false]);
		const soon = new Date(Date.now() + 60_000).toISOString();
		expect(await present(`?from=${soon}`)).to.deep.equal([[], false]);
		expect(await call('users.getPresence')).to.include({
			presence: 'online',
			connectionStatus: 'offline',
		});
	});
});
