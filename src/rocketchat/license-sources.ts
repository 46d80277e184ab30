import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { licenseInAnswer, licenseInSettings } from '../plan/license-forms';
import { SourceFailure, type LicenseSource } from '../plan/plan';

/** Milliseconds the workspace's own REST API has to answer. */
const REST_TIMEOUT_MS = 5_000;

/** How the workspace's REST API is reached. */
export interface WorkspaceAccess {
	/** Without a slash at its end. */
	readonly siteUrl: string;
	/** Both empty where no personal access token was entered. */
	readonly userId: string;
	readonly token: string;
}

/**
 * The REST API: the whole truth, for whom an administrator has entered a personal access token. Rocket.Chat:
 * `GET /api/v1/licenses.info`.
 */
export function restLicense(access: () => Promise<WorkspaceAccess>): LicenseSource {
	return {
		name: 'licenses.info',
		async ask() {
			const { siteUrl, userId, token } = await access();
			if (userId === '' && token === '') {
				return undefined;
			}
			if (userId === '' || token === '') {
				throw new SourceFailure('token_incomplete');
			}
			const headers = { 'x-user-id': userId, 'x-auth-token': token, accept: 'application/json' };
			const answer = await fetch(`${siteUrl}/api/v1/licenses.info`, {
				headers,
				// The token goes to the workspace itself and nowhere else.
				redirect: 'manual',
				signal: AbortSignal.timeout(REST_TIMEOUT_MS),
			});
			if (answer.status === 401 || answer.status === 403) {
				throw new SourceFailure('token_refused');
			}
			const said = jsonIn(await answer.text());
			const leadsElsewhere = answer.status >= 300 && answer.status < 400;
			// Where no JSON comes a server is starting, and a proxy answers in its place.
			const isOut = answer.status >= 500 || answer.status === 429 || said === undefined;
			if (isOut && !leadsElsewhere) {
				throw new SourceFailure('outage');
			}
			const license = answer.ok ? licenseInAnswer(said) : undefined;
			if (!license) {
				throw new SourceFailure('not_offered');
			}
			return license;
		},
	};
}

function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The workspace's settings, which every app may read. */
export function settingsLicense(environment: () => IEnvironmentRead): LicenseSource {
	return {
		name: 'settings',
		async ask() {
			const settings = environment().getServerSettings();
			const [status, text, siteUrl] = (await Promise.all([
				settings.getValueById('Enterprise_License_Status'),
				settings.getValueById('Enterprise_License'),
				settings.getValueById('Site_Url'),
			])) as unknown[];
			return licenseInSettings({ status, text, siteUrl }, Date.now());
		},
	};
}
