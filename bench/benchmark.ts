/** One library or program that is timed. */
export interface Contestant {
	readonly name: string;
	/** Converts every input once. */
	readonly run: () => void;
}

/** Our converter and others, timed in turns in one process. */
export interface Comparison {
	readonly title: string;
	/** The number of inputs that one run converts. */
	readonly inputs: number;
	readonly ours: Contestant;
	/** Libraries that do the same work or a part of it. The benchmark fails if one of them is faster. */
	readonly peers: readonly Contestant[];
}

/** Inputs of growing size. The benchmark fails if the time grows much faster than the size. */
export interface Growth {
	readonly title: string;
	/** Sizes in UTF-16 units. */
	readonly sizes: readonly number[];
	readonly inputs: readonly {
		readonly name: string;
		/** @returns a function that converts an input of this size; only that function is timed */
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

/** All measurements of one direction. */
export interface Benchmark {
	readonly comparisons: readonly Comparison[];
	readonly growths: readonly Growth[];
	readonly ceilings: readonly Ceiling[];
}

/** In UTF-16 units, up to the size of the largest event of Matrix. */
export const growingSizes: readonly number[] = [16 * 1024, 32 * 1024, 64 * 1024];

/** The longest time that a generated message of a few hundred characters may take, in milliseconds. */
export const LONGEST_TIME = 50;
