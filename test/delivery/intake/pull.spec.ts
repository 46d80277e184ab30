import { expect } from 'chai';
import { admit } from '../../../src/delivery/intake/admission';
import { Counter } from '../../../src/delivery/counter';
import { GhostIndex } from '../../../src/delivery/intake/ghost-index';
import { Pull, type PullRequest } from '../../../src/delivery/intake/pull';
import { RoomQueues } from '../../../src/delivery/room-queues';
import { Transactions } from '../../../src/delivery/transactions/transactions';
import { FederationError } from '../../../src/errors';
import { Log } from '../../../src/log';
import type { UserId } from '../../../src/matrix/ids';
import { Store } from '../../../src/store/store';
import { configuration } from '../../support/fake-bridge';
import { memoryPersistence } from '../../support/memory-persistence';
import { SyncedHomeserver } from '../../support/synced-homeserver';
import { theOnlyInstance } from '../../support/only-instance';

const ghost = '@rc_alice:example.org' as UserId;
const all: PullRequest = { timeout: 0, isThorough: true };

/** Pulls from a homeserver in memory; the events are handled by a list. */
async function setUp(persistence = memoryPersistence()) {
	const store = new Store(persistence);
	const homeserver = new SyncedHomeserver();
	const handled: string[] = [];
	const failing = new Set<string>();
	const dropped = new Counter();
	const transactions = new Transactions({
		queues: new RoomQueues(),
		inbox: store.inbox,
		instances: theOnlyInstance,
		parked: store.parked,
		handle: async ({ eventId }) => {
			if (failing.has(eventId)) {
				throw new FederationError('homeserver-failing');
			}
			handled.push(eventId);
		},
		onFailure: () => undefined,
	});
	const ghosts = new GhostIndex(store.pulledGhosts, () => true);
	await ghosts.add(ghost);
	const left: string[] = [];
	const onGhostLeft = (roomId: string, ghostId: string) => void left.push(`${ghostId} ${roomId}`);
	const onEphemeral = () => undefined;
	const pull = new Pull({ transactions, ghosts, dropped, onGhostLeft, onEphemeral, log: new Log() });
	const source = { homeserver: homeserver.client, namespace: configuration };
	const run = (request = all) => pull.run(source, ghost, request);
	const push = (eventIds: readonly string[]) =>
		transactions.accept(eventIds.join(), admit(homeserver.eventsOf(eventIds), dropped));
	return { homeserver, handled, failing, dropped, ghosts, left, store, run, push, persistence };
}

describe('pull', () => {
	it('begins with the events of the last minutes, and goes on from its token', async () => {
		const { homeserver, handled, run } = await setUp();
		homeserver.send('old', 'room', { origin_server_ts: Date.now() - 600_000 });
		homeserver.send('young');
		await run();
		homeserver.send('new', 'room', { origin_server_ts: 0 });
		await run();
		expect(handled).to.deep.equal(['$young', '$new']);
		expect(homeserver.requests).to.deep.equal([`sync ${ghost} –`, `sync ${ghost} 2`]);
	});

	it('brings events behind a gap in order, page by page', async () => {
		const { homeserver, handled, run } = await setUp();
		await run();
		const sent = Array.from({ length: 350 }, (_, index) => homeserver.send(String(index)));
		homeserver.send('other', 'other');
		await run();
		expect(handled.filter((eventId) => eventId !== '$other')).to.deep.equal(sent);
		expect(handled).to.include('$other');
	});

	it('does not read the pages again if the latest events are done, unless it is thorough', async () => {
		const { homeserver, push, handled, run } = await setUp();
		await run();
		const sent = Array.from({ length: 350 }, (_, index) => homeserver.send(String(index)));
		await push(sent.slice(250));
		await run({ timeout: 0, isThorough: false });
		expect(handled).to.deep.equal(sent.slice(250));
		expect(homeserver.requests.filter((request) => request.startsWith('page'))).to.deep.equal([]);
	});

	it('does not handle again what was pushed, and reports what was not', async () => {
		const { homeserver, push, handled, run } = await setUp();
		await run();
		const missed: string[] = [];
		await push([homeserver.send('pushed')]);
		homeserver.send('forgotten');
		await run({ ...all, onMissed: ({ eventId }) => void missed.push(eventId) });
		expect(handled).to.deep.equal(['$pushed', '$forgotten']);
		expect(missed).to.deep.equal(['$forgotten']);
	});

	it('keeps its token while an event is neither done nor stored', async () => {
		const persistence = memoryPersistence();
		const { homeserver, failing, handled, run } = await setUp({
			...persistence,
			write: {
				...persistence.write,
				createWithAssociations: () => Promise.reject(new Error('disk full')),
			},
		});
		await run();
		failing.add(homeserver.send('later'));
		expect(await run().catch((error: unknown) => String(error))).to.equal('Error: disk full');
		failing.clear();
		await run();
		expect(handled).to.deep.equal(['$later']);
	});

	it('goes on behind an event that is stored to be retried', async () => {
		const { homeserver, failing, store, run } = await setUp();
		await run();
		failing.add(homeserver.send('later'));
		await run();
		await run();
		expect(
			(await store.inbox.all()).map(({ events }) => events.map(({ eventId }) => eventId)),
		).to.deep.equal([['$later']]);
		expect(homeserver.requests.at(-1)).to.equal(`sync ${ghost} 1`);
	});

	it('goes on from the stored token after a restart', async () => {
		const before = await setUp();
		await before.run();
		const after = await setUp(before.persistence);
		await after.ghosts.load();
		after.homeserver.send('meanwhile', 'room', { origin_server_ts: 0 });
		await after.run();
		expect(after.handled).to.deep.equal(['$meanwhile']);
	});

	it('leaves out invitations of ghosts in timelines, and answers those that come as invitations', async () => {
		const { homeserver, handled, run } = await setUp();
		await run();
		const invitation = {
			type: 'm.room.member',
			state_key: ghost,
			content: { membership: 'invite' },
			sender: '@bob:far.example',
		};
		homeserver.send('answered', 'room', invitation);
		homeserver.invitations.push({
			...invitation,
			event_id: '$invitation-1',
			room_id: '!new:far.example',
		});
		await run();
		expect(handled).to.deep.equal(['$invitation-1']);
	});

	it('counts what it drops and cleans by reason', async () => {
		const { homeserver, dropped, handled, run } = await setUp();
		await run();
		homeserver.send('no id', 'room', { event_id: 'no id' });
		homeserver.send('poison', 'room', { content: JSON.parse('{"__proto__":1}') as object });
		await run();
		expect(handled).to.deep.equal(['$poison']);
		expect(dropped.entries).to.deep.equal([
			['no event', 1],
			['prototype key', 1],
		]);
	});

	it('tells of rooms that its ghost has left, and not of others', async () => {
		const { homeserver, left, run } = await setUp();
		const member = (name: string, room: string, stateKey: string, membership: string) =>
			homeserver.send(name, room, {
				type: 'm.room.member',
				state_key: stateKey,
				content: { membership },
			});
		member('joined', 'joined', ghost, 'join');
		member('removed', 'removed', ghost, 'leave');
		member('banned', 'banned', ghost, 'ban');
		member('other', 'other', '@bob:far.example', 'leave');
		await run();
		expect(left).to.deep.equal([`${ghost} !removed:example.org`, `${ghost} !banned:example.org`]);
	});
});
