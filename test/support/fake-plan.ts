import type { Tier } from '../../src/plan/features';
import type { Licence } from '../../src/plan/licence';
import { Plan, type LicenceSource, type PlanMemory } from '../../src/plan/plan';

/** A memory that remembers nothing. */
export const noMemory: PlanMemory = { read: async () => undefined, write: async () => undefined };

/** A licence of a plan. */
export function licenceOf(tier: Tier): Licence {
	return { valid: tier !== 'community', tags: [tier], modules: [], trial: false, readable: true };
}

/** A workspace that is on a plan. */
export function planOn(tier: Tier): Plan {
	const source: LicenceSource = { name: 'settings', ask: async () => licenceOf(tier) };
	return new Plan([source], noMemory);
}
