/** Joins calls for the same thing: while one is under way, others wait for its result. */
export class SingleFlight<Result> {
	private readonly underWay = new Map<string, Promise<Result>>();

	/**
	 * @param key names the thing
	 * @param work makes it; not called while another call for the same key is under way
	 */
	run(key: string, work: () => Promise<Result>): Promise<Result> {
		const known = this.underWay.get(key);
		if (known) {
			return known;
		}
		const flight = work().finally(() => this.underWay.delete(key));
		this.underWay.set(key, flight);
		return flight;
	}
}
