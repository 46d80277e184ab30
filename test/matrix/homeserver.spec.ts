import { expect } from 'chai';
import { Homeserver } from '../../src/matrix/homeserver';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import type { RequestOptions, Transport } from '../../src/matrix/transport';

const alice = '@rc_alice:example.org' as UserId;
const roomId = '!room:example.org' as RoomId;

/** A homeserver that gives these answers in turn. */
function answering(...answers: unknown[]) {
	const asked: [method: string, path: string, options: RequestOptions | undefined][] = [];
	const transport = async (method: string, path: string, options?: RequestOptions): Promise<unknown> => {
		asked.push([method, path, options]);
		const answer = answers.shift();
		if (answer instanceof Error) {
			throw answer;
		}
		return answer;
	};
	return { homeserver: new Homeserver(transport as Transport), asked };
}

describe('the edits of an event', () => {
	it('are read to the last page', async () => {
		const { homeserver, asked } = answering(
			{ chunk: [{ event_id: '$1' }, { event_id: 'no id' }, 'no event'], next_batch: 'further' },
			{ chunk: [{ event_id: '$2' }] },
		);
		expect(await homeserver.events.replacements(alice, roomId, '$e/1' as EventId)).to.deep.equal([
			'$1',
			'$2',
		]);
		const path = '/rooms/!room%3Aexample.org/relations/%24e%2F1/m.replace';
		const prefix = '/_matrix/client/v1';
		expect(asked).to.deep.equal([
			['GET', path, { prefix, query: { user_id: alice, limit: 100 } }],
			['GET', path, { prefix, query: { user_id: alice, limit: 100, from: 'further' } }],
		]);
	});

	it('are read up to ten pages', async () => {
		const endless = Array.from({ length: 20 }, () => ({ chunk: [], next_batch: 'further' }));
		const { homeserver, asked } = answering(...endless);
		await homeserver.events.replacements(alice, roomId, '$e' as EventId);
		expect(asked).to.have.length(10);
	});
});

describe('the summary of a room', () => {
	for (const [status, why] of [
		[400, 'Missing via to query remote room'],
		[403, 'not shown'],
		[404, 'not found'],
	] as const) {
		it(`is nothing if the homeserver answers ${status}: ${why}`, async () => {
			const { homeserver } = answering(new HomeserverError('M_UNKNOWN', status, why));
			expect(await homeserver.directory.roomSummary(alice, roomId, [])).to.equal(undefined);
		});
	}
});

describe('a change of a member', () => {
	for (const action of ['kick', 'ban', 'unban'] as const) {
		it(`has the reason of whoever does it: ${action}`, async () => {
			const { homeserver, asked } = answering({}, {});
			await homeserver.members[action](alice, roomId, '@bob:far.example' as UserId, 'spam');
			await homeserver.members[action](alice, roomId, '@bob:far.example' as UserId);
			expect(asked.map(([, path, options]) => [path, options?.body])).to.deep.equal([
				[`/rooms/!room%3Aexample.org/${action}`, { user_id: '@bob:far.example', reason: 'spam' }],
				[`/rooms/!room%3Aexample.org/${action}`, { user_id: '@bob:far.example' }],
			]);
		});
	}
});

