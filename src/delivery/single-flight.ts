/** Joins calls that do the same: while one is under way, further calls with its key get its result. */
export class SingleFlight<Result> {
	private readonly underWay = new Map<string, Promise<Result>>();

	/** @returns whether a call with this key is under way */
	isUnderWay(key: string): boolean {
		return this.underWay.has(key);
	}

	/**
	 * @param key identifies what is done
	 * @param work not called while a call with the same key is under way
	 */
	run(key: string, work: () => Promise<Result>): Promise<Result> {
		const current = this.underWay.get(key);
		if (current) {
			return current;
		}
		const flight = work().finally(() => this.underWay.delete(key));
		this.underWay.set(key, flight);
		return flight;
	}
}
