/** Makes `Date.now()` return a fixed time in a suite, so that no message of it is late. */
export function standingClock(now: Date): void {
	const real = Date.now.bind(Date);
	before(() => {
		Date.now = () => now.getTime();
	});
	after(() => {
		Date.now = real;
	});
}
