import { SettingType, type ISetting } from '@rocket.chat/apps-engine/definition/settings';

type Row = Pick<ISetting, 'id' | 'type' | 'packageValue'> &
	Partial<Pick<ISetting, 'required' | 'multiline' | 'values'>> & { section: Section };
type Section = 'homeserver' | 'people' | 'servers' | 'workspace' | 'sync';

const { STRING, PASSWORD, SELECT, BOOLEAN, NUMBER } = SettingType;

/** Every setting with its default. Labels, descriptions and sections are `setting_<id>…` in `i18n/`. */
const rows: readonly Row[] = [
	{ id: 'homeserver_url', type: STRING, packageValue: '', required: true, section: 'homeserver' },
	{ id: 'homeserver_domain', type: STRING, packageValue: '', required: true, section: 'homeserver' },
	{ id: 'callback_url', type: STRING, packageValue: '', section: 'homeserver' },
	{ id: 'appservice_id', type: STRING, packageValue: 'rocketchat', required: true, section: 'homeserver' },
	{ id: 'as_token', type: PASSWORD, packageValue: '', section: 'homeserver' },
	{ id: 'hs_token', type: PASSWORD, packageValue: '', section: 'homeserver' },
	{ id: 'bot_localpart', type: STRING, packageValue: 'rocketchat', required: true, section: 'homeserver' },
	{ id: 'user_prefix', type: STRING, packageValue: 'rc_', section: 'homeserver' },
	{ id: 'alias_prefix', type: STRING, packageValue: 'rc_', section: 'homeserver' },
	{
		id: 'invite_policy',
		type: SELECT,
		packageValue: 'ask',
		section: 'people',
		values: [
			{ key: 'ask', i18nLabel: 'setting_invite_policy_ask' },
			{ key: 'accept', i18nLabel: 'setting_invite_policy_accept' },
		],
	},
	{ id: 'command_roles', type: STRING, packageValue: 'user,admin', section: 'people' },
	{ id: 'allowed_servers', type: STRING, packageValue: '', multiline: true, section: 'servers' },
	{ id: 'blocked_servers', type: STRING, packageValue: '', multiline: true, section: 'servers' },
	{ id: 'workspace_user_id', type: STRING, packageValue: '', section: 'workspace' },
	{ id: 'workspace_token', type: PASSWORD, packageValue: '', section: 'workspace' },
	{ id: 'sync_avatars', type: BOOLEAN, packageValue: true, section: 'sync' },
	{ id: 'sync_presence', type: BOOLEAN, packageValue: false, section: 'sync' },
	{ id: 'sync_typing', type: BOOLEAN, packageValue: true, section: 'sync' },
	{ id: 'sync_read_receipts', type: BOOLEAN, packageValue: false, section: 'sync' },
	{ id: 'max_file_size', type: NUMBER, packageValue: 0, section: 'sync' },
];

/** The settings as the engine wants them declared. */
export const settings: readonly ISetting[] = rows.map(({ section, ...row }) => ({
	required: false,
	public: false,
	...row,
	section: `section_${section}`,
	i18nLabel: `setting_${row.id}`,
	i18nDescription: `setting_${row.id}_description`,
}));

/** The two secrets of the registration file, which are made at random at installation. */
export const secretSettings = ['as_token', 'hs_token'] as const;

/** @returns a secret of 256 random bits, written with letters, digits, `-` and `_` */
export function randomSecret(): string {
	return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
}
