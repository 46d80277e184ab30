/** Remembers the ids added last, up to a number of them. */
export class RecentIds {
	private readonly ids = new Set<string>();

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
