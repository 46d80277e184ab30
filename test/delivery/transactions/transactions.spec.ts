import { expect } from 'chai';
import { RoomQueues } from '../../../src/delivery/room-queues';
import { Transactions, type TransactionsParts } from '../../../src/delivery/transactions/transactions';
import { FederationError } from '../../../src/errors';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import { Store } from '../../../src/store/store';
import { memoryPersistence } from '../../support/memory-persistence';
import { standingClock } from '../../support/standing-clock';
import { theOnlyInstance } from '../../support/only-instance';

const event = (name: string, room = 'room'): RoomEvent => ({
	eventId: `$${name}` as EventId,
	roomId: `!${room}:example.org` as RoomId,
	sender: '@bob:example.org' as UserId,
	type: 'm.room.message',
	at: 0,
	content: {},
	unsigned: {},
});

/** Transactions over a store, with a handler that a test can delay. */
function setUp(
	persistence = memoryPersistence(),
	instances: TransactionsParts['instances'] = theOnlyInstance,
) {
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
		instances,
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
		onFailure: ({ eventId }) => void failures.push(eventId),
	});
	return { transactions, inbox, parked, handled, failures, holdUp, broken, release: () => release() };
}

/** Waits until a condition is true, limited by the time-out of the test. */
async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
	while (!(await condition())) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Lets everything finish that waits for nothing but the store in memory. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** A store in memory that cannot store transactions. */
function fullPersistence() {
	const persistence = memoryPersistence();
	const createWithAssociations = () => Promise.reject(new Error('disk full'));
	return { ...persistence, write: { ...persistence.write, createWithAssociations } };
}

