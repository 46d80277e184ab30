import type { IEnvironmentRead, IServerSettingRead } from '@rocket.chat/apps-engine/definition/accessors';
import { defaultOptions, type MarkdownOptions } from '../convert/markdown/options';
import { settingIds, settingOf, type SettingId, type SettingValues } from '../settings';

/** Rocket.Chat's own defaults. */
const DEFAULT_MESSAGE_LIMIT = 5_000;
const DEFAULT_DIRECT_MESSAGE_LIMIT = 8;
const DEFAULT_MAX_FILE_SIZE = 104_857_600;

/** The settings of the workspace that the app uses. */
export interface WorkspaceSettings {
	/** The workspace's address, without a slash at its end. */
	readonly siteUrl: string;
	/** The language for people without a language of their own, such as `pt-BR`; may be empty. */
	readonly language: string;
	/** The most characters in a message. */
	readonly messageLimit: number;
	/** The most people in a direct message. */
	readonly directMessageLimit: number;
	/** Whether threads are switched on. Rocket.Chat refuses messages in threads if they are not. */
	readonly threads: boolean;
	/** Whether new direct messages are end-to-end encrypted. */
	readonly encryptsDirectMessages: boolean;
	/** The most bytes of a file; undefined if the workspace has no limit. */
	readonly maxFileSize: number | undefined;
	/** Whether people see the status of others. An administrator can hide it from everybody in 9.0 and newer. */
	readonly showsStatus: boolean;
	/** Whether people are shown by their names instead of their usernames. */
	readonly showsRealNames: boolean;
	/** The parts of Rocket.Chat's markdown that are switched on. */
	readonly markdown: MarkdownOptions;
}

/** Reads the app's settings and the workspace's. */
export async function readSettings(
	environment: IEnvironmentRead,
): Promise<{ values: SettingValues; workspace: WorkspaceSettings }> {
	const own = environment.getSettings();
	const server = environment.getServerSettings();
	const [
		siteUrl,
		language,
		length,
		limit,
		threads,
		encryption,
		encryptedDirect,
		fileSize,
		names,
		status,
		markdown,
		...read
	] = await Promise.all([
		server.getValueById('Site_Url') as Promise<unknown>,
		optional(server.getValueById('Language')),
		optional(server.getValueById('Message_MaxAllowedSize')),
		// The id has this spelling in Rocket.Chat.
		optional(server.getValueById('DirectMesssage_maxUsers')),
		optional(server.getValueById('Threads_enabled')),
		optional(server.getValueById('E2E_Enable')),
		optional(server.getValueById('E2E_Enabled_Default_DirectRooms')),
		optional(server.getValueById('FileUpload_MaxFileSize')),
		optional(server.getValueById('UI_Use_Real_Name')),
		optional(server.getValueById('Accounts_UserStatus_Enabled')),
		markdownOptions(server),
		...settingIds.map(async (id): Promise<[SettingId, string]> => [
			id,
			withoutSpaces(id, text(await own.getValueById(id))),
		]),
	]);
	return {
		values: Object.fromEntries(read) as unknown as SettingValues,
		workspace: {
			siteUrl: text(siteUrl).replace(/\/+$/, ''),
			language: text(language),
			messageLimit: typeof length === 'number' ? length : DEFAULT_MESSAGE_LIMIT,
			directMessageLimit: typeof limit === 'number' ? limit : DEFAULT_DIRECT_MESSAGE_LIMIT,
			threads: threads !== false,
			encryptsDirectMessages: flag(encryption, false) && flag(encryptedDirect, false),
			maxFileSize: fileLimit(fileSize),
			showsRealNames: flag(names, false),
			showsStatus: flag(status, true),
			markdown,
		},
	};
}

/** Rocket.Chat: -1 means that there is no limit (apps/meteor/server/lib/media/file-upload, `validateFileUpload`). */
function fileLimit(value: unknown): number | undefined {
	const bytes = typeof value === 'number' ? value : DEFAULT_MAX_FILE_SIZE;
	return bytes > -1 ? bytes : undefined;
}

async function markdownOptions(server: IServerSettingRead): Promise<MarkdownOptions> {
	const [katex, parenthesisSyntax, dollarSyntax, colors, domains] = await Promise.all(
		[
			'Katex_Enabled',
			'Katex_Parenthesis_Syntax',
			'Katex_Dollar_Syntax',
			'HexColorPreview_Enabled',
			'Message_CustomDomain_AutoLink',
		].map((id) => optional(server.getValueById(id))),
	);
	const { katex: syntax } = defaultOptions;
	return {
		...defaultOptions,
		colors: flag(colors, defaultOptions.colors),
		customDomains: text(domains)
			.split(',')
			.flatMap((domain) => domain.trim() || []),
		katex: {
			dollarSyntax: flag(katex, true) && flag(dollarSyntax, syntax.dollarSyntax),
			parenthesisSyntax: flag(katex, true) && flag(parenthesisSyntax, syntax.parenthesisSyntax),
		},
	};
}

/** A space is easily copied along. In texts of several lines the lines are counted, also empty ones. */
function withoutSpaces(id: SettingId, value: string): string {
	return settingOf(id).multiline ? value : value.trim();
}

/** The host throws for a setting that this version of Rocket.Chat does not have. */
async function optional(value: Promise<unknown>): Promise<unknown> {
	return value.catch(() => undefined);
}

function flag(value: unknown, fallback: boolean): boolean {
	return typeof value === 'boolean' ? value : fallback;
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: '';
}
