/** Units by the symbols that every language uses, with their length in milliseconds. */
const units = [
	['d', 86_400_000],
	['h', 3_600_000],
	['min', 60_000],
	['s', 1_000],
] as const;

/**
 * @param milliseconds a length of time
 * @returns it in the largest unit of which there are two, rounded, such as `3 h`
 */
export function formatAge(milliseconds: number): string {
	const [symbol, length] = units.find(([, each]) => milliseconds >= 2 * each) ?? units[3];
	return `${Math.round(milliseconds / length)} ${symbol}`;
}
