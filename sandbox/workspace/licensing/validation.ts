import { limitKinds, type Behavior, type License, type LicensePeriod } from './license';
import { isOver, type Counts } from './limits';

/** The state of the workspace against which a license is checked. */
export interface LicenseContext {
	/** Setting `Site_Url`. */
	readonly siteUrl: string;
	readonly counts: Counts;
	readonly now: Date;
	/** Whether the license is set now, and not read at the start. */
	readonly isNew: boolean;
}

/** A part of a license that does not fit the workspace, and what happens because of it. */
interface Violation {
	readonly behavior: Behavior;
	/** The modules that `disable_modules` disables. */
	readonly modules: readonly string[];
}

/** Finds what does not fit (ee/packages/license/src/validation/runValidation.ts): address, time, limits. */
export function findViolations(license: License, context: LicenseContext): Violation[] {
	const { validation, limits } = license;
	const { counts, now, isNew, siteUrl } = context;
	const found: { behavior: Behavior; modules?: readonly string[] }[] = [
		...validation.serverUrls
			.filter((url) => !isAddress(url, hostOf(siteUrl)))
			.map(() => ({ behavior: 'invalidate_license' as const })),
		...validation.validPeriods
			.filter((period) => !isWithin(period, now))
			.map(({ invalidBehavior, ...rest }) => ({ behavior: invalidBehavior, ...rest })),
		...limitKinds.flatMap((kind) => (limits[kind] ?? []).filter((limit) => isOver(limit, counts[kind]))),
	];
	return found
		.filter(({ behavior }) => isNew || behavior !== 'prevent_installation')
		.map(({ behavior, modules = [] }) => ({ behavior, modules }));
}

function hostOf(siteUrl: string): string {
	return siteUrl.replace(/\/$/, '').replace(/^https?:\/\//, '');
}

/** ee/packages/license/src/validation/validateLicenseUrl.ts */
function isAddress({ value, type }: License['validation']['serverUrls'][number], host: string): boolean {
	if (type === 'url') {
		return value.toLowerCase() === host.toLowerCase();
	}
	return new RegExp(`^${value.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'i').test(host);
}

/** ee/packages/license/src/validation/validateLicensePeriods.ts */
function isWithin({ validFrom, validUntil }: LicensePeriod, now: Date): boolean {
	const begun = validFrom === undefined || now >= new Date(validFrom);
	return begun && (validUntil === undefined || now <= new Date(validUntil));
}
