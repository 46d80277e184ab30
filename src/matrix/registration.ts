import { stringify } from 'yaml';
import type { Namespace } from './namespace';

/** The settings that the registration file contains. */
export interface RegistrationSource extends Namespace {
	readonly appserviceId: string;
	/** The address at which the homeserver calls the app. The homeserver appends `/_matrix/app/v1/…`. */
	readonly callbackUrl: string;
	/** Whether the homeserver calls the app, or the app asks the homeserver only. */
	readonly intake: 'push' | 'pull';
	readonly asToken: string;
	readonly hsToken: string;
	readonly aliasPrefix: string;
}

/**
 * Writes the registration file. The namespaces are exclusive and end with the domain, so that other users, bridges and
 * workspaces can share the homeserver. The flag for ephemeral events has both its names: Synapse before June 2026 knows
 * only the unstable one. Application Service API, "Registration".
 * @returns YAML
 */
export function registrationFile(source: RegistrationSource): string {
	const domain = escapeForHomeserver(source.domain);
	return stringify({
		id: source.appserviceId,
		url: source.intake === 'pull' ? null : source.callbackUrl,
		as_token: source.asToken,
		hs_token: source.hsToken,
		sender_localpart: source.botLocalpart,
		rate_limited: false,
		receive_ephemeral: true,
		'de.sorunome.msc2409.push_ephemeral': true,
		namespaces: {
			users: [
				{
					exclusive: true,
					regex: `^@${escapeForHomeserver(source.userPrefix)}[a-z0-9._=\\-/+]+:${domain}$`,
				},
			],
			aliases: [
				{ exclusive: true, regex: `^#${escapeForHomeserver(source.aliasPrefix)}[^:]+:${domain}$` },
			],
			rooms: [],
		},
	});
}

/** Escapes only the characters that are special in the regular expressions of every homeserver. */
function escapeForHomeserver(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
