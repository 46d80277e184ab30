/** What Rocket.Chat's settings registry gets for one setting. Flags that are not given are false. */
export interface SettingDefinition {
	_id: string;
	type: 'boolean' | 'int' | 'string' | 'password' | 'select' | 'code' | 'language';
	value: unknown;
	group: string;
	public?: true;
	hidden?: true;
	secret?: true;
	values?: readonly { key: string; i18nLabel: string }[];
	i18nLabel?: string;
}

const shown = { public: true } as const;

function options(...keys: string[]): { key: string; i18nLabel: string }[] {
	return keys.map((key) => ({ key, i18nLabel: key }));
}

/** apps/meteor/server/settings/general.ts, layout.ts, threads.ts; apps/meteor/ee/app/license/server/settings.ts */
const general: SettingDefinition[] = [
	{ _id: 'Site_Url', type: 'string', value: null, group: 'General', ...shown },
	{ _id: 'Language', type: 'language', value: '', group: 'General', ...shown },
	{
		_id: 'Unread_Count',
		type: 'select',
		value: 'user_and_group_mentions_only',
		values: options(
			'all_messages',
			'user_mentions_only',
			'group_mentions_only',
			'user_and_group_mentions_only',
		),
		group: 'General',
		...shown,
	},
	{
		_id: 'Unread_Count_DM',
		type: 'select',
		value: 'all_messages',
		values: options('all_messages', 'mentions_only'),
		group: 'General',
		...shown,
	},
	{ _id: 'Store_Last_Message', type: 'boolean', value: true, group: 'General', ...shown },
	{ _id: 'API_Upper_Count_Limit', type: 'int', value: 100, group: 'General', ...shown },
	{ _id: 'API_Default_Count', type: 'int', value: 50, group: 'General' },
	{ _id: 'API_Allow_Infinite_Count', type: 'boolean', value: true, group: 'General' },
	{
		_id: 'UTF8_User_Names_Validation',
		type: 'string',
		value: '[0-9a-zA-Z-_.]+',
		group: 'General',
		...shown,
	},
	{
		_id: 'UTF8_Channel_Names_Validation',
		type: 'string',
		value: '[0-9a-zA-Z-_.]+',
		group: 'General',
		...shown,
	},
	{ _id: 'UI_Use_Real_Name', type: 'boolean', value: false, group: 'Layout', ...shown },
	{
		_id: 'UI_Allow_room_names_with_special_chars',
		type: 'boolean',
		value: false,
		group: 'Layout',
		...shown,
	},
	{ _id: 'Threads_enabled', type: 'boolean', value: true, group: 'Threads', ...shown },
	{
		_id: 'Enterprise_License',
		type: 'string',
		value: '',
		group: 'Enterprise',
		i18nLabel: 'Premium_License',
	},
	{ _id: 'Enterprise_License_Status', type: 'string', value: '', group: 'Enterprise', i18nLabel: 'Status' },
];

