import { expect } from 'chai';
import { InterruptedWork } from '../../../src/delivery/outage/interrupted-work';
import { mockTimers } from '../../support/mock-timers';

function counted(finish: () => Promise<void> = async () => undefined) {
	const failures: unknown[] = [];
	let begun = 0;
	const work = new InterruptedWork({
		finish: () => {
			begun += 1;
			return finish();
		},
		onFailure: (error) => failures.push(error),
	});
	return { work, failures, begun: () => begun };
}

describe('InterruptedWork', () => {
	const { pass } = mockTimers();

	it('is finished after an outage at once if it was not tried for half a minute', async () => {
		const { work, begun } = counted();
		work.beginAfterOutage();
		await pass(0);
		expect(begun()).to.equal(1);
	});

	it('is tried again half a minute after the start at the earliest, however many outages there are', async () => {
		const { work, begun } = counted();
		work.begin();
		work.beginAfterOutage();
		work.beginAfterOutage();
		await pass(29_000);
		expect(begun()).to.equal(1);
		await pass(1_000);
		expect(begun()).to.equal(2);
		await pass(60_000);
		expect(begun()).to.equal(2);
	});

	it('passes a failure on, and can be tried again', async () => {
		const { work, failures, begun } = counted(() => Promise.reject(new Error('no store')));
		work.begin();
		await pass(30_000);
		expect(failures).to.have.length(1);
		work.beginAfterOutage();
		await pass(0);
		expect(begun()).to.equal(2);
	});
});
