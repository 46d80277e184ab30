import { expect } from 'chai';
import { BackgroundChecks } from '../../src/delivery/background-checks';

describe('checks in the background', () => {
	let time: number;
	let checks: BackgroundChecks;
	/** The checks that have begun, and how each is ended. */
	let begun: { key: string; end: () => void }[];
	const request = (key: string) =>
		checks.request(key, () => new Promise((end) => begun.push({ key, end })));
	const keys = () => begun.map(({ key }) => key);
	const endAll = async () => {
		// Ending one lets the next begin, which is in the list then, too.
		for (const { end } of begun) {
			end();
			await new Promise((resolve) => setImmediate(resolve));
		}
	};

	beforeEach(() => {
		time = 0;
		begun = [];
		checks = new BackgroundChecks({ every: 60_000, atOnce: 2, waiting: 998 }, () => time);
	});

	it('are not repeated within their time', async () => {
		request('a');
		await endAll();
		time = 59_999;
		request('a');
		expect(keys()).to.deep.equal(['a']);
		time = 60_000;
		request('a');
		expect(keys()).to.deep.equal(['a', 'a']);
	});

	it('run two at once, in their order, however many are asked for', async () => {
		const all = Array.from({ length: 1_000 }, (_, number) => String(number));
		all.forEach(request);
		expect(keys()).to.deep.equal(['0', '1']);
		await endAll();
		expect(keys()).to.deep.equal(all);
	});

	it('beyond those that may wait are done when they are asked for again', async () => {
		Array.from({ length: 1_001 }, (_, number) => request(String(number)));
		await endAll();
		expect(keys()).to.have.length(1_000);
		request('1000');
		expect(keys()).to.include('1000');
	});

	it('are done at once after everything was forgotten', async () => {
		request('a');
		await endAll();
		checks.forget();
		request('a');
		expect(keys()).to.deep.equal(['a', 'a']);
	});
});
