import { BoundedMap } from '../bounded-map';

/** Things whose failures are counted; the oldest are forgotten first. */
const MAX_COUNTED = 1_000;

/** After so many failures of one thing, while others succeed, it is given up. With growing pauses they take some minutes. */
const MAX_FAILURES = 10;

/** Counts how often sending one thing failed although the homeserver could be used. */
export class Attempts {
	private readonly failures = new BoundedMap<string, number>(MAX_COUNTED);

	/** Counts a failure. @returns whether the thing should be given up */
	fail(id: string): boolean {
		const count = (this.failures.get(id) ?? 0) + 1;
		this.failures.set(id, count);
		return count >= MAX_FAILURES;
	}

	succeed(id: string): void {
		this.failures.delete(id);
	}
}
