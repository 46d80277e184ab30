import type { ILicenseTag, ILicenseV3, LicenseInfo, LicensePeriod } from '@rocket.chat/core-typings';
import type { OperationResult } from '@rocket.chat/rest-typings';
import { escapeForRegExp } from '../convert/escape/regexp';
import { fieldIn, type PathIn } from '../convert/json';
import type { License } from './license';

/** What the server answers. Only names are taken from these types: the app trusts no value to be of its type. */
type LicenseAnswer = OperationResult<'GET', '/v1/licenses.info'>;
type GrantedModule = ILicenseV3['grantedModules'][number];
type LicenseAddress = ILicenseV3['validation']['serverUrls'][number];

/** The prefix of a license of version 3; a signed JSON Web Token follows. */
const V3_PREFIX = 'RCV3_';

const noLicense: License = { valid: false, tags: [], modules: [], trial: false, readable: true };

/**
 * Reads the license from the workspace's settings. The server verifies the signature before it sets the status to
 * `valid`. But after a restart the status can stay there beside a license that has expired, or that belongs to an
 * earlier address of the workspace; so both are checked here. Older forms are encrypted, and only the server has the
 * key, so their status is all that is known.
 * Rocket.Chat: apps/meteor/ee/app/license/server/startup.ts, ee/packages/license/src/token.ts.
 * @param status setting `Enterprise_License_Status`
 * @param text setting `Enterprise_License`
 * @param siteUrl setting `Site_Url`
 * @param now milliseconds since 1970
 */
export function licenseInSettings(
	{ status, text, siteUrl }: { status: unknown; text: unknown; siteUrl: unknown },
	now: number,
): License {
	if (typeof status !== 'string' || status.toLowerCase() !== 'valid' || typeof text !== 'string') {
		return noLicense;
	}
	const license = text.trim();
	if (isOlderForm(license)) {
		return { ...noLicense, valid: true, readable: false };
	}
	const payload = license.startsWith(V3_PREFIX) ? payloadOf(license) : undefined;
	if (!isInForce(payload, now) || !isForAddress(payload, String(siteUrl))) {
		return noLicense;
	}
	return {
		valid: true,
		tags: stringsIn(fieldIn<ILicenseV3>(payload, 'information', 'tags'), 'name'),
		modules: stringsIn(fieldIn<ILicenseV3>(payload, 'grantedModules'), 'module'),
		trial: fieldIn<ILicenseV3>(payload, 'information', 'trial') === true,
		readable: true,
	};
}

/**
 * Reads the answer of REST `GET /api/v1/licenses.info`. Older servers do not send `hasValidLicense`; then a license
 * counts as valid if it has tags or modules.
 * Rocket.Chat: apps/meteor/ee/server/api/licenses.ts, ee/packages/license/src/license.ts (`getInfo`).
 * @returns undefined if the answer has another form
 */
export function licenseInAnswer(answer: unknown): License | undefined {
	const license = fieldIn<LicenseAnswer>(answer, 'license');
	const modules = fieldIn<LicenseInfo>(license, 'activeModules');
	if (!Array.isArray(modules)) {
		return undefined;
	}
	const tags = stringsIn(fieldIn<LicenseInfo>(license, 'tags'), 'name');
	const hasValidLicense = fieldIn<LicenseInfo>(license, 'hasValidLicense');
	return {
		valid: typeof hasValidLicense === 'boolean' ? hasValidLicense : tags.length > 0 || modules.length > 0,
		tags,
		modules: modules.filter((module) => typeof module === 'string'),
		trial: fieldIn<LicenseInfo>(license, 'trial') === true,
		readable: true,
	};
}

/**
 * Whether a text is a license of version 2 or older. The status alone is not enough: the setting may contain any text,
 * because the server keeps the license that it had until it restarts.
 */
function isOlderForm(text: string): boolean {
	return /^[A-Za-z0-9+/]{300,}={0,2}$/.test(text);
}

/** @returns the token's payload, undefined if it cannot be read; RFC 7519, section 3 */
function payloadOf(license: string): unknown {
	try {
		return JSON.parse(Buffer.from(license.split('.')[1] ?? '', 'base64url').toString('utf8'));
	} catch {
		return undefined;
	}
}

/** Rocket.Chat: packages/core-typings/src/license/ILicenseV3.ts, `version` and `validPeriods`. */
function isInForce(payload: unknown, now: number): boolean {
	const invalidates = (period: unknown) =>
		fieldIn<LicensePeriod>(period, 'invalidBehavior') === 'invalidate_license' &&
		(Date.parse(String(fieldIn<LicensePeriod>(period, 'validUntil'))) < now ||
			Date.parse(String(fieldIn<LicensePeriod>(period, 'validFrom'))) > now);
	return (
		fieldIn<ILicenseV3>(payload, 'version') === '3.0' &&
		!listAt<ILicenseV3>(payload, 'validation', 'validPeriods').some(invalidates)
	);
}

/**
 * Whether every address of a license is the workspace's. A hashed address is accepted, since only the server can check
 * it. Rocket.Chat: ee/packages/license/src/validation/validateLicenseUrl.ts.
 */
function isForAddress(payload: unknown, siteUrl: string): boolean {
	const host = siteUrl.replace(/\/$/, '').replace(/^https?:\/\//, '');
	return listAt<ILicenseV3>(payload, 'validation', 'serverUrls').every((url) => {
		const pattern = addressPatterns[String(fieldIn<LicenseAddress>(url, 'type'))]?.(
			String(fieldIn<LicenseAddress>(url, 'value')),
		);
		return !pattern || new RegExp(`^${pattern}$`, 'i').test(host);
	});
}

/** Makes a regular expression of an address in a license, by the address's type. */
const addressPatterns: Readonly<Record<string, (value: string) => string>> = {
	url: escapeForRegExp,
	regex: (value) => value.split('*').map(escapeForRegExp).join('.*'),
};

function listAt<Shape = never>(value: unknown, ...path: PathIn<Shape>): readonly unknown[] {
	const list = fieldIn<Shape>(value, ...path);
	return Array.isArray(list) ? list : [];
}

/** @returns the strings that the objects of a list have under a key */
function stringsIn(list: unknown, key: keyof ILicenseTag | keyof GrantedModule): string[] {
	return listAt(list)
		.map((entry) => fieldIn(entry, key))
		.filter((value) => typeof value === 'string');
}
