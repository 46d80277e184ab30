import { expect } from 'chai';

/** How many times the usual number of inputs a property gets. `npm run fuzz` sets it. */
const times = Number(process.env.FUZZ_TIMES ?? 1);
/** The seed of all properties. `npm run fuzz` sets it; without it each property has a seed of its own. */
const commonSeed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED);

/**
 * How many inputs a property gets and which ones, for `fc.assert` and `fc.sample`. Neither depends on the clock, so
 * that a run can be repeated: the same number and the same seed give the same inputs.
 * @param numRuns how many inputs `npm test` tries
 * @param seed which inputs `npm test` tries
 */
export function runs(numRuns: number, seed: number): { numRuns: number; seed: number } {
	return { numRuns: Math.ceil(numRuns * times), seed: commonSeed ?? seed };
}

/**
 * Compares how often each known difference was met. The exact numbers belong to the inputs of `npm test`; among other
 * inputs every difference only has to be a known one.
 * @param counts how often each difference was met, by its name
 * @param known the names of all known differences
 */
export function expectCounts(
	counts: Readonly<Record<string, number>>,
	expected: Readonly<Record<string, number>>,
	known: readonly string[],
): void {
	if (times === 1 && commonSeed === undefined) {
		expect(counts).to.deep.equal(expected);
	} else {
		expect(known).to.include.members(Object.keys(counts));
	}
}
