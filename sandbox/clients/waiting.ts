export interface Wait<Found> {
	/** What is waited for; ends the sentence "… ms passed without". */
	readonly what: string;
	/** In milliseconds. */
	readonly timeout: number;
	/** Looks for it; anything but undefined ends the wait. */
	readonly look: () => Found | undefined | Promise<Found | undefined>;
	/** Calls back whenever it is worth looking again. Returns how to stop that. */
	readonly listen?: (again: () => void) => () => void;
	/** Looks at least this often, in milliseconds. */
	readonly interval?: number;
	/** Said with the failure: what was there instead. */
	readonly instead?: () => string;
}

/**
 * Waits for a condition, never for a time.
 * @throws Error with what was there instead when the time is over; whatever `look` throws
 */
export async function waitFor<Found>(wait: Wait<Found>): Promise<Found> {
	const deadline = Date.now() + wait.timeout;
	let again: () => void = () => undefined;
	const stop = wait.listen?.(() => again());
	try {
		for (;;) {
			// Armed before looking: a call that comes while `look` is at work is not lost.
			const called = new Promise<void>((resolve) => (again = resolve));
			const found = await wait.look();
			if (found !== undefined) {
				return found;
			}
			const left = deadline - Date.now();
			if (left <= 0) {
				const instead = wait.instead ? `; there was ${wait.instead()}` : '';
				throw new Error(`${wait.timeout} ms passed without ${wait.what}${instead}`);
			}
			await calledWithin(called, Math.min(left, wait.interval ?? 500));
		}
	} finally {
		stop?.();
	}
}

function calledWithin(called: Promise<void>, limit: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, limit);
		void called.then(() => {
			clearTimeout(timer);
			resolve();
		});
	});
}
