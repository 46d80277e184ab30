/** What Rocket.Chat's settings registry is given for one setting. Flags that are not given are false. */
export interface SettingDefinition {
	_id: string;
	type:
		| 'boolean'
		| 'int'
		| 'string'
		| 'password'
		| 'select'
		| 'multiSelect'
		| 'code'
		| 'language'
		| 'timezone'
		| 'date';
	value: unknown;
	group: string;
	section?: string;
	public?: true;
	hidden?: true;
	secret?: true;
	blocked?: true;
	readonly?: true;
	enterprise?: true;
	values?: readonly { key: string; i18nLabel: string }[];
	i18nLabel?: string;
}

const shown = { public: true } as const;

function options(...keys: string[]): { key: string; i18nLabel: string }[] {
	return keys.map((key) => ({ key, i18nLabel: key }));
}

/** apps/meteor/server/settings/general.ts, layout.ts, troubleshoot.ts, setup-wizard.ts, misc.ts */
const general: SettingDefinition[] = [
	{ _id: 'Site_Url', type: 'string', value: null, group: 'General', ...shown },
	{ _id: 'Site_Name', type: 'string', value: 'Rocket.Chat', group: 'General', ...shown },
	{ _id: 'Language', type: 'language', value: '', group: 'General', ...shown },
	{
		_id: 'Show_Setup_Wizard',
		type: 'select',
		value: 'pending',
		values: options('pending', 'in_progress', 'completed'),
		readonly: true,
		group: 'General',
		...shown,
	},
	{ _id: 'Document_Domain', type: 'string', value: '', group: 'General', ...shown },
	{ _id: 'Allow_Invalid_SelfSigned_Certs', type: 'boolean', value: false, group: 'General', secret: true },
	{ _id: 'Iframe_Restrict_Access', type: 'boolean', value: true, group: 'General', secret: true },
	{ _id: 'Favorite_Rooms', type: 'boolean', value: true, group: 'General', ...shown },
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
	{ _id: 'First_Channel_After_Login', type: 'string', value: '', group: 'General', ...shown },
	{ _id: 'CDN_PREFIX', type: 'string', value: '', group: 'General', ...shown },
	{ _id: 'Force_SSL', type: 'boolean', value: false, group: 'General', ...shown },
	{ _id: 'Bugsnag_api_key', type: 'string', value: '', group: 'General', secret: true },
	{ _id: 'Store_Last_Message', type: 'boolean', value: true, group: 'General', ...shown },
	{
		_id: 'API_Upper_Count_Limit',
		type: 'int',
		value: 100,
		group: 'General',
		section: 'REST API',
		...shown,
	},
	{ _id: 'API_Default_Count', type: 'int', value: 50, group: 'General', section: 'REST API' },
	{ _id: 'API_Allow_Infinite_Count', type: 'boolean', value: true, group: 'General', section: 'REST API' },
	{ _id: 'API_User_Limit', type: 'int', value: 500, group: 'General', section: 'REST API', ...shown },
	{ _id: 'API_Enable_CORS', type: 'boolean', value: false, group: 'General', section: 'REST API' },
	{
		_id: 'API_Enable_Direct_Message_History_EndPoint',
		type: 'boolean',
		value: false,
		group: 'General',
		section: 'REST API',
	},
	{
		_id: 'UTF8_User_Names_Validation',
		type: 'string',
		value: '[0-9a-zA-Z-_.]+',
		group: 'General',
		section: 'UTF8',
		...shown,
	},
	{
		_id: 'UTF8_Channel_Names_Validation',
		type: 'string',
		value: '[0-9a-zA-Z-_.]+',
		group: 'General',
		section: 'UTF8',
		...shown,
	},
	{ _id: 'UTF8_Names_Slugify', type: 'boolean', value: true, group: 'General', section: 'UTF8', ...shown },
	{
		_id: 'Statistics_reporting',
		type: 'boolean',
		value: true,
		group: 'General',
		section: 'Reporting',
		hidden: true,
	},
	{
		_id: 'Notifications_Max_Room_Members',
		type: 'int',
		value: 100,
		group: 'General',
		section: 'Notifications',
		...shown,
	},
	{ _id: 'SSRF_Allowlist', type: 'string', value: '', group: 'General', section: 'SSRF_Protection' },
	{
		_id: 'UI_Use_Real_Name',
		type: 'boolean',
		value: false,
		group: 'Layout',
		section: 'User_Interface',
		...shown,
	},
	{
		_id: 'UI_Allow_room_names_with_special_chars',
		type: 'boolean',
		value: false,
		group: 'Layout',
		section: 'User_Interface',
		...shown,
	},
	{ _id: 'Discussion_enabled', type: 'boolean', value: true, group: 'Discussion', ...shown },
	{ _id: 'Threads_enabled', type: 'boolean', value: true, group: 'Threads', ...shown },
	// apps/meteor/ee/app/license/server/settings.ts
	{
		_id: 'Enterprise_License',
		type: 'string',
		value: '',
		group: 'Enterprise',
		i18nLabel: 'Premium_License',
	},
	{
		_id: 'Enterprise_License_Data',
		type: 'string',
		value: '',
		group: 'Enterprise',
		hidden: true,
		blocked: true,
	},
	{
		_id: 'Enterprise_License_Status',
		type: 'string',
		value: '',
		group: 'Enterprise',
		readonly: true,
		i18nLabel: 'Status',
	},
];

