/** Remembers the latest ids, up to a fixed number. */
export class RecentIds {
	private readonly ids = new Set<string>();

	/** @param capacity how many ids are remembered; the oldest are forgotten first */
	constructor(private readonly capacity: number) {}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	add(id: string): void {
		this.ids.add(id);
		if (this.ids.size > this.capacity) {
			for (const oldest of this.ids) {
				this.ids.delete(oldest);
				break;
			}
		}
	}
}
