import { expect } from 'chai';
import { RoomQueues } from '../../src/delivery/room-queues';
import { Transactions } from '../../src/delivery/transactions';
import { FederationError } from '../../src/errors';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import { Store } from '../../src/store/store';
import { memoryPersistence } from '../support/memory-persistence';

const event = (name: string, room = 'room'): RoomEvent => ({
	eventId: `$${name}` as EventId,
	roomId: `!${room}:example.org` as RoomId,
	sender: '@bob:example.org' as UserId,
	type: 'm.room.message',
	at: 0,
	content: {},
	unsigned: {},
});

/** Transactions over a store, with handling that can be held up. */
function setUp(persistence = memoryPersistence()) {
	const { inbox, parked } = new Store(persistence);
	const handled: string[] = [];
	const failures: string[] = [];
	let release: () => void = () => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	const holdUp = new Set<string>();
	const broken = new Map<string, Error>();
	const transactions = new Transactions({
		queues: new RoomQueues(),
		inbox,
		parked,
		handle: async ({ eventId }) => {
			const error = broken.get(eventId);
			if (error) {
				throw error;
			}
			if (holdUp.has(eventId)) {
				await held;
			}
			handled.push(eventId);
		},
		failed: ({ eventId }) => void failures.push(eventId),
	});
	return { transactions, inbox, parked, handled, failures, holdUp, broken, release: () => release() };
}

/** Waits until a condition holds, however long it takes within the test's own time-out. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
	while (!(await condition())) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}

describe('transactions', () => {
	it('answers when everything is done', async () => {
		const { transactions, handled, inbox } = setUp();
		await transactions.accept('1', [event('a'), event('b'), event('c', 'other')]);
		expect(handled).to.have.members(['$a', '$b', '$c']);
		expect(handled.indexOf('$a')).to.be.lessThan(handled.indexOf('$b'));
		expect(await inbox.all()).to.deep.equal([]);
	});

	it('does a repeated transaction only once', async () => {
		const { transactions, handled } = setUp();
		await transactions.accept('1', [event('a')]);
		await transactions.accept('1', [event('a')]);
		expect(handled).to.deep.equal(['$a']);
	});

	it('does an event only once that comes in two transactions', async () => {
		const { transactions, handled } = setUp();
		await Promise.all([
			transactions.accept('1', [event('a')]),
			transactions.accept('2', [event('a'), event('b')]),
		]);
		expect(handled).to.deep.equal(['$a', '$b']);
	});

	it('stores what is not done in time, answers, and goes on', async () => {
		const { transactions, handled, inbox, holdUp, release } = setUp();
		holdUp.add('$slow');
		await transactions.accept('1', [event('quick', 'other'), event('slow'), event('behind')]);
		expect(handled).to.deep.equal(['$quick']);
		expect((await inbox.all()).map(({ events }) => events.map(({ eventId }) => eventId))).to.deep.equal([
			['$slow', '$behind'],
		]);
		release();
		await until(async () => (await inbox.all()).length === 0);
		expect(handled).to.deep.equal(['$quick', '$slow', '$behind']);
	});

	it('takes up what was stored before a restart, ahead of what is new', async () => {
		const persistence = memoryPersistence();
		const before = setUp(persistence);
		before.holdUp.add('$slow');
		await before.transactions.accept('1', [event('slow'), event('behind')]);

		const after = setUp(persistence);
		await after.transactions.accept('2', [event('new')]);
		expect(after.handled).to.deep.equal(['$slow', '$behind', '$new']);
		await until(async () => (await after.inbox.all()).length === 0);
	});

	it('parks an event that fails and goes on with the rest', async () => {
		const { transactions, handled, failures, parked, broken } = setUp();
		broken.set('$bad', new FederationError('message-refused'));
		broken.set('$worse', new Error('oh'));
		await transactions.accept('1', [event('bad'), event('worse'), event('good')]);
		expect(handled).to.deep.equal(['$good']);
		expect(failures).to.deep.equal(['$bad', '$worse']);
		expect((await parked.all()).map((row) => [row.event.eventId, row.code])).to.deep.equal([
			['$bad', 'message-refused'],
			['$worse', 'unexpected'],
		]);
	});

	it('keeps an event that may succeed later and does it when it is taken up again', async () => {
		const { transactions, handled, inbox, parked, broken } = setUp();
		broken.set('$later', new FederationError('homeserver-failing'));
		await transactions.accept('1', [event('later'), event('good')]);
		expect(handled).to.deep.equal(['$good']);
		expect(await parked.all()).to.deep.equal([]);
		await transactions.resumeStored();
		await until(async () => (await inbox.all()).length === 1);
		broken.clear();
		await until(async () => {
			await transactions.resumeStored();
			return (await inbox.all()).length === 0;
		});
		expect(handled).to.deep.equal(['$good', '$later']);
	});

	it('keeps the room in order while Rocket.Chat is away, and lets other rooms go on', async () => {
		const { transactions, handled, inbox, parked, broken } = setUp();
		broken.set('$first', new FederationError('workspace-failing'));
		await transactions.accept('1', [event('first'), event('second'), event('else', 'other')]);
		await transactions.accept('2', [event('third')]);
		expect(handled).to.deep.equal(['$else']);
		expect(
			(await inbox.all()).flatMap(({ events }) => events.map(({ eventId }) => eventId)),
		).to.deep.equal(['$first', '$second', '$third']);
		broken.clear();
		await transactions.accept('3', [event('fourth')]);
		expect(handled).to.deep.equal(['$else']);
		await until(async () => {
			await transactions.resumeStored();
			return (await inbox.all()).length === 0;
		});
		expect(handled).to.deep.equal(['$else', '$first', '$second', '$third', '$fourth']);
		expect(await parked.all()).to.deep.equal([]);
	});

	it('holds a room up for an hour at most', async () => {
		const { transactions, handled, inbox, parked, broken } = setUp();
		const real = Date.now.bind(Date);
		broken.set('$first', new FederationError('workspace-failing'));
		await transactions.accept('1', [event('first'), event('second')]);
		try {
			Date.now = () => real() + 3_600_001;
			await until(async () => {
				await transactions.resumeStored();
				return (await inbox.all()).length === 0;
			});
		} finally {
			Date.now = real;
		}
		expect(handled).to.deep.equal(['$second']);
		expect((await parked.all()).map((row) => [row.event.eventId, row.code])).to.deep.equal([
			['$first', 'workspace-failing'],
		]);
	});

	it('does not take a transaction of a new homeserver for one of the old with the same id', async () => {
		const { transactions, handled } = setUp();
		await transactions.accept('1', [event('old')]);
		await transactions.accept('1', [event('new')]);
		expect(handled).to.deep.equal(['$old', '$new']);
	});

	it('does not answer for events it could neither do nor store', async () => {
		const persistence = memoryPersistence();
		const { transactions, handled, broken } = setUp({
			...persistence,
			write: {
				...persistence.write,
				updateByAssociations: () => Promise.reject(new Error('disk full')),
			},
		});
		broken.set('$bad', new Error('oh'));
		const answer = await transactions
			.accept('1', [event('bad')])
			.catch((error: unknown) => String(error));
		expect(answer).to.equal('Error: disk full');
		broken.clear();
		await transactions.accept('1', [event('bad')]);
		expect(handled).to.deep.equal(['$bad']);
	});
});