/** apps/meteor/server/settings/message.ts */
const message: SettingDefinition[] = [
	{ _id: 'Message_AllowEditing', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Message_AllowEditing_BlockEditInMinutes', type: 'int', value: 0, group: 'Message', ...shown },
	{ _id: 'Message_AllowDeleting', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Message_AllowDeleting_BlockDeleteInMinutes', type: 'int', value: 0, group: 'Message', ...shown },
	{
		_id: 'Message_AllowUnrecognizedSlashCommand',
		type: 'boolean',
		value: false,
		group: 'Message',
		...shown,
	},
	{
		_id: 'Message_AllowDirectMessagesToYourself',
		type: 'boolean',
		value: true,
		group: 'Message',
		...shown,
	},
	{ _id: 'Message_AlwaysSearchRegExp', type: 'boolean', value: false, group: 'Message' },
	{ _id: 'Message_ShowDeletedStatus', type: 'boolean', value: false, group: 'Message', ...shown },
	{ _id: 'Message_AllowBadWordsFilter', type: 'boolean', value: false, group: 'Message', ...shown },
	{ _id: 'Message_KeepHistory', type: 'boolean', value: false, group: 'Message', ...shown },
	{ _id: 'Message_MaxAll', type: 'int', value: 0, group: 'Message', ...shown },
	{ _id: 'Message_MaxAllowedSize', type: 'int', value: 5000, group: 'Message', ...shown },
	{
		_id: 'Message_AllowConvertLongMessagesToAttachment',
		type: 'boolean',
		value: true,
		group: 'Message',
		...shown,
	},
	{ _id: 'Message_GroupingPeriod', type: 'int', value: 300, group: 'Message', ...shown },
	{ _id: 'Message_QuoteChainLimit', type: 'int', value: 2, group: 'Message', ...shown },
	{ _id: 'Message_CustomDomain_AutoLink', type: 'string', value: '', group: 'Message', ...shown },
	{ _id: 'HexColorPreview_Enabled', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Katex_Enabled', type: 'boolean', value: true, group: 'Message', section: 'Katex', ...shown },
	{
		_id: 'Katex_Parenthesis_Syntax',
		type: 'boolean',
		value: true,
		group: 'Message',
		section: 'Katex',
		...shown,
	},
	{
		_id: 'Katex_Dollar_Syntax',
		type: 'boolean',
		value: false,
		group: 'Message',
		section: 'Katex',
		...shown,
	},
	{ _id: 'Message_AllowPinning', type: 'boolean', value: true, group: 'Message', ...shown },
	{ _id: 'Message_AllowStarring', type: 'boolean', value: true, group: 'Message', ...shown },
	{
		_id: 'Message_Read_Receipt_Enabled',
		type: 'boolean',
		value: false,
		group: 'Message',
		section: 'Read_Receipts',
		enterprise: true,
		...shown,
	},
	{
		_id: 'Message_Read_Receipt_Store_Users',
		type: 'boolean',
		value: false,
		group: 'Message',
		section: 'Read_Receipts',
		enterprise: true,
		...shown,
	},
	{
		_id: 'Message_Attachments_Thumbnails_Enabled',
		type: 'boolean',
		value: true,
		group: 'Message',
		section: 'Message_Attachments',
		...shown,
	},
	{
		_id: 'Message_Attachments_Strip_Exif',
		type: 'boolean',
		value: true,
		group: 'Message',
		section: 'Message_Attachments',
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
	{ _id: 'Hide_System_Messages', type: 'multiSelect', value: [], group: 'Message', ...shown },
	// The misspelling is Rocket.Chat's.
	{ _id: 'DirectMesssage_maxUsers', type: 'int', value: 8, group: 'Message', ...shown },
	{ _id: 'API_Embed', type: 'boolean', value: true, group: 'Message', ...shown },
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
	{ _id: 'FileUpload_RotateImages', type: 'boolean', value: true, group: 'FileUpload', ...shown },
	{
		_id: 'FileUpload_Storage_Type',
		type: 'select',
		value: 'GridFS',
		values: options('GridFS', 'AmazonS3', 'GoogleCloudStorage', 'Webdav', 'FileSystem'),
		group: 'FileUpload',
		...shown,
	},
	{
		_id: 'FileUpload_S3_AWSSecretAccessKey',
		type: 'password',
		value: '',
		group: 'FileUpload',
		section: 'Amazon S3',
		secret: true,
	},
];

/** apps/meteor/server/settings/accounts.ts */
const accounts: SettingDefinition[] = [
	{ _id: 'Accounts_AllowUserProfileChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowUserAvatarChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowRealNameChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{
		_id: 'Accounts_AllowUserStatusMessageChange',
		type: 'boolean',
		value: true,
		group: 'Accounts',
		...shown,
	},
	{ _id: 'Accounts_AllowUsernameChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowEmailChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowPasswordChange', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowInvisibleStatusOption', type: 'boolean', value: true, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowAnonymousRead', type: 'boolean', value: false, group: 'Accounts', ...shown },
	{ _id: 'Accounts_AllowAnonymousWrite', type: 'boolean', value: false, group: 'Accounts', ...shown },
	{ _id: 'Accounts_LoginExpiration', type: 'int', value: 90, group: 'Accounts', ...shown },
	{
		_id: 'Accounts_SearchFields',
		type: 'string',
		value: 'username, name, bio, nickname',
		group: 'Accounts',
	},
	{
		_id: 'Accounts_RequireNameForSignUp',
		type: 'boolean',
		value: true,
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_EmailVerification',
		type: 'boolean',
		value: false,
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_ManuallyApproveNewUsers',
		type: 'boolean',
		value: false,
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_AllowedDomainsList',
		type: 'string',
		value: '',
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_BlockedUsernameList',
		type: 'string',
		value: '',
		group: 'Accounts',
		section: 'Registration',
	},
	{
		_id: 'Accounts_SystemBlockedUsernameList',
		type: 'string',
		value: 'admin,administrator,system,user',
		group: 'Accounts',
		section: 'Registration',
		hidden: true,
	},
	{
		_id: 'Accounts_RegistrationForm',
		type: 'select',
		value: 'Public',
		values: options('Public', 'Disabled', 'Secret URL'),
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_Registration_Users_Default_Roles',
		type: 'string',
		value: 'user',
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_CustomFields',
		type: 'code',
		value: '',
		group: 'Accounts',
		section: 'Registration',
		...shown,
	},
	{
		_id: 'Accounts_TwoFactorAuthentication_Enabled',
		type: 'boolean',
		value: true,
		group: 'Accounts',
		section: 'Two Factor Authentication',
		...shown,
	},
	{
		_id: 'Accounts_AvatarBlockUnauthenticatedAccess',
		type: 'boolean',
		value: false,
		group: 'Accounts',
		section: 'Avatar',
		...shown,
	},
];

/** The settings of Rocket.Chat that the sandbox has: those that its functions, REST API and apps read. */
export const settingDefinitions: readonly SettingDefinition[] = [
	...general,
	...message,
	...fileUpload,
	...accounts,
];
