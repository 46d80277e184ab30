import type { Ceiling, Comparison, Contestant, Growth } from './benchmark';

const ROUNDS = 15;
/** How long each contestant runs before it is timed, in milliseconds. */
const WARM_UP = 1000;
/** How long one round lasts at least, in milliseconds; shorter rounds would be too short for the clock. */
const ROUND_TIME = 80;

/** @returns the processor's time in milliseconds, which other programs at work do not change */
function processorTime(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The speed of one contestant. */
interface Speed {
	readonly name: string;
	/** Inputs per second of the processor, from the median of the rounds. */
	readonly speed: number;
	/** Its time divided by our time. */
	readonly factor: number;
}

/**
 * Measures the processor's time of the contestants in turns, so that other load on the machine affects all of them alike.
 * @returns one speed each, ours first
 */
export function compare({ ours, peers, inputs }: Comparison): readonly Speed[] {
	const contestants = [ours, ...peers].map((contestant) => ({
		...contestant,
		count: repetitionsOf(contestant),
		times: [] as number[],
	}));
	for (let round = 0; round < ROUNDS; round++) {
		for (const { run, count, times } of contestants) {
			const spent = processorTime(() => {
				for (let repetition = 0; repetition < count; repetition++) {
					run();
				}
			});
			times.push(spent / count);
		}
	}
	const own = median(contestants[0]?.times ?? []);
	return contestants.map(({ name, times }) => {
		const spent = median(times);
		return { name, speed: (inputs / spent) * 1000, factor: spent / own };
	});
}

/** Warms a contestant up, so that the engine has optimised it. @returns how often it runs in a round */
function repetitionsOf({ run }: Contestant): number {
	for (let spent = 0; spent < WARM_UP;) {
		spent += processorTime(run);
	}
	return Math.max(1, Math.ceil(ROUND_TIME / processorTime(run)));
}

/** @returns the input that takes the longest and the processor's time for it in milliseconds, the best of three */
export function slowest({ inputs, work }: Ceiling): { readonly input: string; readonly spent: number } {
	// Warms up: the first conversions take longer.
	inputs.slice(0, 200).forEach(work);
	let found = { input: '', spent: 0 };
	for (const input of inputs) {
		const run = () => void work(input);
		// Measured again only if it would be the slowest: what disturbs the machine does so once.
		const first = processorTime(run);
		const spent = first > found.spent ? Math.min(first, processorTime(run), processorTime(run)) : first;
		if (spent > found.spent) {
			found = { input, spent };
		}
	}
	return found;
}

/** The times of one input at growing sizes. */
export interface Growing {
	readonly name: string;
	/** Milliseconds of the processor for each size, the best of three runs. */
	readonly spent: readonly number[];
}

/** Times each input at each size. */
export function grow({ inputs, sizes }: Growth): readonly Growing[] {
	return inputs.map(({ name, work }) => {
		work(Math.min(...sizes))();
		const spent = sizes.map((size) => {
			const run = work(size);
			return Math.min(processorTime(run), processorTime(run), processorTime(run));
		});
		return { name, spent };
	});
}
