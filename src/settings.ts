import { SettingType, type ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { TextKey } from './i18n';
import { parseServerName } from './matrix/ids';

/** The key of a text that says which setting prevents the app from working, and how to fix it. */
export type SettingProblem = TextKey & `problem_${string}`;

interface SettingDeclaration {
	/** The heading that it is listed under; its text is `section_<section>`. */
	readonly section: 'homeserver' | 'people' | 'workspace';
	readonly default: string;
	readonly required?: boolean;
	/** Whether the value is a whole number. */
	readonly numeric?: true;
	/** Whether the text has lines. */
	readonly multiline?: true;
	/** Whether it is switched on or off; its value is `true` or `false`. */
	readonly boolean?: true;
	/** The values to choose from, with their texts; without choices, any text may be entered. */
	readonly choices?: Readonly<Record<string, TextKey>>;
	/** A secret is hidden while it is entered. A generated one is made at random when the app is enabled. */
	readonly secret?: 'entered' | 'generated';
	/** @returns what is wrong with a value, if anything */
	readonly check?: (value: string) => SettingProblem | undefined;
}

/**
 * Every setting, in the order in which the app's settings show them. The form of the app's settings, what is read, the
 * checks, and the table in docs/admin-guide.md are made from it. The texts of a setting are `setting_<id>` and
 * `setting_<id>_description`; a setting without them does not compile.
 */
const settings = {
	homeserver_url: {
		section: 'homeserver',
		default: '',
		required: true,
		check: (value) =>
			missing(value, 'problem_homeserver_url_missing') ??
			(httpUrlIn(value) ? undefined : 'problem_homeserver_url_invalid'),
	},
	homeserver_domain: {
		section: 'homeserver',
		default: '',
		required: true,
		check: (value) =>
			missing(value, 'problem_homeserver_domain_missing') ??
			(parseServerName(value.trim()) ? undefined : 'problem_homeserver_domain_invalid'),
	},
	callback_url: {
		section: 'homeserver',
		default: '',
		check: (value) => (httpUrlIn(value) ? undefined : 'problem_callback_url_invalid'),
	},
	appservice_id: {
		section: 'homeserver',
		default: 'rocketchat',
		required: true,
		check: (value) => missing(value, 'problem_appservice_id_missing'),
	},
	as_token: { section: 'homeserver', default: '', secret: 'generated', check: unusableToken },
	hs_token: { section: 'homeserver', default: '', secret: 'generated', check: unusableToken },
	bot_localpart: {
		section: 'homeserver',
		default: 'rocketchat',
		required: true,
		check: (value) =>
			value !== '' && isPartOfLocalpart(value) ? undefined : 'problem_bot_localpart_invalid',
	},
	user_prefix: {
		section: 'homeserver',
		default: 'rc_',
		check: (value) => (isPartOfLocalpart(value) ? undefined : 'problem_user_prefix_invalid'),
	},
	alias_prefix: {
		section: 'homeserver',
		default: 'rc_',
		// Matrix allows spaces in addresses, but nobody can type such an address behind a command.
		check: (value) => (/^[^#:\s]*$/.test(value) ? undefined : 'problem_alias_prefix_invalid'),
	},
	delivery_days: {
		section: 'homeserver',
		default: '3',
		check: (value) => (isDays(value) ? undefined : 'problem_delivery_days_invalid'),
	},
	intake: {
		section: 'homeserver',
		default: 'push',
		choices: { push: 'setting_intake_push', pull: 'setting_intake_pull' },
	},
	invite_policy: {
		section: 'people',
		default: 'ask',
		choices: { ask: 'setting_invite_policy_ask', accept: 'setting_invite_policy_accept' },
	},
	read_along: {
		section: 'people',
		default: 'tell',
		choices: { tell: 'setting_read_along_tell', stop: 'setting_read_along_stop' },
	},
	history_messages: {
		section: 'people',
		default: '20',
		check: (value) => (isHistoryCount(value) ? undefined : 'problem_history_messages_invalid'),
	},
	allowed_servers: { section: 'people', default: '', multiline: true },
	blocked_servers: { section: 'people', default: '', multiline: true },
	erase_deleted_users: {
		section: 'people',
		default: 'keep',
		choices: { keep: 'setting_erase_deleted_users_keep', erase: 'setting_erase_deleted_users_erase' },
	},
	sync_avatars: { section: 'people', default: 'true', boolean: true },
	sync_typing: { section: 'people', default: 'true', boolean: true },
	sync_presence: { section: 'people', default: 'false', boolean: true },
	sync_read_receipts: { section: 'people', default: 'false', boolean: true },
	command_roles: { section: 'people', default: 'user,admin' },
	max_file_size: {
		section: 'workspace',
		default: '0',
		numeric: true,
		check: (value) => (isByteCount(value) ? undefined : 'problem_max_file_size_invalid'),
	},
	workspace_user_id: { section: 'workspace', default: '' },
	workspace_token: { section: 'workspace', default: '', secret: 'entered' },
} as const satisfies Readonly<Record<string, SettingDeclaration>>;

/** The id of a setting, as the server stores it. */
export type SettingId = keyof typeof settings;

/** The values of all settings, by their ids. */
export type SettingValues = {
	readonly [Id in SettingId]: (typeof settings)[Id] extends { readonly choices: infer Choices }
		? keyof Choices
		: (typeof settings)[Id] extends { readonly boolean: true }
			? 'true' | 'false'
			: string;
};

/** Every setting's id, in the table's order. */
export const settingIds = Object.keys(settings) as readonly SettingId[];

/** @returns the declaration of a setting, with the keys of its texts */
export function settingOf(id: SettingId): SettingDeclaration & {
	readonly id: SettingId;
	readonly sectionText: TextKey;
	readonly label: TextKey;
	readonly description: TextKey;
} {
	const declaration: SettingDeclaration = settings[id];
	return {
		...declaration,
		id,
		sectionText: `section_${declaration.section}`,
		label: `setting_${id}`,
		description: `setting_${id}_description`,
	};
}

/** The settings as the engine wants them declared. */
export const engineSettings: readonly ISetting[] = settingIds.map((id) => {
	const {
		default: packageValue,
		required = false,
		sectionText,
		label,
		description,
		...more
	} = settingOf(id);
	return {
		id,
		type: typeOf(more),
		packageValue: defaultOf(packageValue, more),
		required,
		public: false,
		section: sectionText,
		i18nLabel: label,
		i18nDescription: description,
		...(more.multiline && { multiline: true }),
		...(more.choices && {
			values: Object.entries(more.choices).map(([key, i18nLabel]) => ({ key, i18nLabel })),
		}),
	};
});

/** @returns the default in the type that the engine wants */
function defaultOf(
	text: string,
	{ numeric, boolean }: Pick<SettingDeclaration, 'numeric' | 'boolean'>,
): string | number | boolean {
	return numeric ? Number(text) : boolean ? text === 'true' : text;
}

function typeOf({
	choices,
	secret,
	numeric,
	boolean,
}: Omit<SettingDeclaration, 'default' | 'section'>): SettingType {
	if (choices) {
		return SettingType.SELECT;
	}
	if (boolean) {
		return SettingType.BOOLEAN;
	}
	return secret ? SettingType.PASSWORD : numeric ? SettingType.NUMBER : SettingType.STRING;
}

/** The secrets of the registration file, which are generated. */
export const generatedSecrets: readonly SettingId[] = settingIds.filter(
	(id) => settingOf(id).secret === 'generated',
);

/** @returns an address without a slash at its end; undefined if the text is no http or https address */
export function httpUrlIn(text: string): string | undefined {
	const trimmed = text.trim().replace(/\/+$/, '');
	const isHttp = URL.canParse(trimmed) && /^https?:$/.test(new URL(trimmed).protocol);
	return isHttp ? trimmed : undefined;
}

function missing(value: string, problem: SettingProblem): SettingProblem | undefined {
	return value.trim() === '' ? problem : undefined;
}

/** Tokens are sent in a header, which takes no other characters. */
function unusableToken(value: string): SettingProblem | undefined {
	return /^[!-~]+$/.test(value) ? undefined : 'problem_token_unusable';
}

/** A whole number from 1 to 30. */
function isDays(text: string): boolean {
	return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 30;
}

/** A whole number from 0 to 100. */
function isHistoryCount(text: string): boolean {
	return /^\d{1,3}$/.test(text) && Number(text) <= 100;
}

/** A whole number of bytes, 0 included. */
function isByteCount(text: string): boolean {
	return /^\d{1,15}$/.test(text);
}

/** Matrix specification, Appendices, "User Identifiers". */
function isPartOfLocalpart(text: string): boolean {
	return /^[a-z0-9._=\-/+]*$/.test(text);
}
