import { issueLicense, type Grant } from './issue';
import type { LicenseInfo } from './license';
import { coreModules } from './modules';

/** The plans of Rocket.Chat. Each includes the one before. */
export const plans = ['community', 'starter', 'pro', 'enterprise'] as const;

export type Plan = (typeof plans)[number];

/** The plans that need a license. */
type LicensedPlan = Exclude<Plan, 'community'>;

/** docs.rocket.chat/docs/downgrade-behavior: the features that a downgrade from Starter or Pro removes. */
const premiumModules = [
	'message-read-receipt',
	'push-privacy',
	'hide-watermark',
	'videoconference-enterprise',
	'ldap-enterprise',
	'saml-enterprise',
	'oauth-enterprise',
	'unlimited-presence',
];

/** Numbers of users: docs.rocket.chat/docs/seats-faq. Rocket.Chat's own federation is in Enterprise alone. */
const grants: Readonly<Record<LicensedPlan, Grant>> = {
	starter: {
		tags: ['Starter'],
		modules: premiumModules,
		limits: { activeUsers: 50, monthlyActiveContacts: 100 },
	},
	pro: { tags: ['Pro'], modules: premiumModules, limits: { activeUsers: 500 } },
	enterprise: { tags: ['Enterprise'], modules: coreModules },
};

/**
 * Issues a license of this plan.
 * @param directory - of the workspace that shall accept it
 * @returns the text for the setting `Enterprise_License`
 */
export function licenseFor(plan: LicensedPlan, directory: string): string {
	return issueLicense(directory, grants[plan]);
}

/** @returns what a plan is called */
export function nameOf(plan: Plan): string {
	return plan.replace(/^./, (letter) => letter.toUpperCase());
}

/** @returns the highest plan among a license's tags; undefined for a valid license that names none of them */
export function planIn({
	tags,
	hasValidLicense,
}: Pick<LicenseInfo, 'tags' | 'hasValidLicense'>): Plan | undefined {
	const names = tags.map(({ name }) => name.toLowerCase());
	const named = plans.findLast((plan) => names.includes(plan));
	return named ?? (hasValidLicense || tags.length > 0 ? undefined : 'community');
}
