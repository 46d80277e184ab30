import type { Comparison, Contestant, Growth } from './benchmark';

const ROUNDS = 15;
/** How long each contestant runs before it is timed, in milliseconds. */
const WARM_UP = 1000;
/** How long one round lasts at least, in milliseconds; shorter rounds would be too short for the clock. */
const ROUND_TIME = 80;

/** @returns milliseconds */
function time(work: () => void): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The speed of one contestant. */
export interface Speed {
	readonly name: string;
	/** Inputs per second, from the median of the rounds. */
	readonly speed: number;
	/** Its time divided by our time. */
	readonly factor: number;
}

/**
 * Times the contestants in turns, so that other load on the machine affects all of them.
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
			const spent = time(() => {
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
		spent += time(run);
	}
	return Math.max(1, Math.ceil(ROUND_TIME / time(run)));
}

/** The times of one input at growing sizes. */
export interface Growing {
	readonly name: string;
	/** Milliseconds for each size, the best of three runs. */
	readonly spent: readonly number[];
}

/** Times each input at each size. */
export function grow({ inputs, sizes }: Growth): readonly Growing[] {
	return inputs.map(({ name, work }) => {
		work(Math.min(...sizes))();
		const spent = sizes.map((size) => {
			const run = work(size);
			return Math.min(time(run), time(run), time(run));
		});
		return { name, spent };
	});
}
