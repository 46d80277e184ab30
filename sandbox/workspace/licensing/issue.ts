import { issuerKeys } from './issuer-keys';
import type { License, LicenseTag, LimitKind } from './license';
import { encryptedText, signedText } from './license-text';
import { isCoreModule } from './modules';

/** Milliseconds for which a license is valid by default: a year. */
const DURATION = 365 * 86_400_000;
const COLOUR = '#F3BE08';

/** What a license grants. */
export interface Grant {
	/** Names of the tags; Rocket.Chat's cloud names the plan here. */
	readonly tags: readonly string[];
	readonly trial?: boolean;
	readonly modules?: readonly string[];
	/** The most that is allowed; more is prevented. */
	readonly limits?: Partial<Readonly<Record<LimitKind, number>>>;
	/** Host and port of the only workspace for which it is valid; by default any workspace. */
	readonly host?: string;
	readonly validFrom?: Date;
	/** By default a year from now. */
	readonly validUntil?: Date;
}

/**
 * Issues a license of the present form.
 * @param directory - of the workspace that shall accept it
 * @returns the text for the setting `Enterprise_License`
 */
export function issueLicense(directory: string, grant: Grant): string {
	const { trial = false, modules = [], limits = {}, host, validFrom } = grant;
	const until = (grant.validUntil ?? new Date(Date.now() + DURATION)).toISOString();
	const license: License = {
		version: '3.0',
		information: {
			autoRenew: !trial,
			visualExpiration: until,
			trial,
			offline: false,
			createdAt: new Date().toISOString(),
			grantedBy: { method: 'manual', seller: 'sandbox' },
			tags: tagsOf(grant),
		},
		validation: {
			serverUrls: [host === undefined ? { value: '*', type: 'regex' } : { value: host, type: 'url' }],
			validPeriods: [
				{
					...(validFrom && { validFrom: validFrom.toISOString() }),
					validUntil: until,
					invalidBehavior: 'invalidate_license',
				},
			],
			statisticsReport: { required: false },
		},
		grantedModules: modules.map((module) => ({
			module,
			...(!isCoreModule(module) && { external: true }),
		})),
		limits: Object.fromEntries(
			Object.entries(limits).map(([kind, max]) => [kind, [{ max, behavior: 'prevent_action' }]]),
		),
	};
	return signedText(license, issuerKeys(directory).privateKey);
}

/**
 * Issues a license of the older form. Its text is no token; only the server can read it.
 * @param directory - of the workspace that shall accept it
 * @param grant - with one tag at most; without a tag the names of the bundles among the modules are the tags
 * @throws if it does not fit into one RSA block: name bundles such as `enterprise:*`, not single modules
 */
export function issueOlderLicense(
	directory: string,
	grant: Pick<Grant, 'tags' | 'trial' | 'modules' | 'validUntil'>,
): string {
	const [tag] = tagsOf(grant);
	const expiry = (grant.validUntil ?? new Date(Date.now() + DURATION)).toISOString();
	return encryptedText(
		{
			url: '*',
			expiry,
			maxActiveUsers: 0,
			maxGuestUsers: 0,
			maxRoomsPerGuest: 0,
			modules: [...(grant.modules ?? [])],
			...(tag && { tag }),
			...(grant.trial && { meta: { trial: true, trialEnd: expiry, workspaceId: '' } }),
		},
		issuerKeys(directory).privateKey,
	);
}

function tagsOf({ tags }: Pick<Grant, 'tags'>): LicenseTag[] {
	return tags.map((name) => ({ name, color: COLOUR }));
}
