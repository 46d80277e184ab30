import type { TextKey } from '../i18n';

/** The plans of a workspace, each with everything that those before it have. */
export const tiers = ['community', 'starter', 'pro', 'enterprise'] as const;

export type Tier = (typeof tiers)[number];

/** What the plans are called, in every language. */
export const tierNames: Readonly<Record<Tier, string>> = {
	community: 'Community',
	starter: 'Starter',
	pro: 'Pro',
	enterprise: 'Enterprise',
};

/**
 * Every feature of the plan table with the lowest plan that has it. In `i18n/` a feature is called `feature_<name>`,
 * and `refused_<name>` is what somebody reads whose workspace lacks it.
 */
export const features = {
	direct_message: 'community',
	federated_room: 'starter',
	invitation: 'starter',
	public_room: 'starter',
	several_by_command: 'starter',
	one_by_command: 'community',
	attachment: 'community',
	edit_delete_quote: 'community',
	reaction: 'community',
	mention: 'starter',
	avatar: 'community',
	typing: 'community',
	role: 'starter',
	markdown: 'community',
	server_list: 'community',
} as const satisfies Readonly<Record<string, Tier>>;

export type Feature = keyof typeof features;

/** A feature that some plan lacks. */
export type GatedFeature = {
	[F in Feature]: (typeof features)[F] extends 'community' ? never : F;
}[Feature];

/** Every feature, in the table's order. */
export const allFeatures = Object.keys(features) as readonly Feature[];

/** @returns whether a plan lacks a feature */
export function lacks(tier: Tier, feature: Feature): feature is GatedFeature {
	return tiers.indexOf(tier) < tiers.indexOf(features[feature]);
}

/** @returns what the lowest plan is called that has a feature */
export function lowestPlanWith(feature: Feature): string {
	return tierNames[features[feature]];
}

/** @returns what a feature is called */
export function nameOf(feature: Feature): TextKey {
	return `feature_${feature}`;
}
