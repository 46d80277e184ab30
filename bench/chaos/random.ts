/** Random numbers that are the same for the same seed (mulberry32). */
export class Random {
	private state: number;

	/** @param seed a whole number */
	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** @returns a number from 0, inclusive, to 1, exclusive */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** @returns a whole number from `least` to `most`, both inclusive */
	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	/** @param share from 0 to 1 @returns true for this share of the calls */
	chance(share: number): boolean {
		return this.next() < share;
	}

	/** @throws Error if there is nothing to choose from */
	pick<T>(items: readonly T[]): T {
		const item = items[this.between(0, items.length - 1)];
		if (item === undefined) {
			throw new Error('nothing to choose from');
		}
		return item;
	}
}
