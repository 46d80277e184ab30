import type { IEnvironmentRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { SettingValues } from '../configuration';

const ids = [
	'homeserver_url',
	'homeserver_domain',
	'callback_url',
	'appservice_id',
	'as_token',
	'hs_token',
	'bot_localpart',
	'user_prefix',
	'alias_prefix',
	'invite_policy',
	'command_roles',
] as const satisfies readonly (keyof SettingValues)[];

/** Reads the app's settings and the workspace's address. */
export async function readSettings(
	environment: IEnvironmentRead,
): Promise<{ values: SettingValues; siteUrl: string }> {
	const own = environment.getSettings();
	const [siteUrl, ...read] = await Promise.all([
		environment.getServerSettings().getValueById('Site_Url') as Promise<unknown>,
		...ids.map(async (id): Promise<[string, string]> => [id, text(await own.getValueById(id))]),
	]);
	return { values: Object.fromEntries(read) as unknown as SettingValues, siteUrl: text(siteUrl) };
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
