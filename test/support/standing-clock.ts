/** Has `Date.now()` stand still in a suite, so that what is written then is never late. */
export function standingClock(now: Date): void {
	const real = Date.now.bind(Date);
	before(() => {
		Date.now = () => now.getTime();
	});
	after(() => {
		Date.now = real;
	});
}
