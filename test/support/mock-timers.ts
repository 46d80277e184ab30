import { mock } from 'node:test';

/** Replaces the clock and the timers in a suite, so that its tests decide how time goes on. */
export function mockTimers(): { readonly pass: (milliseconds: number) => Promise<void> } {
	const real = performance.now.bind(performance);
	beforeEach(() => {
		mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'], now: 1_000_000 });
		const { now } = Date; // a test may replace that of `Date` alone
		performance.now = () => now();
	});
	afterEach(() => {
		mock.timers.reset();
		performance.now = real;
	});
	return {
		/** Lets time go on, and the work that was due be done. */
		async pass(milliseconds) {
			mock.timers.tick(milliseconds);
			await settled();
		},
	};
}

/** @returns when all work is done that waits for no timer */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}