/** apps/meteor/server/settings/message.ts */
const message: SettingDefinition[] = [
	{ _id: 'Message_AllowEditing', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Message_AllowEditing_BlockEditInMinutes', type: 'int', value: 0, group: 'Message', ...shown },
	{ _id: 'Message_AllowDeleting', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Message_AllowDeleting_BlockDeleteInMinutes', type: 'int', value: 0, group: 'Message', ...shown },
	{
		_id: 'Message_AllowDirectMessagesToYourself',
		type: 'boolean',
		value: true,
		group: 'Message',
		...shown,
	},
	{ _id: 'Message_ShowDeletedStatus', type: 'boolean', value: false, group: 'Message', ...shown },
	{ _id: 'Message_KeepHistory', type: 'boolean', value: false, group: 'Message', ...shown },
	{ _id: 'Message_MaxAllowedSize', type: 'int', value: 5000, group: 'Message', ...shown },
	{ _id: 'Message_QuoteChainLimit', type: 'int', value: 2, group: 'Message', ...shown },
	{ _id: 'Message_CustomDomain_AutoLink', type: 'string', value: '', group: 'Message', ...shown },
	{ _id: 'HexColorPreview_Enabled', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Katex_Enabled', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Katex_Parenthesis_Syntax', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Katex_Dollar_Syntax', type: 'boolean', value: false, group: 'Message', ...shown },
	{ _id: 'Message_AllowPinning', type: 'boolean', value: true, group: 'Message', ...shown },
	{
		_id: 'Message_Attachments_Thumbnails_Enabled',
		type: 'boolean',
		value: true,
		group: 'Message',
		...shown,
	},
	{
		_id: 'Message_ErasureType',
		type: 'select',
		value: 'Delete',
		values: options('Keep', 'Delete', 'Unlink'),
		group: 'Message',
		...shown,
	},
	{ _id: 'Message_CustomFields_Enabled', type: 'boolean', value: false, group: 'Message' },
	{
		_id: 'Message_CustomFields',
		type: 'code',
		value: '{"properties":{"priority":{"type":"string","nullable":false,"enum":["low","medium","high"]}},"required":["priority"]}',
		group: 'Message',
	},
	// The misspelling is Rocket.Chat's.
	{ _id: 'DirectMesssage_maxUsers', type: 'int', value: 8, group: 'Message', ...shown },
];

/** apps/meteor/server/settings/file-upload.ts */
const fileUpload: SettingDefinition[] = [
	{ _id: 'FileUpload_Enabled', type: 'boolean', value: true, group: 'FileUpload', ...shown },
	{ _id: 'FileUpload_Enabled_Direct', type: 'boolean', value: true, group: 'FileUpload', ...shown },
	{ _id: 'FileUpload_MaxFileSize', type: 'int', value: 104857600, group: 'FileUpload', ...shown },
	{ _id: 'FileUpload_MediaTypeWhiteList', type: 'string', value: '', group: 'FileUpload', ...shown },
	{
		_id: 'FileUpload_MediaTypeBlackList',
		type: 'string',
		value: 'image/svg+xml',
		group: 'FileUpload',
		...shown,
	},
	{ _id: 'FileUpload_ProtectFiles', type: 'boolean', value: true, group: 'FileUpload', ...shown },
	{ _id: 'FileUpload_Restrict_to_room_members', type: 'boolean', value: true, group: 'FileUpload' },
	{
		_id: 'FileUpload_Restrict_to_users_who_can_access_room',
		type: 'boolean',
		value: false,
		group: 'FileUpload',
	},
	{
		_id: 'FileUpload_S3_AWSSecretAccessKey',
		type: 'password',
		value: '',
		group: 'FileUpload',
		secret: true,
	},
];

/** apps/meteor/server/settings/accounts.ts */
const accounts: SettingDefinition[] = [
	{ _id: 'Accounts_AllowUserAvatarChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AvatarCacheTime', type: 'int', value: 3600, group: 'Accounts' },
	{
		_id: 'Accounts_AvatarBlockUnauthenticatedAccess',
		type: 'boolean',
		value: true,
		group: 'Accounts',
		...shown,
	},
	{ _id: 'Accounts_LoginExpiration', type: 'int', value: 90, group: 'Accounts', ...shown },
	{ _id: 'Accounts_BlockedUsernameList', type: 'string', value: '', group: 'Accounts' },
	{
		_id: 'Accounts_SystemBlockedUsernameList',
		type: 'string',
		value: 'admin,administrator,system,user',
		group: 'Accounts',
		hidden: true,
	},
	{ _id: 'Accounts_UserStatus_Enabled', type: 'boolean', value: true, group: 'Accounts', ...shown },
];

/** apps/meteor/server/settings/e2e.ts */
const encryption: SettingDefinition[] = [
	{ _id: 'E2E_Enable', type: 'boolean', value: false, group: 'End-to-end_encryption', ...shown },
	{
		_id: 'E2E_Enabled_Default_DirectRooms',
		type: 'boolean',
		value: false,
		group: 'End-to-end_encryption',
		...shown,
	},
];

/** Rocket.Chat's settings that something in the sandbox or the app reads. A test that needs another one adds it. */
export const settingDefinitions: readonly SettingDefinition[] = [
	...general,
	...message,
	...fileUpload,
	...accounts,
	...encryption,
];
