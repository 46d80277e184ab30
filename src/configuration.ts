import { parseServerName } from './matrix/ids';
import type { RegistrationSource } from './matrix/registration';
import type { TextKey } from './i18n';

/** The app's settings by the names of docs/admin-guide.md. */
export interface SettingValues {
	readonly homeserver_url: string;
	readonly homeserver_domain: string;
	readonly callback_url: string;
	readonly appservice_id: string;
	readonly as_token: string;
	readonly hs_token: string;
	readonly bot_localpart: string;
	readonly user_prefix: string;
	readonly alias_prefix: string;
	readonly invite_policy: 'ask' | 'accept';
	readonly command_roles: string;
	readonly workspace_user_id: string;
	readonly workspace_token: string;
}

/** Settings that make sense, in the form the code works with. */
export interface Configuration extends RegistrationSource {
	/** Without a slash at its end. */
	readonly homeserverUrl: string;
	readonly invitePolicy: 'ask' | 'accept';
}

/** A setting that keeps the app from working, with the text that says how to mend it. */
export type SettingProblem = TextKey & `problem_${string}`;

/** Characters of a localpart; Matrix specification, Appendices, "User Identifiers". */
const LOCALPART = /^[a-z0-9._=\-/+]*$/;

/**
 * Checks the settings and brings them into the code's form.
 * @param publicApi where the workspace itself says the app's public API is; stands in for an empty `callback_url`
 * @returns the configuration, or every problem that keeps it from being one
 */
export function configurationFrom(
	values: SettingValues,
	publicApi: string,
): { configuration: Configuration } | { problems: SettingProblem[] } {
	const problems: SettingProblem[] = [];
	const refuse = (problem: SettingProblem) => void problems.push(problem);

	const domain = parseServerName(values.homeserver_domain.trim());
	const homeserverUrl = httpUrl(values.homeserver_url);
	const callbackUrl = httpUrl(values.callback_url.trim() === '' ? publicApi : values.callback_url);
	if (values.homeserver_url.trim() === '') refuse('problem_homeserver_url_missing');
	else if (!homeserverUrl) refuse('problem_homeserver_url_invalid');
	if (values.homeserver_domain.trim() === '') refuse('problem_homeserver_domain_missing');
	else if (!domain) refuse('problem_homeserver_domain_invalid');
	if (!callbackUrl) refuse('problem_callback_url_invalid');
	if (values.appservice_id.trim() === '') refuse('problem_appservice_id_missing');
	if (values.as_token === '' || values.hs_token === '') refuse('problem_token_missing');
	if (values.as_token !== '' && values.as_token === values.hs_token) refuse('problem_tokens_equal');
	if (values.bot_localpart === '' || !LOCALPART.test(values.bot_localpart))
		refuse('problem_bot_localpart_invalid');
	if (!LOCALPART.test(values.user_prefix)) refuse('problem_user_prefix_invalid');

	if (problems.length > 0 || !domain || !homeserverUrl || !callbackUrl) {
		return { problems };
	}
	return {
		configuration: {
			homeserverUrl,
			callbackUrl,
			domain,
			appserviceId: values.appservice_id.trim(),
			asToken: values.as_token,
			hsToken: values.hs_token,
			botLocalpart: values.bot_localpart,
			userPrefix: values.user_prefix,
			aliasPrefix: values.alias_prefix,
			invitePolicy: values.invite_policy,
		},
	};
}

function httpUrl(text: string): string | undefined {
	const trimmed = text.trim().replace(/\/+$/, '');
	const usable = URL.canParse(trimmed) && /^https?:$/.test(new URL(trimmed).protocol);
	return usable ? trimmed : undefined;
}
