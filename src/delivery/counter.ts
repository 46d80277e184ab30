/** Names that are counted each by itself; all others are counted together. */
const MAX_COUNTED_NAMES = 50;
const OTHERS = '…';

/** Counts how often something happened, by name, since the app started. */
export class Counter {
	private readonly counts = new Map<string, number>();

	add(name: string): void {
		const known = this.counts.has(name) || this.counts.size < MAX_COUNTED_NAMES;
		const counted = known ? name : OTHERS;
		this.counts.set(counted, (this.counts.get(counted) ?? 0) + 1);
	}

	/** @returns names and counts, the most frequent first */
	get entries(): readonly (readonly [name: string, count: number])[] {
		return [...this.counts].sort(([, a], [, b]) => b - a);
	}
}
