import { RecentIds } from './recent-ids';

/** Things that are remembered, so that each is counted once. */
const MAX_REMEMBERED = 1_000;

/** Names that are counted each by itself; all others are counted together. */
const MAX_COUNTED_NAMES = 50;
const OTHERS = '…';

/** Counts how often something happened, by name, since the app started. */
export class Counter {
	private readonly counts = new Map<string, number>();
	private readonly counted = new RecentIds(MAX_REMEMBERED);

	/** @param id of the thing that happened; it is counted once for each name. Without it, every call counts */
	add(name: string, id?: string): void {
		if (id !== undefined) {
			const thing = `${name} ${id}`;
			if (this.counted.has(thing)) {
				return;
			}
			this.counted.add(thing);
		}
		const known = this.counts.has(name) || this.counts.size < MAX_COUNTED_NAMES;
		const counted = known ? name : OTHERS;
		this.counts.set(counted, (this.counts.get(counted) ?? 0) + 1);
	}

	/** @returns names and counts, the most frequent first */
	get entries(): readonly (readonly [name: string, count: number])[] {
		return [...this.counts].sort(([, a], [, b]) => b - a);
	}
}
