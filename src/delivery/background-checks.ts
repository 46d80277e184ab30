import { BoundedMap } from '../bounded-map';
import { uptime } from '../uptime';

/** How often and how many at once. */
interface Limits {
	/** Milliseconds between two checks of the same thing. */
	readonly every: number;
	/** Checks that run at the same time. */
	readonly atOnce: number;
	/** At most this many checks wait. A further one is left out; the next request asks for it again. */
	readonly waiting: number;
}

/** Things whose last check is remembered. Anything else is checked again. */
const MAX_REMEMBERED = 10_000;

/**
 * Runs checks in the background. Nobody waits for them. Each thing is checked only once in a while, and only a few at the same time.
 * A check that comes too soon after the last one is left out; the callers ask again and again.
 */
export class BackgroundChecks {
	/** When each thing was checked last, or began to wait; `uptime`. */
	private readonly asked = new BoundedMap<string, number>(MAX_REMEMBERED);
	private readonly waiting: (() => Promise<void>)[] = [];
	private running = 0;

	constructor(
		private readonly limits: Limits,
		private readonly now: () => number = uptime,
	) {}

	/**
	 * @param key of the thing that is checked
	 * @param check has to handle its own failures
	 */
	request(key: string, check: () => Promise<void>): void {
		const last = this.asked.get(key);
		const isTooSoon = last !== undefined && this.now() - last < this.limits.every;
		if (isTooSoon || this.waiting.length >= this.limits.waiting) {
			return;
		}
		this.asked.set(key, this.now());
		this.waiting.push(check);
		void this.runWaiting();
	}

	/** Makes the next request of each thing check it at once. */
	forget(): void {
		this.asked.clear();
	}

	private async runWaiting(): Promise<void> {
		if (this.running >= this.limits.atOnce) {
			return;
		}
		this.running += 1;
		for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
			await next();
		}
		this.running -= 1;
	}
}
