interface Wait<Found> {
	/** Names the condition; ends the sentence "… ms passed without". */
	readonly what: string;
	/** In milliseconds. */
	readonly timeout: number;
	/** Checks the condition. Every result but undefined ends the wait. */
	readonly look: () => Found | undefined | Promise<Found | undefined>;
	/** Calls `lookAgain` whenever the condition may have changed. Returns a function that stops it. */
	readonly listen?: (lookAgain: () => void) => () => void;
	/** Maximum time between two checks, in milliseconds; 500 by default. */
	readonly interval?: number;
	/** @returns what is there instead, for the error */
	readonly instead?: () => string;
}

/**
 * Waits until a condition holds.
 * @returns the result of `look`
 * @throws Error if the condition does not hold in time; every error of `look`
 */
export async function waitFor<Found>(wait: Wait<Found>): Promise<Found> {
	const deadline = Date.now() + wait.timeout;
	let lookAgain: () => void = () => undefined;
	const stop = wait.listen?.(() => lookAgain());
	try {
		for (;;) {
			// Created before `look` runs, so that a call of `lookAgain` during `look` is not lost.
			const called = new Promise<void>((resolve) => (lookAgain = resolve));
			const found = await wait.look();
			if (found !== undefined) {
				return found;
			}
			const left = deadline - Date.now();
			if (left <= 0) {
				const instead = wait.instead ? `; there was ${wait.instead()}` : '';
				throw new Error(`${wait.timeout} ms passed without ${wait.what}${instead}`);
			}
			await waitForCall(called, Math.min(left, wait.interval ?? 500));
		}
	} finally {
		stop?.();
	}
}

/** Waits for the call, at most for `limit` milliseconds. */
function waitForCall(called: Promise<void>, limit: number): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, limit);
		void called.then(() => {
			clearTimeout(timer);
			resolve();
		});
	});
}
