/** Has `Date.now()` tell a time while something is done. @param at milliseconds since 1970 */
export async function atTime<Result>(at: number, work: () => Promise<Result>): Promise<Result> {
	const real = Date.now;
	Date.now = () => at;
	try {
		return await work();
	} finally {
		Date.now = real;
	}
}
