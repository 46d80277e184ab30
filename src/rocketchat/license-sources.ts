import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import { FederationError, isCode, type ErrorCode } from '../errors';
import { licenseInAnswer, licenseInSettings } from '../plan/license-forms';
import { SourceFailure, type LicenseSource, type SourceProblem } from '../plan/plan';
import type { WorkspaceRest } from './rest';

/**
 * Reads the license from the workspace's own REST API, which knows every form of license. Needs a user id and a
 * personal access token, which an administrator enters in the settings. Rocket.Chat: `GET /api/v1/licenses.info`.
 */
export function restLicense(rest: Pick<WorkspaceRest, 'get'>): LicenseSource {
	return {
		name: 'licenses.info',
		async ask() {
			try {
				const license = licenseInAnswer(await rest.get('/v1/licenses.info'));
				if (!license) {
					throw new SourceFailure('not_offered');
				}
				return license;
			} catch (error) {
				if (isCode(error, 'workspace-token-missing')) {
					return undefined;
				}
				throw error instanceof FederationError ? sourceFailure(error) : error;
			}
		},
	};
}

function sourceFailure(error: FederationError): SourceFailure {
	return new SourceFailure(problems[error.code] ?? 'outage', { cause: error });
}

/** What a call that was not done means for the license; any other code means an outage. */
const problems: Readonly<Partial<Record<ErrorCode, SourceProblem>>> = {
	'workspace-token-incomplete': 'token_incomplete',
	'workspace-token-wrong': 'token_refused',
	'workspace-token-expired': 'token_refused',
	'workspace-token-powerless': 'token_refused',
	'workspace-elsewhere': 'not_offered',
	'workspace-refused': 'not_offered',
};

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
