import { expect } from 'chai';
import { ProbeWorkspace, type Credentials } from '../support/probe-workspace';

type Fields = Record<string, unknown>;
/** What REST answered, and its status. */
type Answer = Record<string, unknown> & { status: number };

// apps/meteor/app/api/server/v1/*.ts
describe('the REST API of people, rooms and messages', () => {
	let probe: ProbeWorkspace;
	let alice: Credentials;
	let bob: Credentials;

	before(async () => {
		probe = await ProbeWorkspace.start();
		alice = await probe.person('alice');
		bob = await probe.person('bob');
	});

	after(() => probe.stop());

	const as =
		(credentials: () => Credentials) =>
		async (method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> => {
			const answer = await probe.rest(method, `/api/v1/${path}`, body, credentials());
			return { ...answer.body, status: answer.status };
		};
	const asAdmin = as(() => probe.admin);
	const asAlice = as(() => alice);
	const asBob = as(() => bob);

	it('login gives a token, me who it belongs to, logout ends it', async () => {
		const post = async (
			path: string,
			body: object,
			headers: Record<string, string> = {},
		): Promise<Response> =>
			fetch(`${probe.url}/api/v1/${path}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json', ...headers },
				body: JSON.stringify(body),
			});
		const answer = await post('login', { user: 'alice', password: 'another password for tests' });
		const { status, data } = (await answer.json()) as {
			status: string;
			data: { authToken: string; userId: string; me: Fields };
		};
		expect([answer.status, status, data.userId, data.me.username]).to.deep.equal([
			200,
			'success',
			alice.userId,
			'alice',
		]);
		expect(data.me).not.to.have.property('services');
		const headers = { 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken };
		await post('logout', {}, headers);
		const me = await fetch(`${probe.url}/api/v1/me`, { headers });
		expect([me.status, await me.json()]).to.deep.equal([
			401,
			{ status: 'error', message: 'You must be logged in to do this.' },
		]);
		const wrong = await post('login', { user: 'alice', password: 'wrong' });
		expect([wrong.status, await wrong.json()]).to.deep.equal([
			401,
			{ status: 'error', error: 'Unauthorized', message: 'Unauthorized' },
		]);
	});

	it('a personal access token works like a login token', async () => {
		const { token } = await asAlice('POST', 'users.generatePersonalAccessToken', {
			tokenName: 'app',
			bypassTwoFactor: true,
		});
		const headers = { 'X-User-Id': alice.userId, 'X-Auth-Token': String(token) };
		const me = (await (await fetch(`${probe.url}/api/v1/me`, { headers })).json()) as Fields;
		expect(me).to.include({ username: 'alice', success: true });
		const again = await asAlice('POST', 'users.generatePersonalAccessToken', { tokenName: 'app' });
		expect(again).to.include({ status: 400, errorType: 'error-token-already-exists' });
	});

	it('users: only administrators make them, and see their e-mail addresses', async () => {
		const person = { username: 'dora', name: 'Dora', email: 'dora@example.org', password: 'secret' };
		expect((await asAlice('POST', 'users.create', person)).status).to.equal(403);
		const { user } = await asAdmin('POST', 'users.create', person);
		expect(user).to.deep.include({ username: 'dora', roles: ['user'], type: 'user' });
		expect(await asAdmin('POST', 'users.create', person)).to.include({
			status: 400,
			errorType: 'error-field-unavailable',
		});
		expect((await asAdmin('GET', 'users.info?username=dora')).user).to.have.property('emails');
		expect((await asAlice('GET', 'users.info?username=dora')).user).not.to.have.property('emails');
		expect(await asAlice('GET', 'users.info?username=nobody')).to.include({
			status: 400,
			error: 'User not found.',
		});
		await asAdmin('POST', 'users.delete', { username: 'dora' });
		expect((await asAlice('GET', 'users.info?username=dora')).status).to.equal(400);
	});

	it('channels: created, shown, changed, left and deleted', async () => {
		const { channel } = (await asAlice('POST', 'channels.create', { name: 'life' })) as unknown as {
			channel: Fields;
		};
		const roomId = channel._id;
		expect(channel).to.deep.include({ name: 'life', t: 'c', usersCount: 1 });
		expect(await asAlice('POST', 'channels.setTopic', { roomId, topic: 'all' })).to.include({
			topic: 'all',
		});
		expect((await asBob('GET', 'channels.info?roomName=life')).channel).to.include({ topic: 'all' });
		await asAlice('POST', 'channels.invite', { roomId, username: 'bob' });
		await asAlice('POST', 'channels.addOwner', { roomId, userId: bob.userId });
		const { members } = (await asAlice(
			'GET',
			`channels.members?roomId=${String(roomId)}`,
		)) as unknown as { members: Fields[] };
		expect(members.map(({ username }) => username)).to.deep.equal(['alice', 'bob']);
		expect(await asAlice('POST', 'channels.leave', { roomId })).to.include({ status: 200 });
		const { messages } = (await asBob(
			'GET',
			`channels.messages?roomId=${String(roomId)}`,
		)) as unknown as { messages: Fields[] };
		expect(messages.map(({ t }) => t)).to.deep.equal([
			'ul',
			'subscription-role-added',
			'au',
			'room_changed_topic',
		]);
		expect(await asAlice('POST', 'channels.delete', { roomId })).to.include({
			status: 400,
			errorType: 'error-not-allowed',
		});
		await asBob('POST', 'channels.delete', { roomId });
		expect(await asBob('GET', 'channels.info?roomName=life')).to.include({
			errorType: 'error-room-not-found',
		});
	});

	it('rooms.saveRoomSettings and rooms.changeArchivationState: every change with its permission', async () => {
		const { channel } = (await asAlice('POST', 'channels.create', { name: 'set' })) as unknown as {
			channel: Fields;
		};
		const rid = channel._id;
		const settings = { rid, roomTopic: 'all', roomType: 'p', readOnly: true };
		expect(await asAlice('POST', 'rooms.saveRoomSettings', settings)).to.include({ status: 200, rid });
		expect((await asAlice('GET', `rooms.info?roomId=${String(rid)}`)).room).to.include({
			topic: 'all',
			t: 'p',
			ro: true,
		});
		expect(await asAlice('POST', 'groups.setType', { roomId: rid, type: 'c' })).to.include({
			status: 200,
		});
		expect(await asBob('POST', 'rooms.saveRoomSettings', { rid, roomTopic: 'mine' })).to.include({
			status: 400,
			errorType: 'error-action-not-allowed',
		});
		expect(await asAlice('POST', 'rooms.saveRoomSettings', { rid, topic: 'unknown' })).to.include({
			status: 400,
		});
		const archive = { rid, action: 'archive' };
		expect(await asAlice('POST', 'rooms.changeArchivationState', archive)).to.include({ status: 200 });
		const unarchive = { rid, action: 'unarchive' };
		expect(await asAlice('POST', 'rooms.changeArchivationState', unarchive)).to.include({
			status: 400,
			errorType: 'error-not-authorized',
		});
		expect(await asAdmin('POST', 'rooms.changeArchivationState', unarchive)).to.include({ status: 200 });
	});

	it('groups: not told to strangers', async () => {
		const { group } = (await asAlice('POST', 'groups.create', {
			name: 'closed',
			members: ['bob'],
		})) as unknown as {
			group: Fields;
		};
		expect(group).to.include({ t: 'p', usersCount: 2 });
		expect(await asAdmin('GET', `groups.info?roomId=${String(group._id)}`)).to.include({
			status: 400,
			errorType: 'error-room-not-found',
		});
		expect(await asAlice('POST', 'groups.kick', { roomId: group._id, userId: bob.userId })).to.include({
			status: 200,
		});
		expect((await asBob('GET', `groups.info?roomId=${String(group._id)}`)).status).to.equal(400);
	});

	it('chat: sent, edited, reacted to, deleted, and sent to a name', async () => {
		const { room } = (await asAlice('POST', 'im.create', { username: 'bob' })) as unknown as {
			room: Fields;
		};
		const roomId = room._id;
		expect(room).to.deep.equal({ t: 'd', rid: roomId, _id: roomId, usernames: ['alice', 'bob'] });
		const { message } = (await asAlice('POST', 'chat.sendMessage', {
			message: { rid: roomId, msg: 'hi' },
		})) as unknown as { message: Fields };
		const msgId = message._id;
		expect(
			await asBob('POST', 'chat.react', { messageId: msgId, emoji: 'tada', shouldReact: true }),
		).to.include({ status: 200 });
		expect(
			(await asAlice('POST', 'chat.update', { roomId, msgId, text: 'hello' })).message,
		).to.deep.include({
			msg: 'hello',
			reactions: { ':tada:': { usernames: ['bob'] } },
			editedBy: { _id: alice.userId, username: 'alice' },
		});
		expect((await asBob('POST', 'chat.update', { roomId, msgId, text: 'mine' })).status).to.equal(400);
		expect(await asBob('POST', 'chat.delete', { roomId, msgId })).to.include({
			errorType: 'error-action-not-allowed',
		});
		expect(await asAlice('POST', 'chat.delete', { roomId, msgId })).to.include({ _id: msgId });
		expect((await asAlice('GET', `chat.getMessage?msgId=${String(msgId)}`)).status).to.equal(400);
		const { message: posted } = await asAlice('POST', 'chat.postMessage', {
			channel: '@bob',
			text: ' by name ',
		});
		expect(posted).to.include({ rid: roomId, msg: 'by name' });
	});

	it('subscriptions: count what is unread until it is read', async () => {
		const { room } = (await asAlice('POST', 'im.create', { username: 'bob' })) as unknown as {
			room: Fields;
		};
		await asBob('POST', 'subscriptions.read', { rid: room._id });
		await asAlice('POST', 'chat.sendMessage', { message: { rid: room._id, msg: 'unread' } });
		const unread = async (): Promise<unknown> =>
			((await asBob('GET', `subscriptions.getOne?roomId=${String(room._id)}`)).subscription as Fields)
				.unread;
		expect(await unread()).to.equal(1);
		await asBob('POST', 'subscriptions.read', { rid: room._id });
		expect(await unread()).to.equal(0);
	});

	it('media: uploaded, confirmed into a message, downloaded by those who are logged in', async () => {
		const { room } = (await asAlice('POST', 'im.create', { username: 'bob' })) as unknown as {
			room: Fields;
		};
		const form = new FormData();
		form.append('file', new Blob(['content'], { type: 'text/plain' }), 'näme.txt');
		const { file } = (await asAlice('POST', `rooms.media/${String(room._id)}`, form)) as unknown as {
			file: { _id: string; url: string };
		};
		const { message } = await asAlice('POST', `rooms.mediaConfirm/${String(room._id)}/${file._id}`, {
			msg: 'caption',
		});
		expect(message).to.deep.include({
			msg: 'caption',
			file: { _id: file._id, name: 'näme.txt', type: 'text/plain', size: 7, format: '' },
		});
		const download = await fetch(`${probe.url}${file.url}`, { headers: bob.headers });
		expect(await download.text()).to.equal('content');
		const { headers } = bob;
		const query = `rc_uid=${headers['X-User-Id']}&rc_token=${headers['X-Auth-Token']}`;
		expect((await fetch(`${probe.url}${file.url}?${query}`)).status).to.equal(200);
		expect((await fetch(`${probe.url}${file.url}`)).status).to.equal(403);
		const refused = await asBob('POST', `rooms.mediaConfirm/${String(room._id)}/${file._id}`, {});
		expect(refused).to.include({ status: 400, errorType: 'invalid-file' });
	});

	const avatar = async (path: string, headers: Record<string, string> = {}) => {
		const answer = await fetch(`${probe.url}/avatar/${path}`, { headers });
		return {
			status: answer.status,
			type: answer.headers.get('content-type'),
			lastModified: answer.headers.get('last-modified'),
			size: (await answer.arrayBuffer()).byteLength,
		};
	};
	const cookieOf = ({ headers }: typeof alice) => ({
		cookie: `rc_uid=${headers['X-User-Id']}; rc_token=${headers['X-Auth-Token']}`,
	});
	const letters = 'Thu, 01 Jan 2015 00:00:00 GMT';

	it('avatars: set by upload, a letter for who has none, not sent again to who has it', async () => {
		const form = new FormData();
		form.append('image', new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' }), 'a.png');
		expect(await asAlice('POST', 'users.setAvatar', form)).to.include({ status: 200 });
		const own = await avatar('alice', cookieOf(bob));
		expect(own).to.include({ status: 200, type: 'image/png', size: 3 });
		expect(
			await avatar('alice', { ...cookieOf(bob), 'if-modified-since': own.lastModified ?? '' }),
		).to.include({ status: 304, size: 0 });
		expect(await avatar('bob', cookieOf(bob))).to.include({
			type: 'image/svg+xml',
			lastModified: letters,
		});
		expect(await avatar('@alice', cookieOf(bob))).to.include({ type: 'image/svg+xml' });
		expect((await asBob('POST', 'users.resetAvatar', { username: 'alice' })).status).to.equal(400);
	});

	it('avatars: letters without a date for who is not logged in by cookie or query', async () => {
		expect(await avatar('alice', alice.headers)).to.include({
			status: 200,
			type: 'image/svg+xml',
			lastModified: null,
		});
		const { headers } = bob;
		const query = `rc_uid=${headers['X-User-Id']}&rc_token=${headers['X-Auth-Token']}`;
		expect(await avatar(`alice?${query}`)).to.include({ type: 'image/png' });
		expect(await asAlice('POST', 'users.resetAvatar', { username: 'alice' })).to.include({ status: 200 });
		expect(await avatar(`alice?${query}`)).to.include({ lastModified: letters });
	});
});
