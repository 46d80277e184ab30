import type { Comparison, Growth } from './benchmark';

const ROUNDS = 15;
/** Time that every contestant runs before it is timed, in milliseconds. */
const WARM_UP = 1000;
/** Long enough for the clock, in milliseconds. */
const ROUND_TIME = 80;

function time(work: () => void): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * Times the contestants in turns, so that what disturbs the machine disturbs all of them.
 * @returns a line for every contestant: its name, inputs per second as the median of the rounds, and how many times
 * as long as the first it takes
 */
export function compare({ contestants, inputs }: Comparison): readonly (readonly string[])[] {
	const repetitions = contestants.map(({ run }) => {
		for (let spent = 0; spent < WARM_UP;) {
			spent += time(run);
		}
		return Math.max(1, Math.ceil(ROUND_TIME / time(run)));
	});
	const times = contestants.map((): number[] => []);
	for (let round = 0; round < ROUNDS; round++) {
		for (const [index, { run }] of contestants.entries()) {
			const count = repetitions[index] ?? 1;
			const spent = time(() => {
				for (let repetition = 0; repetition < count; repetition++) {
					run();
				}
			});
			times[index]?.push(spent / count);
		}
	}
	const medians = times.map(median);
	return contestants.map(({ name }, index) => {
		const spent = medians[index] ?? NaN;
		return [
			name,
			Math.round((inputs / spent) * 1000).toLocaleString('en'),
			`× ${(spent / (medians[0] ?? NaN)).toFixed(2)}`,
		];
	});
}

/** @returns a line for every input: its name, the milliseconds for every size, and how they grow with the size */
export function grow({ inputs, sizes }: Growth): readonly (readonly string[])[] {
	return inputs.map(({ name, run }) => {
		run(Math.min(...sizes));
		const spent = sizes.map((size) => median(Array.from({ length: 3 }, () => time(() => run(size)))));
		const growth =
			(spent.at(-1) ?? NaN) / (spent[0] ?? NaN) / ((sizes.at(-1) ?? NaN) / (sizes[0] ?? NaN));
		return [name, ...spent.map((milliseconds) => milliseconds.toFixed(1)), growth.toFixed(2)];
	});
}
