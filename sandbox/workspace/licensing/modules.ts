/** The modules that Rocket.Chat knows (packages/core-typings/src/license/LicenseModule.ts). Others are external. */
export const coreModules = [
	'auditing',
	'canned-responses',
	'ldap-enterprise',
	'livechat-enterprise',
	'voip-enterprise',
	'omnichannel-mobile-enterprise',
	'engagement-dashboard',
	'push-privacy',
	'scalability',
	'teams-mention',
	'saml-enterprise',
	'oauth-enterprise',
	'device-management',
	'federation',
	'videoconference-enterprise',
	'message-read-receipt',
	'outlook-calendar',
	'hide-watermark',
	'custom-roles',
	'accessibility-certification',
	'unlimited-presence',
	'contact-id-verification',
	'teams-voip',
	'outbound-message',
	'abac',
] as const;

/** @returns whether Rocket.Chat knows the module itself */
export function isCoreModule(module: string): boolean {
	return coreModules.some((known) => known === module);
}

/** The modules of `enterprise:*` and `pro:*` in an older license (ee/packages/license/src/v2/bundles.ts). */
const bundles: Readonly<Record<string, readonly string[]>> = {
	enterprise: coreModules.slice(0, coreModules.indexOf('unlimited-presence')),
	pro: [],
};

/** @returns the bundle that a module of an older license stands for; `undefined`: it is a module itself */
export function bundleOf(module: string): string | undefined {
	return /^(.*):\*$/.exec(module)?.[1];
}

/** @returns the modules that one entry of an older license grants; `*` grants those of all bundles */
export function modulesBehind(entry: string): readonly string[] {
	if (entry === '*') {
		return Object.values(bundles).flat();
	}
	const bundle = bundleOf(entry);
	return bundle === undefined ? [entry] : (bundles[bundle] ?? []);
}
