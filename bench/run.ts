import { readdirSync } from 'node:fs';
import type { Benchmark } from './benchmark';
import { compare, grow } from './measure';

/** Runs every `*.bench.ts` of this folder, or those whose names hold one of the arguments. */
const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
	.filter((name) => name.endsWith('.bench.ts'))
	.filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

for (const file of files.sort()) {
	const { default: benchmark } = (await import(`./${file}`)) as { readonly default: Benchmark };
	for (const comparison of benchmark.comparisons ?? []) {
		print(comparison.title, ['', 'a second', 'time'], compare(comparison));
	}
	for (const growth of benchmark.growths ?? []) {
		const sizes = growth.sizes.map((size) => `${size / 1024} k`);
		print(growth.title, ['milliseconds', ...sizes, 'time by size'], grow(growth));
	}
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
