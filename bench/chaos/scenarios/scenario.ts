import type { Bed } from '../bed';
import type { Random } from '../random';
import type { WorkloadOptions } from '../workload';

/** What a scenario's faults are given. */
export interface FaultContext {
	readonly bed: Bed;
	readonly random: Random;
	/** Aborted when all messages are accepted. */
	readonly written: AbortSignal;
}

/** One row of the table: people write, and something goes wrong meanwhile. */
export interface Scenario {
	/** For `--only`. */
	readonly name: string;
	/** What is done, for the table. */
	readonly title: string;
	readonly workload: Partial<WorkloadOptions>;
	/** Returns when all that it broke runs again; the proxies are healed afterwards. */
	readonly faults: (context: FaultContext) => Promise<void>;
}

/** Waits until all messages are accepted. */
export function untilWritten(written: AbortSignal): Promise<void> {
	return written.aborted
		? Promise.resolve()
		: new Promise((resolve) => written.addEventListener('abort', () => resolve(), { once: true }));
}

/** Waits, but not after all messages are accepted. @param milliseconds at most */
export async function pauseWhileWritten(milliseconds: number, written: AbortSignal): Promise<void> {
	if (written.aborted) {
		return;
	}
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			written.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, milliseconds);
		written.addEventListener('abort', end);
	});
}
