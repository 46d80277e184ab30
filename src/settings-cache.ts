import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { configurationFrom, type Configuration } from './configuration';
import type { WorkspaceAccess } from './rocketchat/rest';
import { readSettings, type WorkspaceSettings } from './rocketchat/settings';
import type { SettingProblem } from './settings';
import { uptime } from './uptime';

/** Milliseconds after which settings are read again, because another instance of the server may have changed them. */
const REFRESH_MS = 60_000;

/** The settings as they were read last, and the configuration made from them. */
export interface SettingsState {
	readonly hsToken: string;
	/** The roles that may use the commands. If it is empty, nobody may. */
	readonly commandRoles: readonly string[];
	/** Undefined if a setting is missing or wrong. */
	readonly configuration: Configuration | undefined;
	readonly problems: readonly SettingProblem[];
	readonly workspace: WorkspaceSettings;
	readonly workspaceAccess: WorkspaceAccess;
}

/** Keeps the settings in memory for a minute. */
export class SettingsCache {
	private last: { readonly readAt: number; readonly state: Promise<SettingsState> } | undefined;

	constructor(
		private readonly source: IRead,
		private readonly appId: string,
	) {}

	/** Makes the next call read the settings again. */
	invalidate(): void {
		this.last = undefined;
	}

	/** @returns the settings, at most a minute old, also if they have problems */
	async state(): Promise<SettingsState> {
		if (!this.last || uptime() - this.last.readAt > REFRESH_MS) {
			const state = this.read();
			this.last = { readAt: uptime(), state };
			state.catch(() => (this.last = undefined));
		}
		return this.last.state;
	}

	private async read(): Promise<SettingsState> {
		const { values, workspace } = await readSettings(this.source.getEnvironmentReader());
		const { siteUrl } = workspace;
		const result = configurationFrom(values, `${siteUrl}/api/apps/public/${this.appId}`);
		return {
			hsToken: values.hs_token,
			commandRoles: values.command_roles.split(',').flatMap((role) => role.trim() || []),
			configuration: 'configuration' in result ? result.configuration : undefined,
			problems: 'problems' in result ? result.problems : [],
			workspace,
			workspaceAccess: {
				siteUrl,
				userId: values.workspace_user_id,
				token: values.workspace_token,
			},
		};
	}
}
