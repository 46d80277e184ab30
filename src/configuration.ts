import { parseServerName } from './matrix/ids';
import type { RegistrationSource } from './matrix/registration';
import { httpUrlIn, settingIds, settingOf, type SettingProblem, type SettingValues } from './settings';

/** Settings without problems, in the form the code works with. */
export interface Configuration extends RegistrationSource {
	/** Without a slash at its end. */
	readonly homeserverUrl: string;
	/** Where people reach the app's public API, without a slash at its end; `callbackUrl` is for the homeserver. */
	readonly publicApi: string;
	readonly invitePolicy: SettingValues['invite_policy'];
	/** What happens when others on Matrix can read along in a direct message. */
	readonly readAlong: SettingValues['read_along'];
	/** How many messages from before the join a new federated room shows. */
	readonly historyMessages: number;
	/** The lists of servers as they were entered. */
	readonly allowedServers: string;
	readonly blockedServers: string;
	/** Whether what deleted people wrote is erased on Matrix. */
	readonly eraseDeletedUsers: SettingValues['erase_deleted_users'];
	/** Whether avatars of people and rooms are the same on both sides. */
	readonly syncAvatars: boolean;
	/** Whether each side shows that somebody on the other side is typing. */
	readonly syncTyping: boolean;
	/** Whether each side shows who is online on the other side. */
	readonly syncPresence: boolean;
	/** Whether people on Matrix see that somebody here has read their messages. */
	readonly syncReadReceipts: boolean;
	/** Days for which a message waits for the homeserver at most. */
	readonly deliveryDays: number;
	/** The most bytes of a file that an administrator allows; 0 if they leave it to the limits of the servers. */
	readonly maxFileSize: number;
}

/** @returns whether two configurations differ in what the app is to the homeserver */
export function isOtherConnection(one: Configuration, other: Configuration): boolean {
	const parts = ['homeserverUrl', 'domain', 'asToken', 'botLocalpart', 'userPrefix'] as const;
	return parts.some((part) => one[part] !== other[part]);
}

/**
 * Checks the settings and converts them.
 * @param publicApi address of the app's public API by the workspace's own Site URL; used if `callback_url` is empty
 * @returns the configuration, or every problem that prevents it
 */
export function configurationFrom(
	entered: SettingValues,
	publicApi: string,
): { configuration: Configuration } | { problems: SettingProblem[] } {
	const values: SettingValues = {
		...entered,
		callback_url: entered.callback_url.trim() === '' ? publicApi : entered.callback_url,
	};
	const problems = problemsIn(values);
	const homeserverUrl = httpUrlIn(values.homeserver_url);
	const callbackUrl = httpUrlIn(values.callback_url);
	const domain = parseServerName(values.homeserver_domain.trim());
	if (problems.length > 0 || !domain || !homeserverUrl || !callbackUrl) {
		return { problems };
	}
	return {
		configuration: {
			homeserverUrl,
			publicApi,
			callbackUrl,
			intake: values.intake,
			domain,
			appserviceId: values.appservice_id.trim(),
			asToken: values.as_token,
			hsToken: values.hs_token,
			botLocalpart: values.bot_localpart,
			userPrefix: values.user_prefix,
			aliasPrefix: values.alias_prefix,
			invitePolicy: values.invite_policy,
			readAlong: values.read_along,
			historyMessages: Number(values.history_messages),
			allowedServers: values.allowed_servers,
			blockedServers: values.blocked_servers,
			eraseDeletedUsers: values.erase_deleted_users,
			syncAvatars: values.sync_avatars === 'true',
			syncTyping: values.sync_typing === 'true',
			syncPresence: values.sync_presence === 'true',
			syncReadReceipts: values.sync_read_receipts === 'true',
			deliveryDays: Number(values.delivery_days),
			maxFileSize: Number(values.max_file_size),
		},
	};
}

/**
 * @param workspace its settings
 * @returns whether presence is carried over: it is switched on, and no administrator hides the status of everybody
 */
export function carriesPresence(
	{ syncPresence }: Pick<Configuration, 'syncPresence'>,
	{ showsStatus }: { readonly showsStatus: boolean },
): boolean {
	return syncPresence && showsStatus;
}

/** @returns each problem once, in the order of the settings */
function problemsIn(values: SettingValues): SettingProblem[] {
	const found = settingIds.flatMap((id) => settingOf(id).check?.(values[id]) ?? []);
	if (values.as_token !== '' && values.as_token === values.hs_token) {
		found.push('problem_tokens_equal');
	}
	return [...new Set(found)];
}
