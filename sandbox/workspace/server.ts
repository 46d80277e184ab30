import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { WorkspaceBridges } from './bridges/workspace-bridges';
import type { Database } from './database/database';
import type { AppEvents } from './bridges/listeners';
import type { Licensing } from './licensing/licensing';
import type { ServerSettings } from './settings/server-settings';
import type { Streams } from './realtime/streams';

/** What the parts of the workspace share: Rocket.Chat has globals and an orchestrator here, we have one object. */
export interface Server {
	/** The folder below which the workspace keeps everything: the database file, uploaded files, temporary files. */
	readonly directory: string;
	/** Every document of the workspace. */
	readonly database: Database;
	/** Rocket.Chat's own settings, such as `Site_Url` and `Message_MaxAllowedSize`. */
	readonly settings: ServerSettings;
	/** The workspace's license. */
	readonly licensing: Licensing;
	/** What a logged-in client hears over the realtime API: new messages, ephemeral messages, typing. */
	readonly streams: Streams;
	/** Tells the apps what happened, as Rocket.Chat's listener bridge does. */
	readonly appEvents: AppEvents;
	/** The engine. Throws before the engine is loaded. */
	readonly appManager: () => AppManager;
	/** What the engine asks the workspace through; the REST API finds the apps' slash commands there. */
	readonly bridges: () => WorkspaceBridges;
}