describe('an event of a room’s state', () => {
	it('is read alone, with its id and its sender', async () => {
		const { homeserver, asked } = answering({
			type: 'm.room.create',
			state_key: '',
			sender: '@bob:example.org',
			content: { room_version: '12' },
			event_id: '$c',
		});
		expect(await homeserver.rooms.stateEvent(alice, roomId, 'm.room.create')).to.deep.equal({
			event_id: '$c',
			type: 'm.room.create',
			state_key: '',
			sender: '@bob:example.org',
			content: { room_version: '12' },
		});
		expect(asked).to.deep.equal([
			[
				'GET',
				'/rooms/!room%3Aexample.org/state/m.room.create/',
				{ query: { user_id: alice, format: 'event' } },
			],
		]);
	});

	it('has no sender if the homeserver returns the content only', async () => {
		const { homeserver } = answering({ users: { [alice]: 50 } });
		expect(await homeserver.rooms.stateEvent(alice, roomId, 'm.room.power_levels')).to.deep.equal({
			type: 'm.room.power_levels',
			state_key: '',
			sender: '',
			content: { users: { [alice]: 50 } },
		});
	});

	it('is undefined if the room has none', async () => {
		const { homeserver } = answering(new HomeserverError('M_NOT_FOUND', 404, 'Event not found.'));
		expect(await homeserver.rooms.stateEvent(alice, roomId, 'm.room.power_levels')).to.equal(undefined);
	});

	it('cannot be read by a user who is not in the room', async () => {
		const { homeserver } = answering(new HomeserverError('M_FORBIDDEN', 403, 'not in room'));
		const failure = await homeserver.rooms
			.stateEvent(alice, roomId, 'm.room.power_levels')
			.catch((error: unknown) => error);
		expect(failure).to.include({ errcode: 'M_FORBIDDEN' });
	});
});

describe('the events of a room since a time', () => {
	const path = '/rooms/!room%3Aexample.org/messages';
	const sentAt = (id: string, at: number) => ({
		...{ event_id: id, room_id: roomId, sender: alice, type: 'm.room.message' },
		...{ origin_server_ts: at, content: {} },
	});
	const idsOf = (events: readonly { readonly eventId: string }[]) => events.map(({ eventId }) => eventId);

	it('are read backwards until they are older, and given oldest first', async () => {
		const { homeserver, asked } = answering(
			{ chunk: [sentAt('$5', 50), 'no event', sentAt('$4', 40)], end: 'a' },
			{ chunk: [sentAt('$3', 30), sentAt('$2', 9)], end: 'b' },
			{ chunk: [sentAt('$1', 8)], end: 'c' },
		);
		expect(idsOf(await homeserver.events.eventsSince(alice, roomId, 10))).to.deep.equal([
			'$3',
			'$4',
			'$5',
		]);
		const query = { user_id: alice, dir: 'b', limit: 100 };
		expect(asked.map((request) => [request[0], request[1], request[2]?.query])).to.deep.equal([
			['GET', path, query],
			['GET', path, { ...query, from: 'a' }],
			['GET', path, { ...query, from: 'b' }],
		]);
	});

	it('are found behind an older one, since events of another server come late', async () => {
		const { homeserver } = answering(
			{ chunk: [sentAt('$old', 1), sentAt('$new', 50)], end: 'a' },
			{ chunk: [] },
		);
		expect(idsOf(await homeserver.events.eventsSince(alice, roomId, 10))).to.deep.equal(['$new']);
	});

	it('are read on over a page that the user may see nothing of', async () => {
		const { homeserver } = answering({ chunk: [], end: 'a' }, { chunk: [sentAt('$1', 50)] });
		expect(idsOf(await homeserver.events.eventsSince(alice, roomId, 10))).to.deep.equal(['$1']);
	});

	it('are read up to ten pages', async () => {
		const endless = Array.from({ length: 20 }, () => ({ chunk: [sentAt('$1', 50)], end: 'further' }));
		const { homeserver, asked } = answering(...endless);
		await homeserver.events.eventsSince(alice, roomId, 10);
		expect(asked).to.have.length(10);
	});
});

describe('a reaction to an event', () => {
	const reaction = (id: string, sender: string, key: string) => ({
		...{ event_id: id, room_id: roomId, sender, type: 'm.reaction', origin_server_ts: 1 },
		content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$e', key } },
	});

	it('is found by its sender and its key', async () => {
		const { homeserver, asked } = answering({
			chunk: ['no event', reaction('$1', '@bob:example.org', '👍'), reaction('$2', alice, '🎉')],
		});
		expect(await homeserver.events.annotation(alice, roomId, '$e' as EventId, '🎉')).to.equal('$2');
		expect(asked).to.deep.equal([
			[
				'GET',
				'/rooms/!room%3Aexample.org/relations/%24e/m.annotation/m.reaction',
				{ prefix: '/_matrix/client/v1', query: { user_id: alice, limit: 100 } },
			],
		]);
	});

	it('is not found if only somebody else has it, or another one', async () => {
		const chunk = [reaction('$1', '@bob:example.org', '👍'), reaction('$2', alice, '🎉')];
		const { homeserver } = answering({ chunk });
		expect(await homeserver.events.annotation(alice, roomId, '$e' as EventId, '👍')).to.equal(undefined);
	});
});

