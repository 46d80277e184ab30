import { issuerKeys } from './issuer-keys';
import type { License, LicenseTag, LimitKind } from './license';
import { sealedText, signedText } from './license-text';
import { isCoreModule } from './modules';

/** Milliseconds for which a license holds unless something else is said: a year. */
const DURATION = 365 * 86_400_000;
const COLOUR = '#F3BE08';

/** What a license grants. */
export interface Grant {
	/** Names of the tags; Rocket.Chat's cloud names the plan here. */
	readonly tags: readonly string[];
	readonly trial?: boolean;
	readonly modules?: readonly string[];
	/** How many there may be; what is over it is prevented. */
	readonly limits?: Partial<Readonly<Record<LimitKind, number>>>;
	/** Host and port of the one workspace that it is for; else any. */
	readonly host?: string;
	readonly validFrom?: Date;
	/** Else a year from now. */
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
 * Issues a license of the older form, which nobody but the server can read: its text is no token.
 * @param directory - of the workspace that shall accept it
 * @param grant - a tag at most; without one the names of the bundles among the modules are the tags
 * @throws if it does not fit into one RSA block: name bundles such as `enterprise:*`, not single modules
 */
export function issueOlderLicense(
	directory: string,
	grant: Pick<Grant, 'tags' | 'trial' | 'modules' | 'validUntil'>,
): string {
	const [tag] = tagsOf(grant);
	const expiry = (grant.validUntil ?? new Date(Date.now() + DURATION)).toISOString();
	return sealedText(
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
