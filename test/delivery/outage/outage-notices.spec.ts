import { expect } from 'chai';
import { OutageNotices } from '../../../src/delivery/outage/outage-notices';
import { mockTimers } from '../../support/mock-timers';

describe('notices about an outage', () => {
	const { pass } = mockTimers();
	const start = () => {
		const told: string[] = [];
		const probed: number[] = [];
		const notices = new OutageNotices(() => void probed.push(told.length));
		return { notices, told, probed, add: (who: string) => notices.add(who, () => void told.push(who)) };
	};

	it('are shown ten seconds after the first failure, once for each person and room', async () => {
		const { told, add } = start();
		add('alice');
		await pass(4_000);
		add('carol');
		add('alice');
		await pass(5_999);
		expect(told).to.deep.equal([]);
		await pass(1);
		expect(told).to.deep.equal(['alice', 'carol']);
		add('alice');
		await pass(60_000);
		expect(told).to.deep.equal(['alice', 'carol']);
	});

	it('are shown at once to somebody who writes later', async () => {
		const { told, add } = start();
		add('alice');
		await pass(10_000);
		add('carol');
		expect(told).to.deep.equal(['alice', 'carol']);
	});

	it('are not shown before the homeserver was probed once more', async () => {
		const { notices, told, probed, add } = start();
		add('alice');
		await pass(8_999);
		expect(probed).to.deep.equal([]);
		await pass(1);
		expect(probed).to.deep.equal([0]);
		notices.end(); // the homeserver was back
		await pass(60_000);
		expect(told).to.deep.equal([]);
		expect(probed).to.deep.equal([0]);
	});

	it('are not shown if the outage was short', async () => {
		const { notices, told, add } = start();
		add('alice');
		await pass(9_999);
		notices.end();
		await pass(60_000);
		expect(told).to.deep.equal([]);
	});

	it('are shown again in the next outage, after its own ten seconds', async () => {
		const { notices, told, add } = start();
		add('alice');
		await pass(10_000);
		notices.end();
		add('alice');
		await pass(9_999);
		expect(told).to.deep.equal(['alice']);
		await pass(1);
		expect(told).to.deep.equal(['alice', 'alice']);
	});
});
