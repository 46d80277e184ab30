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
	/** The first is ours. */
	readonly contestants: readonly Contestant[];
}

/** Work that has to take twice the time for twice the input. */
export interface Growth {
	readonly title: string;
	/** Sizes in UTF-16 units. */
	readonly sizes: readonly number[];
	readonly inputs: readonly { readonly name: string; readonly run: (size: number) => void }[];
}

/** What a `*.bench.ts` exports as its default. */
export interface Benchmark {
	readonly comparisons?: readonly Comparison[];
	readonly growths?: readonly Growth[];
}
