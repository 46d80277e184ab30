import type { Benchmark } from './benchmark';
import { compare, grow, slowest, type Growing } from './measure';
import { matrixToRocketChat } from './matrix-to-rocketchat.bench';
import { rocketChatToMatrix } from './rocketchat-to-matrix.bench';

/**
 * Runs the benchmarks of both directions, or those whose names contain one of the arguments. Exits with 1 if a peer is
 * faster, if the time grows much faster than the input, or if one input takes too long.
 */
const benchmarks: Readonly<Record<string, Benchmark>> = {
	'rocketchat-to-matrix': rocketChatToMatrix,
	'matrix-to-rocketchat': matrixToRocketChat,
};

/** The greatest factor allowed when the input doubles. Quadratic time would give 4. */
const MOST_GROWTH = 3;
/** Milliseconds. Shorter times vary too much; quadratic time takes hundreds at 64 kB. */
const LEAST_TIME = 20;

const wanted = process.argv.slice(2);
const failures: string[] = [];
for (const [name, { comparisons, growths, ceilings }] of Object.entries(benchmarks)) {
	if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) {
		continue;
	}
	for (const comparison of comparisons) {
		const speeds = compare(comparison);
		print(
			comparison.title,
			['', 'messages a second', 'time'],
			speeds.map(({ name, speed, factor }) => [
				name,
				Math.round(speed).toLocaleString('en'),
				`× ${factor.toFixed(2)}`,
			]),
		);
		const faster = speeds.filter(({ factor }) => factor < 1);
		failures.push(...faster.map(({ name }) => `${comparison.title}: ${name} is faster`));
	}
	for (const growth of growths) {
		const times = grow(growth);
		print(
			growth.title,
			['milliseconds', ...growth.sizes.map((size) => `${size / 1024} k`)],
			times.map(({ name, spent }) => [name, ...spent.map((milliseconds) => milliseconds.toFixed(1))]),
		);
		// Other load on the machine makes one run slow; quadratic time makes every run slow.
		let steep = times.filter(isSteep);
		for (let again = 0; again < 2 && steep.length > 0; again++) {
			const names = steep.map(({ name }) => name);
			const inputs = growth.inputs.filter(({ name }) => names.includes(name));
			steep = grow({ ...growth, inputs }).filter(isSteep);
		}
		failures.push(...steep.map(({ name }) => `${growth.title}: the time for ${name} grows too fast`));
	}
	for (const ceiling of ceilings) {
		const { input, spent } = slowest(ceiling);
		print(
			`${ceiling.title} (${ceiling.inputs.length} inputs)`,
			['milliseconds', 'the slowest', 'at most'],
			[['', spent.toFixed(1), String(ceiling.most)]],
		);
		if (spent > ceiling.most) {
			failures.push(`${ceiling.title}: ${JSON.stringify(input)} takes ${spent.toFixed(1)} ms`);
		}
	}
}
for (const line of failures) {
	console.error(line);
}
process.exitCode = failures.length > 0 ? 1 : 0;

function isSteep({ spent }: Growing): boolean {
	const [before = NaN, last = NaN] = spent.slice(-2);
	return last > LEAST_TIME && last > MOST_GROWTH * before;
}

function print(title: string, head: readonly string[], lines: readonly (readonly string[])[]): void {
	const table = [head, ...lines];
	const widths = head.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
	console.log(`\n${title}`);
	for (const line of table) {
		const cells = line.map((cell, column) =>
			column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
		);
		console.log(`  ${cells.join('   ')}`);
	}
}
