import type { License, LicenseLimit, LicenseTag, LimitKind, OlderLicense } from './license';
import { bundleOf, modulesBehind } from './modules';

/** Modules that every older license grants in addition. */
const alwaysGranted = ['teams-voip', 'contact-id-verification', 'hide-watermark'];

const colours: Readonly<Record<string, string>> = { bronze: '#BD5A0B', silver: '#9EA2A8', gold: '#F3BE08' };
const OTHER_COLOUR = '#4411DD';

/** Converts a license of the older form to the present form (ee/packages/license/src/v2/convertToV3.ts). */
export function toPresentForm(older: OlderLicense): License {
	const expiry = new Date(older.expiry).toISOString();
	const modules = new Set([...alwaysGranted, ...older.modules].flatMap(modulesBehind));
	return {
		version: '3.0',
		information: {
			autoRenew: false,
			visualExpiration: older.meta ? new Date(older.meta.trialEnd).toISOString() : expiry,
			trial: older.meta?.trial ?? false,
			offline: false,
			createdAt: new Date().toISOString(),
			grantedBy: { method: 'manual', seller: 'V2' },
			tags: older.tag ? [older.tag] : tagsOfBundles(older.modules),
		},
		validation: {
			serverUrls: [{ value: older.url, type: 'regex' }],
			validPeriods: [{ validUntil: expiry, invalidBehavior: 'invalidate_license' }],
			statisticsReport: { required: true },
		},
		grantedModules: [...modules].map((module) => ({ module })),
		limits: limitsOf(older),
		...(older.meta && { cloudMeta: older.meta }),
	};
}

function tagsOfBundles(modules: readonly string[]): LicenseTag[] {
	return modules
		.map(bundleOf)
		.filter((name) => name !== undefined)
		.map((name) => ({ name, color: colours[name] ?? OTHER_COLOUR }));
}

function limitsOf(older: OlderLicense): Partial<Record<LimitKind, LicenseLimit[]>> {
	const limits: [LimitKind, number][] = [
		['activeUsers', older.maxActiveUsers],
		['guestUsers', older.maxGuestUsers],
		['roomsPerGuest', older.maxRoomsPerGuest],
	];
	return Object.fromEntries(
		limits
			.filter(([, max]) => max > 0)
			.map(([kind, max]) => [kind, [{ max, behavior: 'prevent_action' }]]),
	);
}
