import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { AppEvents } from './app-events';
import type { SlashCommands } from './bridges/slash-command';
import type { Database } from './database/database';
import type { Licensing } from './licensing/licensing';
import type { Streams } from './realtime/streams';
import type { ServerVersion } from './server-version';
import type { ServerSettings } from './settings/server-settings';

/**
 * What the parts of the workspace share. Rocket.Chat has globals and an orchestrator for it; here it is one object.
 * Nothing that this file imports may import it: the parts meet in interfaces, so that the imports form no circle.
 */
export interface Server {
	/** The version of Rocket.Chat that the workspace behaves as. */
	readonly version: ServerVersion;
	/** The folder below which the workspace keeps everything: the database file, uploaded files, temporary files. */
	readonly directory: string;
	/** Every document of the workspace. */
	readonly database: Database;
	/** Rocket.Chat's own settings, such as `Site_Url` and `Message_MaxAllowedSize`. */
	readonly settings: ServerSettings;
	/** The workspace's license. */
	readonly licensing: Licensing;
	/** What a logged-in client receives over the realtime API: new messages, ephemeral messages, typing. */
	readonly streams: Streams;
	/** Tells the apps what happened, as Rocket.Chat's listener bridge does. */
	readonly appEvents: AppEvents;
	/** The engine. Throws before the engine is loaded. */
	readonly appManager: () => AppManager;
	/** The apps' slash commands, which the REST API lists and runs. */
	readonly slashCommands: () => SlashCommands;
}
