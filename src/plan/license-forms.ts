import type { License } from './license';

/** What a license of the third form begins with; a signed JSON Web Token follows. */
const V3 = 'RCV3_';

const none: License = { valid: false, tags: [], modules: [], trial: false, readable: true };

/**
 * Reads what the workspace's settings say. The server has checked the signature before it wrote `Valid`, but at a
 * restart it leaves that beside a license that has run out meanwhile, or is of an address that the workspace had before.
 * Older forms are encrypted for the server alone: of them only the status is known.
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
	if (typeof status !== 'string' || status.toLowerCase() !== 'valid') {
		return none;
	}
	if (typeof text !== 'string' || text.trim() === '') {
		return none;
	}
	const form = formOf(text.trim());
	const payload = form === 'present' ? payloadOf(text.trim()) : undefined;
	const holds = isInForce(payload, now) && isForAddress(payload, String(siteUrl));
	if (form === 'none' || (form === 'present' && !holds)) {
		return none;
	}
	return {
		valid: true,
		tags: namesIn(at(payload, 'information', 'tags'), 'name'),
		modules: namesIn(at(payload, 'grantedModules'), 'module'),
		trial: at(payload, 'information', 'trial') === true,
		readable: form === 'present',
	};
}

/**
 * Reads the answer of REST `GET /api/v1/licenses.info`. Older servers do not say `hasValidLicense`; there a license is
 * valid that has tags or modules.
 * Rocket.Chat: apps/meteor/ee/server/api/licenses.ts, ee/packages/license/src/license.ts (`getInfo`).
 * @returns undefined where the answer has not this form
 */
export function licenseInAnswer(answer: unknown): License | undefined {
	const license = at(answer, 'license');
	const modules = at(license, 'activeModules');
	if (!Array.isArray(modules)) {
		return undefined;
	}
	const tags = namesIn(at(license, 'tags'), 'name');
	const said = at(license, 'hasValidLicense');
	return {
		valid: typeof said === 'boolean' ? said : tags.length > 0 || modules.length > 0,
		tags,
		modules: modules.filter((module) => typeof module === 'string'),
		trial: at(license, 'trial') === true,
		readable: true,
	};
}

/** The status may stand beside a text that is no license at all: the server keeps the license it had until it restarts. */
function formOf(text: string): 'present' | 'older' | 'none' {
	if (text.startsWith(V3)) {
		return 'present';
	}
	return /^[A-Za-z0-9+/]{300,}={0,2}$/.test(text) ? 'older' : 'none';
}

/** @returns the token's payload, undefined where there is none that can be read; RFC 7519, section 3 */
function payloadOf(text: string): unknown {
	try {
		return JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'));
	} catch {
		return undefined;
	}
}

/** Rocket.Chat: packages/core-typings/src/license/ILicenseV3.ts, `version` and `validPeriods`. */
function isInForce(payload: unknown, now: number): boolean {
	const periods = at(payload, 'validation', 'validPeriods');
	const isOver = (period: unknown) =>
		at(period, 'invalidBehavior') === 'invalidate_license' &&
		(Date.parse(String(at(period, 'validUntil'))) < now ||
			Date.parse(String(at(period, 'validFrom'))) > now);
	return at(payload, 'version') === '3.0' && !(Array.isArray(periods) ? periods : []).some(isOver);
}

/**
 * Every address of a license must be the workspace's; those that are hashed only the server looks at. Rocket.Chat:
 * ee/packages/license/src/validation/validateLicenseUrl.ts.
 */
function isForAddress(payload: unknown, siteUrl: string): boolean {
	const host = siteUrl.replace(/\/$/, '').replace(/^https?:\/\//, '');
	const urls = at(payload, 'validation', 'serverUrls');
	return (Array.isArray(urls) ? urls : []).every((url) => {
		const pattern = patterns[String(at(url, 'type'))]?.(String(at(url, 'value')));
		return !pattern || new RegExp(`^${pattern}$`, 'i').test(host);
	});
}

const literally = (text: string) => text.replace(/[\\^$*+?.()|[\]{}/-]/g, '\\$&');

/** How an address of a license is written, as a regular expression. */
const patterns: Readonly<Record<string, (value: string) => string>> = {
	url: literally,
	regex: (value) => value.split('*').map(literally).join('.*'),
};

function at(value: unknown, ...path: readonly string[]): unknown {
	return path.reduce(
		(inner, key) =>
			typeof inner === 'object' && inner !== null ? (Reflect.get(inner, key) as unknown) : undefined,
		value,
	);
}

function namesIn(list: unknown, key: string): string[] {
	return (Array.isArray(list) ? list : [])
		.map((entry) => at(entry, key))
		.filter((name) => typeof name === 'string');
}
