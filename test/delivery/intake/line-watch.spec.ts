import { expect } from 'chai';
import { LineWatch } from '../../../src/delivery/intake/line-watch';
import type { Homeserver } from '../../../src/matrix/homeserver';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { UserId } from '../../../src/matrix/ids';
import { mockTimers, settled } from '../../support/mock-timers';

const ghost = '@rc_alice:example.org' as UserId;

/** A request that the homeserver has not answered yet. */
interface OpenRequest {
	readonly since: string | undefined;
	readonly timeout: number;
	readonly answer: (nextBatch: string) => Promise<void>;
	readonly fail: (errcode: string, status?: number) => Promise<void>;
}

describe('the line to the homeserver', () => {
	const { pass } = mockTimers();
	let requests: OpenRequest[];
	let told: string[];
	let isWatched: boolean;

	beforeEach(async () => {
		requests = [];
		told = [];
		isWatched = true;
		const sync = (_: UserId, { since, timeout }: Pick<OpenRequest, 'since' | 'timeout'>) =>
			new Promise((resolve, reject) =>
				requests.push({
					since,
					timeout,
					answer: (nextBatch) => (resolve({ nextBatch }), settled()),
					fail: (errcode, status) => (
						reject(new HomeserverError(errcode, status, 'broken')),
						settled()
					),
				}),
			);
		new LineWatch({
			homeserver: () => (isWatched ? ({ sync } as unknown as Homeserver) : undefined),
			pickGhost: () => ghost,
			onOutage: () => {
				told.push('outage');
				isWatched = false;
			},
			onFailure: () => told.push('failure'),
		}).start();
		await settled();
	});

	const last = () => {
		const request = requests.at(-1);
		if (!request) {
			throw new Error('there was no request');
		}
		return request;
	};

	it('has a request that waits as soon as the first one has brought a token', async () => {
		expect(requests.map(({ since, timeout }) => [since, timeout])).to.deep.equal([[undefined, 0]]);
		await last().answer('one');
		expect(requests.slice(1).map(({ since, timeout }) => [since, timeout])).to.deep.equal([
			['one', 55_000],
		]);
	});

	it('has the next one at once after a request that has waited', async () => {
		await last().answer('one');
		await pass(55_000);
		await last().answer('two');
		expect(requests.map(({ since }) => since)).to.deep.equal([undefined, 'one', 'two']);
	});

	it('asks again at once after an answer that came early, as a homeserver may give one when it stops', async () => {
		await last().answer('one');
		await last().answer('two');
		expect(last().since).to.equal('two');
	});

	it('pauses longer and longer, up to a second, if the homeserver never waits', async () => {
		const pauses: number[] = [];
		for (const token of ['1', '2', '3', '4', '5', '6', '7', '8']) {
			await last().answer(token);
			let pause = 0;
			for (; last().since !== token; pause += 100) {
				await pass(100);
			}
			pauses.push(pause);
		}
		expect(pauses).to.deep.equal([0, 0, 100, 200, 400, 800, 1_000, 1_000]);
	});

	it('tells of an outage as soon as a request breaks', async () => {
		await last().answer('one');
		expect(told).to.deep.equal([]);
		await last().fail('INTERRUPTED');
		expect(told).to.deep.equal(['outage']);
	});

	it('waits for a shorter time where a proxy ends the request', async () => {
		await last().answer('one');
		await pass(30_000);
		await last().fail('NOT_MATRIX', 504);
		await pass(1_000);
		await last().answer('two');
		expect(last()).to.include({ since: 'two', timeout: 27_500 });
		expect(told).to.deep.equal([]);
	});

	it('asks once a minute while the homeserver refuses', async () => {
		await last().fail('M_FORBIDDEN', 403);
		expect(told).to.deep.equal(['failure']);
		await pass(59_000);
		expect(requests).to.have.length(1);
		await pass(1_000);
		expect(requests).to.have.length(2);
	});
});
