import { expect } from 'chai';
import { HomeserverState } from '../../../src/delivery/outage/homeserver-state';
import { mockTimers, settled } from '../../support/mock-timers';

/** A homeserver that is away until it is told otherwise. */
function awayHomeserver(random = 0.5) {
	let isAway = true;
	const log: string[] = [];
	let duringRecovery: () => void = () => undefined;
	const state: HomeserverState = new HomeserverState({
		probe: async () => {
			log.push('probe');
			if (isAway) {
				throw new Error('away');
			}
		},
		recover: async () => {
			log.push(`recover while ${state.availability}`);
			duringRecovery();
		},
		random: () => random,
	});
	return {
		state,
		log,
		comesBack: () => (isAway = false),
		leaves: () => (isAway = true),
		onRecovery: (work: () => void) => (duringRecovery = work),
	};
}

describe('the state of the homeserver', () => {
	const { pass } = mockTimers();

	it('is online at first, and asks nothing', async () => {
		const { state, log } = awayHomeserver();
		await state.whenOnline();
		expect([state.availability, state.isUsable, state.downSince, log]).to.deep.equal([
			...['online', true, undefined],
			[],
		]);
	});

	it('is checked at a failure, and used again at once if the check succeeds', async () => {
		const { state, log, comesBack } = awayHomeserver();
		comesBack();
		state.reportOutage();
		expect([state.availability, state.isUsable, state.downSince]).to.deep.equal([
			...['checking', false, 1_000_000],
		]);
		await state.whenOnline();
		expect([state.availability, state.isUsable, state.downSince]).to.deep.equal([
			'online',
			true,
			undefined,
		]);
		expect(log).to.deep.equal(['probe', 'recover while recovering']);
	});

	it('is asked with growing pauses while it is away, by one probe for all failures', async () => {
		const { state, log } = awayHomeserver();
		state.reportOutage();
		state.reportOutage();
		await settled();
		expect([state.availability, state.isUsable]).to.deep.equal(['offline', false]);
		const probesAfter: number[] = [];
		for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
			state.reportOutage();
			await pass(seconds * 1_000 - 1);
			const before = log.length;
			await pass(1);
			probesAfter.push(log.length - before);
		}
		expect(probesAfter).to.deep.equal([1, 1, 1, 1, 1, 1, 1, 1]);
		expect(log).to.have.length(9);
		expect(state.downSince).to.equal(1_000_000);
	});

	for (const [random, shortest] of [
		[0, 750],
		[1, 1_250],
	] as const) {
		it(`waits ${shortest} ms before the second probe with the random number ${random}`, async () => {
			const { state, log } = awayHomeserver(random);
			state.reportOutage();
			await settled();
			await pass(shortest - 1);
			expect(log).to.deep.equal(['probe']);
			await pass(1);
			expect(log).to.deep.equal(['probe', 'probe']);
		});
	}

	it('is asked soon after a sign of life, at most once a second', async () => {
		const { state, log, comesBack } = awayHomeserver();
		state.reportOutage();
		await settled();
		await pass(1_000);
		await pass(2_000);
		expect(log).to.deep.equal(['probe', 'probe', 'probe']); // the next one would come in four seconds
		for (let call = 0; call < 10; call++) {
			state.probeSoon();
		}
		await pass(999);
		expect(log).to.have.length(3);
		comesBack();
		await pass(1);
		expect(log.slice(3)).to.deep.equal(['probe', 'recover while recovering']);
		expect(state.availability).to.equal('online');
	});

	it('is asked a second later if it is still away after a sign of life', async () => {
		const { state, log } = awayHomeserver();
		state.reportOutage();
		await settled();
		for (const pause of [1_000, 2_000]) {
			await pass(pause);
		}
		state.probeSoon();
		await pass(1_000);
		await pass(1_000);
		expect(log).to.have.length(5);
	});

	it('takes a sign of life for nothing while it is online', async () => {
		const { state, log } = awayHomeserver();
		state.probeSoon();
		await settled();
		expect(log).to.deep.equal([]);
	});

	it('is checked again if it fails while what was missed is made up for', async () => {
		const { state, log, comesBack, leaves, onRecovery } = awayHomeserver();
		comesBack();
		let recoveries = 0;
		onRecovery(() => {
			recoveries += 1;
			if (recoveries === 1) {
				leaves();
				state.reportOutage();
			}
		});
		state.reportOutage();
		await settled();
		expect([state.availability, state.isUsable]).to.deep.equal(['offline', false]);
		comesBack();
		await pass(1_000);
		expect(state.availability).to.equal('online');
		expect(log).to.deep.equal([
			...['probe', 'recover while recovering', 'probe', 'probe', 'recover while recovering'],
		]);
	});
});