describe('a failed request', () => {
	const failures: readonly [errcode: string, status: number | undefined, mayHaveSucceeded: boolean][] = [
		['UNREACHABLE', undefined, false],
		['INTERRUPTED', undefined, true],
		['TIMED_OUT', undefined, true],
		['NOT_MATRIX', 200, true],
		['NOT_MATRIX', 404, true],
		['NOT_MATRIX', 502, true],
		['M_UNKNOWN', 500, true],
		['M_UNKNOWN', 504, true],
		['M_FORBIDDEN', 403, false],
		['M_LIMIT_EXCEEDED', 429, false],
		['M_TOO_LARGE', 413, false],
		['M_UNKNOWN_TOKEN', 401, false],
	];
	for (const [errcode, status, mayHaveSucceeded] of failures) {
		it(`with ${errcode} and status ${status ?? 'none'} ${mayHaveSucceeded ? 'may have' : 'has not'} succeeded`, () => {
			expect(new HomeserverError(errcode, status, 'x').mayHaveSucceeded).to.equal(mayHaveSucceeded);
		});
	}
});

describe('the events that somebody has sent to a room', () => {
	const event = (number: number, more: object = {}) => ({
		event_id: `$${number}`,
		room_id: roomId,
		sender: alice,
		type: 'm.room.message',
		origin_server_ts: number,
		content: { body: 'x' },
		...more,
	});

	it('are read to the last page, without state, other people’s and those that are redacted', async () => {
		const { homeserver, asked } = answering(
			{ chunk: [event(1), event(2, { content: {} }), event(3, { state_key: '' })], end: 'further' },
			{ chunk: [event(4, { sender: '@bob:example.org' }), event(5, { type: 'm.reaction' })] },
		);
		const found: EventId[] = [];
		for await (const eventId of homeserver.events.eventsBy(alice, roomId)) {
			found.push(eventId);
		}
		expect(found).to.deep.equal(['$1', '$5']);
		const filter = '{"senders":["@rc_alice:example.org"]}';
		expect(asked.map(([, , options]) => options?.query)).to.deep.equal([
			{ user_id: alice, dir: 'b', limit: 100, filter },
			{ user_id: alice, dir: 'b', limit: 100, filter, from: 'further' },
		]);
	});
});

describe('the account of a ghost', () => {
	it('is deactivated as the ghost', async () => {
		const { homeserver, asked } = answering({});
		expect(await homeserver.accounts.deactivate(alice, true)).to.equal(true);
		expect(asked).to.deep.equal([
			['POST', '/account/deactivate', { query: { user_id: alice }, body: { erase: true } }],
		]);
	});

	for (const [what, status] of [
		['wants a password', 401],
		['forbids it', 403],
		['does not have the accounts', 404],
	] as const) {
		it(`stays if the homeserver ${what}`, async () => {
			const { homeserver } = answering(new HomeserverError('M_UNKNOWN', status, 'no'));
			expect(await homeserver.accounts.deactivate(alice, false)).to.equal(false);
		});
	}

	it('is tried again if the homeserver does not answer, or knows the app no more', async () => {
		for (const error of [
			new HomeserverError('UNREACHABLE', undefined, 'no connection'),
			new HomeserverError('M_UNKNOWN_TOKEN', 401, 'who are you'),
		]) {
			const { homeserver } = answering(error);
			expect(
				await homeserver.accounts.deactivate(alice, false).catch((thrown: unknown) => thrown),
			).to.equal(error);
		}
	});
});
