import { BoundedMap } from '../bounded-map';

/** Remembers the latest ids, up to a fixed number. */
export class RecentIds {
	private readonly ids: BoundedMap<string, true>;

	/** @param capacity how many ids are remembered; the oldest are forgotten first */
	constructor(capacity: number) {
		this.ids = new BoundedMap(capacity);
	}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	add(id: string): void {
		this.ids.set(id, true);
	}
}
