/**
 * A map of limited size, for what is remembered to save work. Whoever reads it has to bear that an entry is gone: one more than the
 * capacity makes it forget the entry that was set longest ago.
 */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
	/** @param capacity how many entries it keeps */
	constructor(private readonly capacity: number) {
		super();
	}

	/** Sets an entry, which is the latest one from now on. */
	override set(key: Key, value: Value): this {
		this.delete(key);
		super.set(key, value);
		if (this.size > this.capacity) {
			for (const oldest of this.keys()) {
				this.delete(oldest);
				break;
			}
		}
		return this;
	}
}
