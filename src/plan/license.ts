import { tiers, type Tier } from './features';

/** The workspace's license, as far as the Rocket.Chat server has verified it. */
export interface License {
	readonly valid: boolean;
	/** Names of plans, as the license spells them. */
	readonly tags: readonly string[];
	/** Modules that the license grants. */
	readonly modules: readonly string[];
	/** Whether it is a trial license; a trial counts as its plan. */
	readonly trial: boolean;
	/** False if only the server can read this form of license. */
	readonly readable: boolean;
}

/** Why a license counts as a plan. */
export type Rule = 'no_license' | 'tag' | 'module' | 'unknown_tag' | 'unreadable';

/** The module with which Rocket.Chat sells its own federation. */
const FEDERATION = 'federation';

/**
 * Decides which plan a license counts as. Of several known tags the highest counts. A valid license without a known
 * tag counts as Enterprise if it grants the module federation, otherwise as Starter.
 * @returns the plan, and the rule that decided
 */
export function planOf({ valid, tags, modules, readable }: License): { tier: Tier; rule: Rule } {
	if (!valid) {
		return { tier: 'community', rule: 'no_license' };
	}
	const names = tags.map(planNameIn);
	const tier = tiers.findLast((candidate) => names.includes(candidate));
	if (tier) {
		return { tier, rule: 'tag' };
	}
	if (modules.includes(FEDERATION)) {
		return { tier: 'enterprise', rule: 'module' };
	}
	return { tier: 'starter', rule: readable ? 'unknown_tag' : 'unreadable' };
}

/** A trial license may have the tag “Enterprise trial” (developer.rocket.chat, "Introduction to licenses"). */
function planNameIn(tag: string): string {
	return tag
		.trim()
		.toLowerCase()
		.replace(/\s+trial$/, '');
}
