import type { TextKey } from '../i18n';

/** The plans of a workspace. Each has everything that the plans before it have. */
export const tiers = ['community', 'starter', 'pro', 'enterprise'] as const;

/** A plan, by its name in the code. */
export type Tier = (typeof tiers)[number];

/** The names of the plans, the same in every language. */
export const tierNames: Readonly<Record<Tier, string>> = {
	community: 'Community',
	starter: 'Starter',
	pro: 'Pro',
	enterprise: 'Enterprise',
};

interface FeatureDeclaration {
	/** The lowest plan that includes the feature. */
	readonly plan: Tier;
	/** Whether this version of the app implements the feature. */
	readonly implemented: 'fully' | 'not';
}

/**
 * Every feature of the plan table. The texts of a feature are `feature_<name>`, its name, and, if Community lacks
 * it, `refused_<name>`, which is shown to a person who tries to use it.
 */
export const features = {
	direct_message: { plan: 'community', implemented: 'fully' },
	federated_room: { plan: 'starter', implemented: 'fully' },
	invitation: { plan: 'starter', implemented: 'fully' },
	public_room: { plan: 'starter', implemented: 'fully' },
	several_by_command: { plan: 'starter', implemented: 'fully' },
	one_by_command: { plan: 'community', implemented: 'fully' },
	attachment: { plan: 'community', implemented: 'fully' },
	edit_delete_quote: { plan: 'community', implemented: 'fully' },
	reaction: { plan: 'community', implemented: 'fully' },
	mention: { plan: 'starter', implemented: 'fully' },
	avatar: { plan: 'community', implemented: 'fully' },
	typing: { plan: 'community', implemented: 'fully' },
	role: { plan: 'starter', implemented: 'fully' },
	markdown: { plan: 'community', implemented: 'fully' },
	server_list: { plan: 'community', implemented: 'fully' },
} as const satisfies Readonly<Record<string, FeatureDeclaration>>;

/** A feature, by its name in the table. */
export type Feature = keyof typeof features;

/** The features whose declaration has a field of this value. */
type FeatureWith<Fields extends Partial<FeatureDeclaration>> = {
	[F in Feature]: (typeof features)[F] extends Fields ? F : never;
}[Feature];

/** A feature that Community lacks. */
export type GatedFeature = Exclude<Feature, FeatureWith<{ plan: 'community' }>>;

/** A feature that this version implements. */
export type ImplementedFeature = Exclude<Feature, FeatureWith<{ implemented: 'not' }>>;

/** Every feature, in the table's order. */
export const allFeatures = Object.keys(features) as readonly Feature[];

/** @returns whether a plan lacks a feature */
export function planLacks(tier: Tier, feature: Feature): feature is GatedFeature {
	return tiers.indexOf(tier) < tiers.indexOf(features[feature].plan);
}

/** @returns the name of the lowest plan that includes a feature */
export function lowestPlanWith(feature: Feature): string {
	return tierNames[features[feature].plan];
}

/** @returns the text with the name of a feature */
export function featureNameKey(feature: Feature): TextKey {
	return `feature_${feature}`;
}

/** @returns whether this version of the app implements a feature */
export function isImplemented({ implemented }: FeatureDeclaration): boolean {
	return implemented === 'fully';
}

/** @returns the text that says that this version lacks a feature; undefined if it implements it */
export function versionNoteKey(feature: Feature): TextKey | undefined {
	return isImplemented(features[feature]) ? undefined : 'not_in_version';
}
