import { expect } from 'chai';
import { admit } from '../../../src/delivery/intake/admission';
import { Counter } from '../../../src/delivery/counter';
import { GhostIndex } from '../../../src/delivery/intake/ghost-index';
import { HomeserverState } from '../../../src/delivery/outage/homeserver-state';
import { Intake } from '../../../src/delivery/intake/intake';
import { RoomQueues } from '../../../src/delivery/room-queues';
import { Transactions } from '../../../src/delivery/transactions/transactions';
import { Log } from '../../../src/log';
import type { UserId } from '../../../src/matrix/ids';
import { Store } from '../../../src/store/store';
import { configuration } from '../../support/fake-bridge';
import { memoryPersistence } from '../../support/memory-persistence';
import { SyncedHomeserver } from '../../support/synced-homeserver';
import { theOnlyInstance } from '../../support/only-instance';

const ghost = '@rc_alice:example.org' as UserId;

/** An intake over a homeserver in memory, which has pulled once. */
async function setUp({ isPullOnly = false, persistence = memoryPersistence() } = {}) {
	const store = new Store(persistence);
	const homeserver = new SyncedHomeserver();
	const handled: string[] = [];
	const dropped = new Counter();
	const transactions = new Transactions({
		queues: new RoomQueues(),
		inbox: store.inbox,
		instances: theOnlyInstance,
		parked: store.parked,
		handle: async ({ eventId }) => void handled.push(eventId),
		onFailure: () => undefined,
		isHoldingBack: () => intake.isHoldingBack,
	});
	const state = new HomeserverState({
		probe: async () => {
			if (homeserver.isAway) {
				throw new Error('away');
			}
		},
		recover: () => intake.catchUp(),
	});
	const intake: Intake = new Intake({
		transactions,
		ghosts: new GhostIndex(store.pulledGhosts, () => true),
		isAlone: () => true,
		state,
		pushState: store.pushState,
		source: async () => ({
			...{ homeserver: homeserver.client, namespace: configuration, isPullOnly },
			ephemeralTypes: [],
		}),
		onEphemeral: () => undefined,
		ghostsMet: async () => [ghost],
		onGhostLeft: () => undefined,
		dropped,
		log: new Log(),
	});
	const push = async (eventIds: readonly string[]) => {
		const events = admit(homeserver.eventsOf(eventIds), dropped);
		intake.pushed(events);
		await transactions.accept(eventIds.join(), events);
	};
	return { store, persistence, homeserver, handled, intake, state, push };
}

/** Waits until a condition is true, limited by the time-out of the test. */
async function until(condition: () => boolean): Promise<void> {
	while (!condition()) {
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

describe('intake', () => {
	it('reads after a start what came before, while pushed events wait in the inbox', async () => {
		const before = await setUp();
		before.intake.start();
		await before.intake.blockedPush();

		const after = await setUp({ persistence: before.persistence });
		const [forgotten, pushed] = [after.homeserver.send('forgotten'), after.homeserver.send('pushed')];
		await after.push([pushed]);
		expect(after.handled).to.deep.equal([]);
		expect((await after.store.inbox.all()).map(({ isHeldBack }) => isHeldBack)).to.deep.equal([true]);
		after.intake.start();
		await until(() => after.handled.length === 2);
		expect(after.handled).to.deep.equal([forgotten, pushed]);
		await until(() => !after.intake.isHoldingBack);
		expect(await after.store.inbox.all()).to.deep.equal([]);
	});

	it('reads after an outage what the homeserver has forgotten, before what it pushes then', async () => {
		const { homeserver, intake, state, handled, push } = await setUp();
		intake.start();
		await intake.blockedPush();
		homeserver.isAway = true;
		state.reportOutage();
		await until(() => state.availability === 'offline');
		const [forgotten, pushed] = [homeserver.send('forgotten'), homeserver.send('pushed')];
		await push([pushed]);
		expect(handled).to.deep.equal([]);
		homeserver.isAway = false;
		state.probeSoon();
		await state.whenOnline();
		await push([homeserver.send('later')]);
		await until(() => handled.length === 3);
		expect(handled).to.deep.equal([forgotten, pushed, '$later']);
	});

	it('keeps what was held back over a crash, behind what was not read yet', async () => {
		const before = await setUp();
		before.intake.start();
		await before.intake.blockedPush();
		const crashed = await setUp({ persistence: before.persistence });
		crashed.homeserver.send('forgotten');
		await crashed.push([crashed.homeserver.send('pushed')]);

		const after = await setUp({ persistence: before.persistence });
		after.homeserver.send('forgotten');
		after.homeserver.send('pushed');
		await after.push([after.homeserver.send('later')]);
		after.intake.start();
		await until(() => after.handled.length === 3);
		expect(after.handled).to.deep.equal(['$forgotten', '$pushed', '$later']);
	});

	it('pulls after a start until the homeserver pushes, which may be pausing', async () => {
		const { homeserver, intake, handled } = await setUp();
		intake.start();
		await intake.blockedPush();
		homeserver.requests.splice(0);
		homeserver.send('unpushed');
		await until(() => handled.includes('$unpushed'));
		// It is not left to the check for silence, before which the line to the homeserver is watched five times.
		expect(homeserver.requests.length).to.be.below(5);
		expect(intake.isPulling).to.equal(false);
	});

	it('pulls when an event that a ghost has sent is not pushed, until the homeserver pushes again', async () => {
		const { homeserver, intake, handled, push, store } = await setUp();
		intake.start();
		await intake.blockedPush();
		intake.sent('$own');
		homeserver.send('own', 'room', { sender: ghost });
		homeserver.send('stuck');
		await until(() => intake.isPulling);
		await until(() => handled.includes('$stuck'));
		expect(await store.pushState.read()).to.have.keys('since');
		expect(await intake.blockedPush()).to.have.keys('since');
		await push([homeserver.send('again')]);
		expect(intake.isPulling).to.equal(false);
		expect(await store.pushState.read()).to.equal(undefined);
		expect(handled).to.include('$again');
	});

	it('is not blocked if another instance of the server gets the pushes', async () => {
		const persistence = memoryPersistence();
		const [sender, receiver] = [await setUp({ persistence }), await setUp({ persistence })];
		for (const { intake } of [sender, receiver]) {
			intake.start();
			await intake.blockedPush();
		}
		for (let turn = 0; turn < 7; turn++) {
			const eventId = receiver.homeserver.send(`own${turn}`, 'room', { sender: ghost });
			sender.intake.sent(eventId);
			await receiver.push([eventId]);
			await new Promise((resolve) => setTimeout(resolve, 1_000));
			expect(sender.intake.isPulling).to.equal(false);
		}
	});

	it('knows after a start that an event stops the engine, before the connection is checked', async () => {
		const before = await setUp();
		before.intake.start();
		await before.intake.blockedPush();
		const after = await setUp({ persistence: before.persistence });
		const poison = after.homeserver.send('poison', 'room', {
			content: JSON.parse('{"__proto__":1}') as object,
		});
		expect(await after.intake.blockedPush()).to.deep.include({ poison });
	});

	it('only pulls if the setting says so, also as ghosts that are met later', async () => {
		const { homeserver, intake, handled } = await setUp({ isPullOnly: true });
		intake.start();
		expect(await intake.blockedPush()).to.equal(undefined);
		expect(intake.isPulling).to.equal(true);
		homeserver.send('pulled');
		await until(() => handled.includes('$pulled'));
	});
});
