import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';
import { expect } from 'chai';
import fc from 'fast-check';
import { ping } from '../../src/api/ping';
import { rooms } from '../../src/api/rooms';
import { transactions as route } from '../../src/api/transactions';
import type { AppContext } from '../../src/app-context';
import { Counter } from '../../src/delivery/counter';
import { Transactions } from '../../src/delivery/transactions/transactions';
import type { EventId } from '../../src/matrix/ids';
import type { RocketChatMessageId } from '../../src/rocketchat/ids';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { alice, bob, elsewhere, linkedRoom, roomId, unlinkedRoomId } from '../support/matrix-room';
import { loggedBy } from '../support/logged';
import { runs } from '../support/property-runs';
import { theOnlyInstance } from '../support/only-instance';

const SECRET = 'the-secret-of-the-homeserver';

/** The app with two linked rooms and no other part than the endpoints need. */
async function setUp() {
	const { bridge, done } = await linkedRoom();
	await bridge.store.messages.add({
		matrixId: '$elsewhere' as EventId,
		rocketChatId: 'elsewhere' as RocketChatMessageId,
		roomId: elsewhere,
		part: 0,
	});
	const dropped = new Counter();
	const { store, queues, log } = bridge;
	const transactions = new Transactions({
		queues,
		inbox: store.inbox,
		instances: theOnlyInstance,
		parked: store.parked,
		handle: (event) => relayToRocketChat(bridge, event),
		onFailure: (event, failure) => log.failure('an event failed', failure, { eventId: event.eventId }),
	});
	const app = {
		store,
		log,
		memory: { droppedEvents: dropped },
		homeserverState: { probeSoon: () => undefined },
		incoming: { transactions, intake: { pushed: () => undefined } },
		signs: { receive: () => undefined },
		settingsState: async () => ({ hsToken: SECRET, configuration: bridge.configuration }),
		requireBridge: async () => bridge,
	} as unknown as AppContext;
	return { app, store, log, done, dropped };
}

const junk = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.constantFrom('', 'x'.repeat(300), '!a\0b:c.d', '@ :x', '$', '__proto__', 'constructor', -0, 1e308),
);
const types = fc.constantFrom(
	'm.room.message',
	'm.sticker',
	'm.room.encrypted',
	'm.reaction',
	'm.room.redaction',
	'm.room.topic',
	'm.room.member',
	'toString',
);
const ids = {
	event_id: fc.uuid().map((id) => `$${id}`),
	room_id: fc.constant(roomId),
	sender: fc.constant(bob),
	type: types,
	origin_server_ts: fc.oneof(fc.integer(), fc.constantFrom(NaN, 1e308, -1)),
};
const said = { msgtype: 'm.text', body: 'text', topic: 'topic' };
const toElsewhere = {
	'm.relates_to': { rel_type: 'm.replace', event_id: '$elsewhere', key: '👍' },
	'm.new_content': said,
	redacts: '$elsewhere',
};

/** Events that must have no effect, by what is wrong with them. */
const hostileEvents = fc.oneof(
	fc
		.tuple(fc.record(ids), fc.constantFrom('event_id', 'room_id', 'sender', 'type'), junk)
		.map(([event, field, value]) => ({ ...event, content: said, [field]: value })),
	fc.record({ ...ids, room_id: fc.constant(unlinkedRoomId), content: fc.oneof(junk, fc.constant(said)) }),
	fc.record({
		...ids,
		sender: fc.constantFrom(alice, '@rocketchat:example.org', '@rc_nobody:example.org'),
		content: fc.constant({ ...said, membership: 'invite', is_direct: true }),
	}),
	fc.record({
		...ids,
		type: fc.constantFrom('m.room.message', 'm.sticker', 'm.reaction', 'm.room.redaction'),
		state_key: fc.oneof(fc.string(), fc.constant(bob as string)),
		content: fc.constant({ ...said, ...toElsewhere }),
	}),
	fc.record({
		...ids,
		type: fc.constantFrom('m.room.topic', 'm.room.member'),
		state_key: fc.constantFrom('x', '@:', 'constructor'),
		content: fc.constant({ ...said, membership: 'leave' }),
	}),
	fc.record({ ...ids, type: fc.constant('m.room.message'), content: fc.record({ body: fc.integer() }) }),
	fc.record({
		...ids,
		type: fc.constantFrom('m.room.message', 'm.reaction', 'm.room.redaction'),
		content: fc.constant({ ...said, ...toElsewhere }),
	}),
	junk,
);

/** Puts a prototype key, deep nesting, or nothing into an event of an unlinked room or of a ghost. */
const poisoned = fc
	.tuple(
		fc.record({ ...ids, room_id: fc.constant(unlinkedRoomId) }),
		fc.constantFrom(
			'{"__proto__":{"polluted":1}}',
			`${'['.repeat(400)}${']'.repeat(400)}`,
			'{"a\\u0000b":1}',
		),
	)
	.map(([event, text]) => ({ ...event, content: { ...said, more: JSON.parse(text) as unknown } }));

const bodies = fc.oneof(
	{
		weight: 8,
		arbitrary: fc
			.array(fc.oneof(hostileEvents, poisoned), { maxLength: 5 })
			.map((events) => ({ events })),
	},
	junk,
	fc.record({ events: junk, ephemeral: junk }),
);
const tokens = fc.oneof(
	{ weight: 8, arbitrary: fc.constant<string | undefined>(`Bearer ${SECRET}`) },
	fc.constantFrom(
		undefined,
		'',
		'Bearer',
		'Bearer ',
		`Basic ${SECRET}`,
		`Bearer ${SECRET}, Bearer ${SECRET}`,
	),
	fc.string().map((token) => `Bearer ${token}`),
);
const requests = fc.record({
	content: bodies,
	authorization: tokens,
	txnId: fc.oneof(fc.uuid(), fc.string(), fc.constantFrom('__proto__', '')),
	path: fc.constantFrom('put', 'put', 'put', 'ping', 'rooms'),
});

describe('hostile requests', () => {
	it('have no effect, and break nothing', async () => {
		const { app, store, log, done, dropped } = await setUp();
		const answers = new Counter();
		const handlers = { put: route.handlers.put, ping: ping.handlers.post, rooms: rooms.handlers.get };
		await fc.assert(
			fc.asyncProperty(requests, async ({ content, authorization, txnId, path }) => {
				const request = { content, headers: { authorization }, params: { txnId }, query: {} };
				const answer = await handlers[path]?.(app, request as unknown as IApiRequest);
				expect(answer?.status).to.be.oneOf([200, 400, 401, 403, 404]);
				if (authorization !== `Bearer ${SECRET}`) {
					expect(answer?.status).to.be.oneOf([401, 403]);
				}
				answers.add(String(answer?.status));
			}),
			runs(1_000, 99),
		);
		expect(done()).to.deep.equal([]);
		expect(await store.inbox.all()).to.deep.equal([]);
		expect(await store.parked.all()).to.deep.equal([]);
		expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
		expect(JSON.stringify(loggedBy(log))).not.to.include(SECRET);
		expect(dropped.entries.map(([reason]) => reason)).to.have.members([
			'no event',
			'prototype key',
			'key with NUL',
			'too deep',
		]);
		if (process.env.FUZZ_TIMES !== undefined) {
			console.log(Object.fromEntries([...answers.entries, ...dropped.entries]));
		}
	});
});
