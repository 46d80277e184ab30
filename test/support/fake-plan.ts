import type { Tier } from '../../src/plan/features';
import type { License } from '../../src/plan/license';
import { Plan, type LicenseSource, type PlanMemory } from '../../src/plan/plan';

/** A memory that remembers nothing. */
export const noMemory: PlanMemory = { read: async () => undefined, write: async () => undefined };

/** A license of a plan. */
export function licenseOf(tier: Tier): License {
	return { valid: tier !== 'community', tags: [tier], modules: [], trial: false, readable: true };
}

/** A workspace that is on a plan. */
export function planOn(tier: Tier): Plan {
	const source: LicenseSource = { name: 'settings', ask: async () => licenseOf(tier) };
	return new Plan([source], noMemory);
}
