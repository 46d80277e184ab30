/** @param share from 0 to 1, such as 0.99 @returns NaN if there are no values */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
	return percentile(values, 0.5);
}

/** One line of the printed table. */
export interface Row {
	readonly what: string;
	readonly goal: string;
	readonly measured: string;
}

/** @returns the rows as a table in Markdown */
export function tableOf(rows: readonly Row[]): string {
	const lines = rows.map(({ what, goal, measured }) => `| ${what} | ${goal} | ${measured} |`);
	return ['| | goal | measured |', '| --- | --- | --- |', ...lines].join('\n');
}

/** @returns a number of milliseconds with a sensible number of digits */
export function ms(value: number): string {
	return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** @returns a rate such as `12.3 a second` */
export function aSecond(rate: number): string {
	return `${rate.toFixed(1)} a second`;
}

/** @returns the median of the quotients of two lists, and its range */
export function shareOf(parts: readonly number[], wholes: readonly number[]): string {
	const shares = parts.map((part, index) => part / (wholes[index] ?? NaN));
	const [low, high] = [Math.min(...shares), Math.max(...shares)];
	return `${median(shares).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/**
 * Runs loops side by side until they have done `count` turns together.
 * @param turn does one thing; the loops are numbered from 0, and the turns from 0 over all loops
 */
export async function sideBySide(
	loops: number,
	count: number,
	turn: (loop: number, number: number) => Promise<unknown>,
): Promise<void> {
	let next = 0;
	await Promise.all(
		Array.from({ length: loops }, async (_, loop) => {
			while (next < count) {
				next += 1;
				await turn(loop, next - 1);
			}
		}),
	);
}
