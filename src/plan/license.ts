import { tiers, type Tier } from './features';

/** What the server itself vouches for. */
export interface License {
	readonly valid: boolean;
	/** Names of plans, as the license spells them. */
	readonly tags: readonly string[];
	/** Modules that the license grants. */
	readonly modules: readonly string[];
	/** Whether it is there to be tried out; it counts as its plan. */
	readonly trial: boolean;
	/** False where the license has a form that only the server itself can read. */
	readonly readable: boolean;
}

/** Why a license counts as the plan it counts as. */
export type Rule = 'no_license' | 'tag' | 'module' | 'unknown_tag' | 'unreadable';

/** A license for trial may be tagged “Enterprise trial” (developer.rocket.chat, "Introduction to licenses"). */
function planName(tag: string): string {
	return tag
		.trim()
		.toLowerCase()
		.replace(/\s+trial$/, '');
}

/** The module with which Rocket.Chat sells its own federation. */
const FEDERATION = 'federation';

/**
 * @returns the plan a license stands for, and the rule that says so. Of several tags the highest counts; a valid
 * license without a tag that is known here counts as Enterprise if it grants federation, otherwise as Starter
 */
export function planOf({ valid, tags, modules, readable }: License): { tier: Tier; rule: Rule } {
	if (!valid) {
		return { tier: 'community', rule: 'no_license' };
	}
	const names = tags.map(planName);
	const tier = tiers.findLast((candidate) => names.includes(candidate));
	if (tier) {
		return { tier, rule: 'tag' };
	}
	if (modules.includes(FEDERATION)) {
		return { tier: 'enterprise', rule: 'module' };
	}
	return { tier: 'starter', rule: readable ? 'unknown_tag' : 'unreadable' };
}
