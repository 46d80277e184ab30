import { expect } from 'chai';
import { ConnectionError } from 'matrix-js-sdk';
import { FakePerson, sampleMessage, sampleRoom, serveFakePage } from '../support/fake-page';

describe('the API for people on the page', () => {
	let alice: FakePerson;
	let carol: FakePerson;
	let page: { url: string; stop: () => Promise<void> };

	beforeEach(async () => {
		alice = new FakePerson('Alice', 'alice');
		carol = new FakePerson('Carol', 'carol');
		page = await serveFakePage([alice, carol]);
	});
	afterEach(() => page.stop());

	async function ask(where: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${page.url}/api/${where}`, {
			...(body !== undefined && {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: typeof body === 'string' ? body : JSON.stringify(body),
			}),
		});
		return [answer.status, await answer.json()];
	}

	const room = `left/0/rooms/${encodeURIComponent('!a/b:localhost')}`;
	const message = `${room}/messages/${encodeURIComponent('$c/d')}`;

	it('returns the rooms and messages of one person', async () => {
		expect(await ask('left/1/rooms')).to.deep.equal([200, [sampleRoom]]);
		expect(await ask(`${room}/messages`)).to.deep.equal([200, [sampleMessage]]);
		expect(alice.calls).to.deep.equal([['messages', '!a/b:localhost']]);
		expect(carol.calls).to.deep.equal([['rooms']]);
	});

	const actions: readonly [what: string, where: string, body: object, answer: object, call: unknown[]][] = [
		[
			'write',
			`${room}/messages`,
			{ text: ' a\n b ' },
			{},
			['write', '!a/b:localhost', 'a\n b', undefined],
		],
		[
			'reply',
			`${room}/messages`,
			{ text: 'a', relation: { kind: 'reply', messageId: '$e', more: 1 } },
			{},
			['write', '!a/b:localhost', 'a', { kind: 'reply', messageId: '$e' }],
		],
		[
			'reply in a thread',
			`${room}/messages`,
			{ text: 'a', relation: { kind: 'thread', messageId: '$e' } },
			{},
			['write', '!a/b:localhost', 'a', { kind: 'thread', messageId: '$e' }],
		],
		['edit', `${message}/edit`, { text: 'a' }, {}, ['edit', '!a/b:localhost', '$c/d', 'a']],
		['delete', `${message}/delete`, {}, {}, ['remove', '!a/b:localhost', '$c/d']],
		['react', `${message}/react`, { emoji: '🎉' }, {}, ['react', '!a/b:localhost', '$c/d', '🎉', true]],
		[
			'remove a reaction',
			`${message}/react`,
			{ emoji: '🎉', wanted: false },
			{},
			['react', '!a/b:localhost', '$c/d', '🎉', false],
		],
		['press a button', `${message}/press`, { button: 1 }, {}, ['press', '!a/b:localhost', '$c/d', 1]],
		['type', `${room}/typing`, { typing: true }, {}, ['typing', '!a/b:localhost', true]],
		['stop typing', `${room}/typing`, {}, {}, ['typing', '!a/b:localhost', false]],
		['read a message', `${room}/read`, { message: '$e' }, {}, ['read', '!a/b:localhost', '$e']],
		['invite', `${room}/invite`, { address: 'bob' }, {}, ['invite', '!a/b:localhost', 'bob']],
		[
			'remove a member',
			`${room}/remove`,
			{ address: 'bob' },
			{},
			['remove member', '!a/b:localhost', 'bob'],
		],
		[
			'give a role',
			`${room}/role`,
			{ address: 'bob', role: 'owner' },
			{},
			['role', '!a/b:localhost', 'bob', 'owner'],
		],
		['join a public room', 'left/0/public-rooms', { room: '!2' }, { room: '!2' }, ['join found', '!2']],
		['accept an invitation', `${room}/join`, {}, {}, ['join', '!a/b:localhost']],
		['decline an invitation', `${room}/decline`, {}, {}, ['decline', '!a/b:localhost']],
		['open a direct message', 'left/0/direct', { address: 'bob' }, { room: '!2' }, ['direct', 'bob']],
	];
	for (const [what, where, body, answer, call] of actions) {
		it(`lets a person ${what}`, async () => {
			expect(await ask(where, body)).to.deep.equal([200, answer]);
			expect(alice.calls).to.deep.equal([call]);
		});
	}

	const refused: readonly [what: string, where: string, body: unknown, error: string][] = [
		['a message without text', `${room}/messages`, {}, 'text is missing'],
		['a blank text', `${room}/messages`, { text: ' \n' }, 'text is missing'],
		['a text that is not a string', `${room}/messages`, { text: ['a'] }, 'text is missing'],
		['a body that is a list', `${room}/messages`, [], 'text is missing'],
		[
			'an unknown relation',
			`${room}/messages`,
			{ text: 'a', relation: { kind: 'forward', messageId: '$e' } },
			'there is no relation forward',
		],
		['a relation without a kind', `${room}/messages`, { text: 'a', relation: null }, 'kind is missing'],
		[
			'a relation without a message id',
			`${room}/messages`,
			{ text: 'a', relation: { kind: 'reply' } },
			'messageId is missing',
		],
		['an edit without text', `${message}/edit`, {}, 'text is missing'],
		['a reaction without an emoji', `${message}/react`, { wanted: true }, 'emoji is missing'],
		['a direct message without an address', 'left/0/direct', {}, 'address is missing'],
		['a path that is not encoded correctly', 'left/0/rooms/%E0/join', {}, "Failed to decode param '%E0'"],
	];
	for (const [what, where, body, error] of refused) {
		it(`refuses ${what}`, async () => {
			expect(await ask(where, body)).to.deep.equal([400, { error }]);
			expect(alice.calls).to.deep.equal([]);
		});
	}

	it('refuses a body that is not JSON', async () => {
		const [status, answer] = (await ask(`${room}/messages`, '{"text":')) as [number, object];
		expect(status).to.equal(400);
		expect(answer).to.have.property('error').that.includes('JSON');
		expect(alice.calls).to.deep.equal([]);
	});

	for (const where of [
		'left/2/rooms',
		'left/-1/rooms',
		'left/x/rooms',
		'right/0/rooms',
		'constructor/0/rooms',
	]) {
		it(`finds nobody at ${where}`, async () =>
			expect(await ask(where)).to.deep.equal([404, { error: `nothing is at /api/${where}` }]));
	}

	it('returns the error of a side that refuses', async () => {
		alice.failure = new Error('You are not in this room');
		expect(await ask(`${room}/messages`, { text: 'a' })).to.deep.equal([
			400,
			{ error: 'You are not in this room' },
		]);
	});

	it('returns the people to suggest for a direct message', async () => {
		expect(await ask('left/0/people')).to.deep.equal([200, [{ address: 'bob', name: 'Bob' }]]);
	});

	it('returns who types, who has read what, and the own avatar', async () => {
		const activity = { typing: ['Bob'], read: { $1: [{ address: 'bob', name: 'Bob' }] } };
		Object.assign(alice, { shownActivity: activity, shownAvatar: '/avatar/alice?etag=1' });
		expect(await ask(`${room}/activity`)).to.deep.equal([200, activity]);
		expect(await ask('left/0/avatar')).to.deep.equal([200, { avatar: '/avatar/alice?etag=1' }]);
		expect(await ask('left/1/avatar')).to.deep.equal([200, {}]);
	});

	it('returns the members of a room and the public rooms', async () => {
		const member = { address: 'bob', name: 'Bob', role: { key: 'owner', name: 'Owner' } };
		const found = { id: '!2', name: 'Garden', detail: '1 person', joined: false };
		Object.assign(alice, { shownMembers: { members: [member], total: 1 }, foundRooms: [found] });
		expect(await ask(`${room}/members`)).to.deep.equal([200, { members: [member], total: 1 }]);
		expect(await ask('left/0/public-rooms?term=%20gar%20')).to.deep.equal([200, [found]]);
		expect(alice.calls).to.deep.equal([
			['members', '!a/b:localhost'],
			['find', 'gar'],
		]);
	});

	const unreachable: readonly [what: string, error: Error][] = [
		['a workspace that is down', new TypeError('fetch failed')],
		['a homeserver that is down', new ConnectionError('fetch failed: ECONNREFUSED')],
	];
	for (const [what, error] of unreachable) {
		it(`names the side of ${what}`, async () => {
			alice.failure = error;
			expect(await ask('left/0/rooms')).to.deep.equal([502, { error: 'One side does not answer.' }]);
		});
	}
});