describe('transactions', () => {
	it('returns when all events are done', async () => {
		const { transactions, handled, inbox } = setUp();
		await transactions.accept('1', [event('a'), event('b'), event('c', 'other')]);
		expect(handled).to.have.members(['$a', '$b', '$c']);
		expect(handled.indexOf('$a')).to.be.lessThan(handled.indexOf('$b'));
		expect(await inbox.all()).to.deep.equal([]);
	});

	it('handles a repeated transaction once', async () => {
		const { transactions, handled } = setUp();
		await transactions.accept('1', [event('a')]);
		await transactions.accept('1', [event('a')]);
		expect(handled).to.deep.equal(['$a']);
	});

	it('handles an event of two transactions once', async () => {
		const { transactions, handled } = setUp();
		await Promise.all([
			transactions.accept('1', [event('a')]),
			transactions.accept('2', [event('a'), event('b')]),
		]);
		expect(handled).to.deep.equal(['$a', '$b']);
	});

	it('stores events that are not done in time, returns, and continues', async () => {
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

	it('resumes events that were stored before a restart, before new events', async () => {
		const persistence = memoryPersistence();
		const before = setUp(persistence);
		before.holdUp.add('$slow');
		await before.transactions.accept('1', [event('slow'), event('behind')]);

		const after = setUp(persistence);
		await after.transactions.accept('2', [event('new')]);
		expect(after.handled).to.deep.equal(['$slow', '$behind', '$new']);
		await until(async () => (await after.inbox.all()).length === 0);
	});

	it('relays nothing behind an event that this instance could not relay as the owner of its room', async () => {
		let isOwner = true;
		const instances: TransactionsParts['instances'] = {
			...{ isAlone: true, agreements: 1 },
			run: async (_roomId, work) => {
				await (isOwner ? work() : undefined);
				return isOwner;
			},
		};
		const { transactions, handled } = setUp(memoryPersistence(), instances);
		isOwner = false;
		await transactions.accept('1', [event('early')]);
		isOwner = true;
		await transactions.accept('2', [event('late')]);
		await settle();
		expect(handled).to.deep.equal([]);
		await transactions.resumeStored();
		await settle();
		expect(handled).to.deep.equal(['$early', '$late']);
	});

	it('relays the stored events of a room that this instance got just now, before new ones', async () => {
		let isAgreed = false;
		const instances: TransactionsParts['instances'] = {
			isAlone: true,
			get agreements() {
				return isAgreed ? 1 : 0;
			},
			run: async (_roomId, work) => {
				await (isAgreed ? work() : undefined);
				return isAgreed;
			},
		};
		const { transactions, handled } = setUp(memoryPersistence(), instances);
		await transactions.accept('1', [event('early')]);
		isAgreed = true;
		await transactions.accept('2', [event('late')]);
		await settle();
		expect(handled).to.deep.equal(['$early', '$late']);
	});

	it('parks an event that fails, and handles the rest', async () => {
		const { transactions, handled, failures, parked, broken } = setUp();
		broken.set('$bad', new FederationError('message-refused'));
		broken.set('$worse', new Error('oh'));
		await transactions.accept('1', [event('bad'), event('worse'), event('good')]);
		expect(handled).to.deep.equal(['$good']);
		expect(failures).to.deep.equal(['$bad', '$worse']);
		expect((await parked.all()).map((row) => [row.id, row.code])).to.deep.equal([
			['$bad', 'message-refused'],
			['$worse', 'unexpected'],
		]);
	});

	it('keeps an event that may succeed later, and handles it at the next retry', async () => {
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
		const real = performance.now.bind(performance);
		broken.set('$first', new FederationError('workspace-failing'));
		await transactions.accept('1', [event('first'), event('second')]);
		try {
			performance.now = () => real() + 3_600_001;
			await until(async () => {
				await transactions.resumeStored();
				return (await inbox.all()).length === 0;
			});
		} finally {
			performance.now = real;
		}
		expect(handled).to.deep.equal(['$second']);
		expect((await parked.all()).map((row) => [row.id, row.code])).to.deep.equal([
			['$first', 'workspace-failing'],
		]);
	});

	it('handles a transaction of a reinstalled homeserver that repeats an old transaction id', async () => {
		const { transactions, handled } = setUp();
		await transactions.accept('1', [event('old')]);
		await transactions.accept('1', [event('new')]);
		expect(handled).to.deep.equal(['$old', '$new']);
	});

	it('fails for events that could be neither handled nor stored', async () => {
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

	it('does not answer for an event that waits for a retry and could not be stored', async () => {
		const { transactions, failures, broken } = setUp(fullPersistence());
		broken.set('$later', new FederationError('homeserver-failing'));
		const answer = await transactions
			.accept('1', [event('later')])
			.catch((error: unknown) => String(error));
		await settle();
		expect(answer).to.equal('Error: disk full');
		expect(failures).to.deep.equal(['$later']);
	});

	it('reports the events under way that could not be stored', async () => {
		const { transactions, failures, holdUp, release } = setUp(fullPersistence());
		holdUp.add('$slow');
		const answer = await transactions
			.accept('1', [event('slow'), event('behind')])
			.catch((error: unknown) => String(error));
		await settle();
		expect(answer).to.equal('Error: disk full');
		expect(failures).to.deep.equal(['$slow', '$behind']);
		release();
	});

	it('does not let a slow room hold up another', async () => {
		const { transactions, handled, holdUp, release } = setUp();
		holdUp.add('$slow');
		await transactions.accept('1', [event('slow'), event('quick', 'other')]);
		expect(handled).to.deep.equal(['$quick']);
		release();
	});

	it('does not retry an event because its transaction is repeated after the answer', async () => {
		const { transactions, inbox, failures, broken } = setUp();
		broken.set('$later', new FederationError('homeserver-failing'));
		await transactions.accept('1', [event('later')]);
		await transactions.accept('1', [event('later')]);
		expect(failures).to.deep.equal(['$later']);
		expect((await inbox.all()).map(({ id }) => id)).to.deep.equal(['1 $later']);
	});

	it('answers a repeat of a transaction in flight once the first is stored, and stores it once', async () => {
		const { transactions, inbox, failures, broken } = setUp();
		broken.set('$later', new FederationError('homeserver-failing'));
		const [, storedAtRepeat] = await Promise.all([
			transactions.accept('1', [event('later')]),
			transactions.accept('1', [event('later')]).then(() => inbox.all()),
		]);
		expect(storedAtRepeat.map(({ id }) => id)).to.deep.equal(['1 $later']);
		expect(failures).to.deep.equal(['$later']);
		expect((await inbox.all()).map(({ id }) => id)).to.deep.equal(['1 $later']);
	});

	it('does not retry a stored event that is still under way', async () => {
		const { transactions, failures, holdUp, broken, release } = setUp();
		holdUp.add('$slow');
		broken.set('$behind', new FederationError('homeserver-failing'));
		await transactions.accept('1', [event('slow'), event('behind')]);
		await transactions.resumeStored();
		release();
		await settle();
		expect(failures).to.deep.equal(['$behind']);
	});

	it('keeps the stored events until all of them are done', async () => {
		const { transactions, handled, inbox, holdUp, broken, release } = setUp();
		holdUp.add('$slow');
		broken.set('$behind', new FederationError('homeserver-failing'));
		await transactions.accept('1', [event('slow'), event('behind')]);
		release();
		await settle();
		expect(handled).to.deep.equal(['$slow']);
		expect(await inbox.all()).to.have.length(1);
		broken.clear();
		await transactions.resumeStored();
		await settle();
		expect(handled).to.deep.equal(['$slow', '$behind']);
		expect(await inbox.all()).to.deep.equal([]);
	});

	it('keeps the stored events of one transaction when those of another are done', async () => {
		const { transactions, inbox, broken } = setUp();
		broken.set('$a', new FederationError('homeserver-failing'));
		broken.set('$b', new FederationError('homeserver-failing'));
		await transactions.accept('1', [event('a')]);
		await transactions.accept('2', [event('b')]);
		broken.delete('$a');
		await transactions.resumeStored();
		await settle();
		expect((await inbox.all()).map(({ id }) => id)).to.deep.equal(['2 $b']);
	});

	it('stores what was pulled twice under two ids, also if it begins with the same event', async () => {
		const { transactions, inbox, broken } = setUp();
		broken.set('$first', new FederationError('workspace-failing'));
		await transactions.relayPulled([event('first')]);
		await transactions.relayPulled([event('first'), event('second')]);
		expect(new Set((await inbox.all()).map(({ id }) => id)).size).to.equal(2);
	});

	it('does not answer before it has read what was stored before a restart, and reads it again', async () => {
		const persistence = memoryPersistence();
		const before = setUp(persistence);
		before.broken.set('$old', new FederationError('homeserver-failing'));
		await before.transactions.accept('1', [event('old')]);

		let failuresToCome = 1;
		const { transactions, handled } = setUp({
			...persistence,
			read: {
				...persistence.read,
				readByAssociation: (record) =>
					failuresToCome-- > 0
						? Promise.reject(new Error('no connection'))
						: persistence.read.readByAssociation(record),
			},
		});
		const answer = await transactions
			.accept('2', [event('new')])
			.catch((error: unknown) => String(error));
		expect(answer).to.equal('Error: no connection');
		expect(handled).to.deep.equal([]);
		await transactions.accept('2', [event('new')]);
		expect(handled).to.deep.equal(['$old', '$new']);
	});

	it('give rooms equal turns while a backlog drains, and an event of another room its turn at once', async () => {
		const persistence = memoryPersistence();
		const { inbox, parked } = new Store(persistence);
		const backlog = ['a', 'b', 'c'].flatMap((room) =>
			Array.from({ length: 40 }, (_, index) => event(`${room}${index}`, room)),
		);
		await inbox.put('backlog', backlog);
		const handled: string[] = [];
		const transactions = new Transactions({
			queues: new RoomQueues(),
			inbox,
			instances: theOnlyInstance,
			parked,
			handle: async ({ eventId }) => {
				await new Promise((resolve) => setImmediate(resolve));
				handled.push(eventId.slice(1, 2));
			},
			onFailure: () => undefined,
		});
		await transactions.accept('1', [event('d', 'd')]);
		expect(handled.indexOf('d')).to.be.lessThan(8);
		await until(() => handled.length === backlog.length + 1);
		const turns = handled.filter((room) => room !== 'd');
		for (let turn = 0; turn < turns.length; turn += 3) {
			expect(turns.slice(turn, turn + 3)).to.have.members(['a', 'b', 'c']);
		}
	});

	it('work on twenty rooms at the same time, and on the next when one is done', async () => {
		const { inbox, parked } = new Store(memoryPersistence());
		const begun: string[] = [];
		const ends: (() => void)[] = [];
		const transactions = new Transactions({
			queues: new RoomQueues(),
			inbox,
			instances: theOnlyInstance,
			parked,
			handle: ({ eventId }) => {
				begun.push(eventId);
				return new Promise((resolve) => ends.push(resolve));
			},
			onFailure: () => undefined,
		});
		const rooms = Array.from({ length: 22 }, (_, index) => String(index));
		const relayed = transactions.relayPulled(
			rooms.flatMap((room) => [event(`a${room}`, room), event(`b${room}`, room)]),
		);
		await settle();
		expect(begun).to.deep.equal(rooms.slice(0, 20).map((room) => `$a${room}`));
		ends.shift()?.();
		await settle();
		expect(begun.slice(20)).to.deep.equal(['$a20']);
		ends.shift()?.();
		await settle();
		expect(begun.slice(20)).to.deep.equal(['$a20', '$a21']);
		ends.shift()?.();
		await settle();
		expect(begun.slice(22)).to.deep.equal(['$b0']);
		while (ends.length > 0) {
			ends.shift()?.();
			await settle();
		}
		await relayed;
		expect(begun).to.have.length(44);
	});

	it('call an event new only if nothing can have been done for it before', async () => {
		const persistence = memoryPersistence();
		const { inbox, parked } = new Store(persistence);
		const calledNew: string[] = [];
		const failing = new Set(['$failed']);
		const real = performance.now.bind(performance);
		const transactions = new Transactions({
			queues: new RoomQueues(),
			inbox,
			instances: theOnlyInstance,
			parked,
			handle: async ({ eventId, isNew }) => {
				calledNew.push(...(isNew ? [eventId] : []));
				if (failing.delete(eventId)) {
					throw new FederationError('homeserver-failing');
				}
			},
			onFailure: () => undefined,
		});
		await transactions.accept('1', [event('soon after the start'.replaceAll(' ', '-'))]);
		const started = Date.now();
		await transactions.accept('young', [
			{ ...event('before-the-start'), at: started - 1 },
			{ ...event('perhaps-before-the-start'), at: started + 9_000 },
			{ ...event('after-the-start'), at: started + 12_000 },
		]);
		try {
			performance.now = () => real() + 600_001;
			await transactions.relayPulled([event('pulled')]);
			await transactions.accept('2', [event('new'), event('pulled'), event('failed')]);
			await transactions.resumeStored();
			await settle();
		} finally {
			performance.now = real;
		}
		expect(await inbox.all()).to.deep.equal([]);
		expect(calledNew).to.deep.equal(['$after-the-start', '$new', '$failed']);
	});

	describe('at a fixed time', () => {
		standingClock(new Date(5_000));

		it('tell when the last events came, and leave out transactions without events', async () => {
			const { transactions } = setUp();
			expect(transactions.lastEventAt).to.equal(undefined);
			await transactions.accept('1', []);
			expect(transactions.lastEventAt).to.equal(undefined);
			await transactions.accept('2', [event('a')]);
			expect(transactions.lastEventAt).to.equal(5_000);
		});
	});

	it('with several instances are answered while the inbox is read, and one read does for all that came meanwhile', async () => {
		const several = { ...theOnlyInstance, isAlone: false };
		const { transactions, inbox, handled } = setUp(memoryPersistence(), several);
		const all = inbox.all.bind(inbox);
		let reads = 0;
		let open: () => void = () => undefined;
		const opened = new Promise<void>((resolve) => (open = resolve));
		inbox.all = async () => {
			reads += 1;
			await opened;
			return all();
		};
		const names = Array.from({ length: 100 }, (_, number) => `e${number}`);
		for (const name of names) {
			await transactions.accept(name, [event(name)]);
		}
		expect(reads).to.equal(1);
		open();
		await until(() => handled.length === names.length);
		await until(async () => (await all()).length === 0);
		expect(handled).to.deep.equal(names.map((name) => `$${name}`));
		expect(reads).to.equal(2);
	});
});
