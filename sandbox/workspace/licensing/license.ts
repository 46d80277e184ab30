/** What a license can limit (packages/core-typings/src/license/ILicenseV3.ts). */
export const limitKinds = [
	'activeUsers',
	'guestUsers',
	'roomsPerGuest',
	'privateApps',
	'marketplaceApps',
	'monthlyActiveContacts',
] as const;

export type LimitKind = (typeof limitKinds)[number];

/** What happens if a license does not fit (packages/core-typings/src/license/LicenseBehavior.ts). */
export type Behavior =
	| 'invalidate_license'
	| 'prevent_installation'
	| 'disable_modules'
	| 'start_fair_policy'
	| 'prevent_action';

/** A name that clients show, such as that of the plan. */
export interface LicenseTag {
	name: string;
	color: string;
}

export interface LicenseLimit {
	/** Negative: none. */
	max: number;
	behavior: Behavior;
	/** The modules that `disable_modules` disables. */
	modules?: string[];
}

export interface LicensePeriod {
	/** ISO 8601, as all times of a license. */
	validFrom?: string;
	validUntil?: string;
	invalidBehavior: Behavior;
	modules?: string[];
}

interface GrantedModule {
	module: string;
	/** Not one of Rocket.Chat's own. */
	external?: true;
}

/** A license of the present form (packages/core-typings/src/license/ILicenseV3.ts). */
export interface License {
	version: '3.0';
	information: {
		autoRenew: boolean;
		visualExpiration?: string;
		trial: boolean;
		offline: boolean;
		createdAt: string;
		grantedBy: { method: 'manual' | 'self-service' | 'sales' | 'support' | 'reseller'; seller?: string };
		tags?: LicenseTag[];
	};
	validation: {
		/** All of them must fit. `url`: host and port; `regex`: the same, in which `*` stands for anything. */
		serverUrls: { value: string; type: 'url' | 'regex' }[];
		validPeriods: LicensePeriod[];
		statisticsReport: { required: boolean };
	};
	grantedModules: GrantedModule[];
	limits: Partial<Record<LimitKind, LicenseLimit[]>>;
	cloudMeta?: Record<string, unknown>;
}

/** A license of the older form (packages/core-typings/src/license/ILicenseV2.ts). */
export interface OlderLicense {
	url: string;
	expiry: string;
	/** 0: no limit; the same for the two others. */
	maxActiveUsers: number;
	maxGuestUsers: number;
	maxRoomsPerGuest: number;
	/** `enterprise:*` and `pro:*` stand for all modules of a bundle. */
	modules: string[];
	tag?: LicenseTag;
	meta?: { trial: boolean; trialEnd: string; workspaceId: string };
}

/** What `licenses.info` answers under `license` (packages/core-typings/src/license/LicenseInfo.ts). */
export interface LicenseInfo {
	/** Only for those who may see the settings of administrators. */
	license?: License;
	activeModules: string[];
	/** Granted modules that Rocket.Chat does not know itself. */
	externalModules: GrantedModule[];
	preventedActions: Record<LimitKind, boolean>;
	/** Empty for those who may not see the settings of administrators. `max` -1: none. */
	limits: Partial<Record<LimitKind, { max: number; value?: number }>>;
	tags: LicenseTag[];
	trial: boolean;
	/** Missing in the answers of older servers. */
	hasValidLicense?: boolean;
}
