import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { licenseInAnswer, licenseInSettings } from '../plan/license-forms';
import { SourceFailure, type LicenseSource } from '../plan/plan';

/** Milliseconds to wait for the workspace's own REST API. */
const REST_TIMEOUT_MS = 5_000;

/** The address of the workspace's REST API, and the login for it. */
export interface WorkspaceAccess {
	/** Without a slash at its end. */
	readonly siteUrl: string;
	/** Both are empty if no personal access token was entered. */
	readonly userId: string;
	readonly token: string;
}

/**
 * Reads the license from the workspace's own REST API, which knows every form of license. Needs a user id and a
 * personal access token, which an administrator enters in the settings. Rocket.Chat: `GET /api/v1/licenses.info`.
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
				// A redirect would send the token to another address.
				redirect: 'manual',
				signal: AbortSignal.timeout(REST_TIMEOUT_MS),
			});
			if (answer.status === 401 || answer.status === 403) {
				throw new SourceFailure('token_refused');
			}
			const body = jsonIn(await answer.text());
			const isRedirect = answer.status >= 300 && answer.status < 400;
			// While the server starts, a proxy may answer in its place with something that is not JSON.
			const isOutage = answer.status >= 500 || answer.status === 429 || body === undefined;
			if (isOutage && !isRedirect) {
				throw new SourceFailure('outage');
			}
			const license = answer.ok ? licenseInAnswer(body) : undefined;
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

/** Reads the license from the workspace's settings, which every app with `server-setting.read` may read. */
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
