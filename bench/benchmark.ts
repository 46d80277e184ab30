/** One way to do the work. */
export interface Contestant {
	readonly name: string;
	/** Does the work once for every input. */
	readonly run: () => void;
}

/** Ways to do the same work, which are timed side by side in one process. */
export interface Comparison {
	readonly title: string;
	/** How many inputs one run takes. */
	readonly inputs: number;
	readonly ours: Contestant;
	/** What does the same work or a part of it; ours has to be faster than each. */
	readonly peers: readonly Contestant[];
}

/** Work that has to take twice the time for twice the input. */
export interface Growth {
	readonly title: string;
	/** Sizes in UTF-16 units. */
	readonly sizes: readonly number[];
	readonly inputs: readonly {
		readonly name: string;
		/** @returns the work for an input of this size; making the input is not timed */
		readonly work: (size: number) => () => void;
	}[];
}

/** Work that has to take a short time for every input. */
export interface Ceiling {
	readonly title: string;
	readonly inputs: readonly string[];
	readonly work: (input: string) => unknown;
	/** The longest time that one input may take, in milliseconds. */
	readonly most: number;
}

/** What is measured of one direction. */
export interface Benchmark {
	readonly comparisons: readonly Comparison[];
	readonly growths: readonly Growth[];
	readonly ceilings: readonly Ceiling[];
}

/** The sizes that growth is measured at, up to the size of the largest event of Matrix. */
export const growingSizes: readonly number[] = [16 * 1024, 32 * 1024, 64 * 1024];

/** The longest time that a generated message of a few hundred characters may take, in milliseconds. */
export const LONGEST_TIME = 50;
