import { expect } from 'chai';
import { Random } from '../../../bench/chaos/random';
import type { FederationError } from '../../../src/errors';
import { InstanceTable } from '../../../src/store/instances';
import { mockTimers } from '../../support/mock-timers';
import { serverInstances, type TestInstance } from '../../support/server-instances';

const rooms = Array.from({ length: 12 }, (_, number) => `!room${number}:example.org`);
const ownedBy = ({ instances }: TestInstance) => rooms.filter((roomId) => instances.owns(roomId));

describe('the instances of the server', () => {
	const { pass } = mockTimers();

	/** Lets time go on in small steps. */
	async function passSlowly(milliseconds: number, each: () => void = () => undefined) {
		for (let passed = 0; passed < milliseconds; passed += 50) {
			await pass(50);
			each();
		}
	}

	/** Two instances that have agreed who owns which room. */
	async function twoAgreed() {
		const server = serverInstances(rooms, () => 0);
		const first = server.start();
		await passSlowly(500);
		const second = server.start();
		await passSlowly(5_000);
		return { server, first, second };
	}

	it('own no room before the records were read', async () => {
		const { instances } = serverInstances(rooms, () => 0).start();
		expect([instances.isAlone, instances.owns('!room0:example.org')]).to.deep.equal([false, false]);
	});

	it('are one at first, which owns every room at once, without a lease', async () => {
		const first = serverInstances(rooms, () => 0).start();
		await passSlowly(100);
		expect([first.instances.isAlone, ownedBy(first), first.agreed]).to.deep.equal([true, rooms, [rooms]]);
		first.freeze();
		await passSlowly(60_000);
		expect(ownedBy(first)).to.deep.equal(rooms);
	});

	it('are one again at once after a restart, if the record of the last process is some seconds old', async () => {
		const server = serverInstances(rooms, () => 0);
		server.start().end();
		await passSlowly(3_000);
		const restarted = server.start();
		await passSlowly(100);
		expect([restarted.instances.isAlone, ownedBy(restarted)]).to.deep.equal([true, rooms]);
	});

	it('tell when the last process ended, by its last record, also when that is gone', async () => {
		const server = serverInstances(rooms, () => 0);
		const first = server.start();
		await passSlowly(3_000);
		first.end();
		const endedAt = Date.now();
		await passSlowly(3_000);
		const { instances } = server.start();
		expect(instances.lastEndedAt).to.equal(-Infinity);
		await passSlowly(3_000);
		expect(instances.lastEndedAt).to.be.within(endedAt - 1_100, endedAt);
		instances.setPaused(true);
		expect(instances.lastEndedAt).to.equal(Date.now());
	});

	it('wait for a sign of another one that wrote just now', async () => {
		const server = serverInstances(rooms, () => 0);
		const ended = server.start();
		await passSlowly(100);
		ended.end();
		const restarted = server.start();
		await passSlowly(1_000);
		expect(ownedBy(restarted)).to.deep.equal([]);
		await passSlowly(1_000);
		expect([restarted.instances.isAlone, ownedBy(restarted)]).to.deep.equal([true, rooms]);
	});

	it('divide the rooms when a second one comes', async () => {
		const { first, second } = await twoAgreed();
		expect([...ownedBy(first), ...ownedBy(second)]).to.have.members(rooms);
		expect([first.instances.isAlone, second.instances.count]).to.deep.equal([false, 2]);
		expect(second.agreed).to.deep.equal([ownedBy(second)]);
	});

	it('let the rooms of a dead one be taken over within seven seconds', async () => {
		const { first, second } = await twoAgreed();
		const lost = ownedBy(second);
		second.end();
		await passSlowly(3_000);
		expect(ownedBy(first)).to.have.length(rooms.length - lost.length);
		await passSlowly(4_000);
		expect(ownedBy(first)).to.deep.equal(rooms);
		expect(first.agreed.at(-1)).to.deep.equal(rooms);
	});

	it('let the rooms of one whose app is disabled be taken over, and divide them again when it is enabled', async () => {
		const { first, second } = await twoAgreed();
		second.instances.setPaused(true);
		await passSlowly(12_000);
		expect([ownedBy(first), ownedBy(second)]).to.deep.equal([rooms, []]);
		second.instances.setPaused(false);
		await passSlowly(12_000);
		expect([...ownedBy(first), ...ownedBy(second)].sort()).to.deep.equal([...rooms].sort());
		expect(ownedBy(second)).not.to.deep.equal([]);
	});

	it('have everything compared after the app of the only one was disabled, and relay nothing before', async () => {
		const { instances, agreed } = serverInstances(rooms, () => 0).start();
		await passSlowly(500);
		instances.setPaused(true);
		await passSlowly(60_000);
		instances.setPaused(false);
		expect([instances.isAlone, agreed]).to.deep.equal([false, [rooms]]);
		await passSlowly(2_000);
		expect([instances.isAlone, agreed]).to.deep.equal([true, [rooms, rooms]]);
	});

	it('know which of them have ended, when they agree on it at the latest, and take none for ended that was frozen here', async () => {
		const server = serverInstances(rooms, () => 0);
		const known: boolean[] = [];
		let secondId = '';
		const first: TestInstance = server.start(async () => {
			known.push(secondId !== '' && (await first.instances.hasEnded(secondId)));
		});
		await passSlowly(500);
		const second = server.start();
		secondId = second.instances.self;
		await passSlowly(5_000);
		const firstId = first.instances.self;
		expect(await second.instances.hasEnded(firstId)).to.equal(false);
		second.freeze();
		await passSlowly(10_000);
		expect(known).to.deep.equal([false, false, true]);
		second.thaw();
		await passSlowly(8_000);
		expect(second.instances.self).not.to.equal(secondId);
		expect(await first.instances.hasEnded(secondId)).to.equal(true);
		expect(await second.instances.hasEnded(secondId)).to.equal(false);
		expect(await first.instances.hasEnded(second.instances.self)).to.equal(false);
	});

	it('agree once more if another one came and went before it said anything', async () => {
		const server = serverInstances(rooms, () => 0);
		const first = server.start();
		await passSlowly(500);
		const { agreements } = first.instances;
		const record = { id: 'silent', beat: 1, at: Date.now(), view: [] };
		await new InstanceTable(server.persistence).write(record);
		await passSlowly(1_100);
		expect(ownedBy(first)).to.have.length.lessThan(rooms.length);
		await passSlowly(4_000);
		expect([ownedBy(first), first.instances.agreements]).to.deep.equal([rooms, agreements + 1]);
		expect(first.agreed).to.deep.equal([rooms, rooms]);
	});

	it('stay several for a week after one has gone, since it may come back unnoticed', async () => {
		const { first, second } = await twoAgreed();
		second.end();
		await passSlowly(10_000);
		expect([first.instances.isAlone, first.instances.isShared]).to.deep.equal([false, true]);
	});

	it('own nothing after they were frozen, until they have joined again', async () => {
		const { first, second } = await twoAgreed();
		second.freeze();
		await passSlowly(10_000);
		second.thaw();
		expect([ownedBy(first), ownedBy(second)]).to.deep.equal([rooms, []]);
		await passSlowly(8_000);
		expect([...ownedBy(first), ...ownedBy(second)]).to.have.members(rooms);
		expect(ownedBy(second)).to.have.length.greaterThan(0);
	});

	it('own nothing after they were frozen, also if the clock was set back meanwhile', async () => {
		const { first, second } = await twoAgreed();
		second.freeze();
		await passSlowly(10_000);
		const real = Date.now.bind(Date);
		Date.now = () => real() - 3_600_000;
		try {
			expect([ownedBy(first), ownedBy(second)]).to.deep.equal([rooms, []]);
		} finally {
			Date.now = real;
		}
	});

	it('own nothing after their lease ended in the middle of a write, until they have joined again', async () => {
		let latency = 0;
		const server = serverInstances(rooms, () => latency);
		server.start();
		await passSlowly(500);
		const { instances } = server.start();
		await passSlowly(5_000);
		const owns = () => rooms.some((roomId) => instances.owns(roomId));
		let [owned, agreements] = [owns(), instances.agreements];
		let lapses = 0;
		const check = () => {
			if (owns() && !owned) {
				expect(instances.agreements).to.be.greaterThan(agreements);
			}
			lapses += owned && !owns() ? 1 : 0;
			[owned, agreements] = [owns(), owned ? instances.agreements : agreements];
		};
		latency = 1_200;
		await passSlowly(6_000, check);
		latency = 0;
		await passSlowly(15_000, check);
		expect([owned, lapses]).to.deep.equal([true, 1]);
	});

	it('do not go on with work that began before they were frozen, also when they have joined again', async () => {
		const { second } = await twoAgreed();
		const roomId = ownedBy(second)[0] ?? '';
		const steps: string[] = [];
		const tryStep = () => {
			try {
				second.instances.requireLease(roomId);
				steps.push('done');
			} catch (error) {
				steps.push((error as FederationError).code);
			}
		};
		let end: () => void = () => undefined;
		const work = second.instances.run(roomId, () => new Promise((resolve) => (end = resolve)));
		tryStep();
		second.freeze();
		await passSlowly(10_000);
		tryStep();
		second.thaw();
		await passSlowly(2_000);
		tryStep();
		end();
		await work;
		tryStep();
		expect(steps).to.deep.equal(['done', 'room-moved', 'room-moved', 'done']);
	});

	it('give a room away only when the work on it is done', async () => {
		const server = serverInstances(rooms, () => 0);
		const first = server.start();
		await passSlowly(500);
		let end: () => void = () => undefined;
		const works = rooms.map((roomId) =>
			first.instances.run(roomId, () => new Promise((resolve) => (end = chain(end, resolve)))),
		);
		const second = server.start();
		await passSlowly(5_000);
		expect(ownedBy(second)).to.deep.equal([]);
		end();
		await Promise.all(works);
		await passSlowly(1_500);
		expect(ownedBy(second)).to.have.length.greaterThan(0);
	});

	[1, 2, 3, 4, 5, 6].forEach((seed) => {
		it(`never own a room twice, whatever happens: seed ${seed}`, async () => {
			const random = new Random(seed);
			const server = serverInstances(rooms, () => random.between(1, 200));
			let running: TestInstance[] = [server.start()];
			await passSlowly(500);
			running.push(server.start());
			await passSlowly(10_000); // the first seconds of the first meeting are not guarded
			const assertOneOwner = () => {
				for (const roomId of rooms) {
					const owners = running.filter(
						({ isStill, instances }) => !isStill && instances.owns(roomId),
					);
					expect(owners.length, roomId).to.be.at.most(1);
				}
			};
			for (let step = 0; step < 40; step++) {
				const one = random.pick(running);
				if (random.chance(0.3) && running.length < 4) {
					running.push(server.start());
				} else if (random.chance(0.3) && running.length > 1) {
					one.end();
					running = running.filter((other) => other !== one);
				} else if (one.isStill) {
					one.thaw();
				} else if (random.chance(0.5)) {
					one.freeze();
				}
				await passSlowly(random.between(0, 8_000), assertOneOwner);
			}
			running.forEach((one) => one.thaw());
			await passSlowly(20_000, assertOneOwner);
			expect(running.flatMap(ownedBy)).to.have.members(rooms);
		});
	});
});

function chain(one: () => void, other: () => void): () => void {
	return () => {
		one();
		other();
	};
}
