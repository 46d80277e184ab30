import type { BridgeMemory } from './bridge-memory';
import type { Configuration } from './configuration';
import type { HomeserverState } from './delivery/outage/homeserver-state';
import type { Instances } from './delivery/instances/instances';
import type { ReadEvents } from './delivery/signs/read-events';
import type { RoomQueues } from './delivery/room-queues';
import type { TypingRequests } from './delivery/signs/typing-requests';
import type { Log } from './log';
import type { RoomEvent } from './matrix/events';
import type { Homeserver } from './matrix/homeserver';
import type { Media } from './matrix/media';
import type { ServerList } from './matrix/server-list';
import type { Outgoing } from './outgoing';
import type { Plan } from './plan/plan';
import type { ShownPresence } from './rocketchat/shown-presence';
import type { ShownTyping } from './rocketchat/shown-typing';
import type { WorkspaceSettings } from './rocketchat/settings';
import type { WorkspaceParts } from './rocketchat/workspace-parts';
import type { Store } from './store/store';

/**
 * The bridge between the workspace and the homeserver: both systems, the store, and the work under way. It exists only
 * while the settings are complete; `AppContext.requireBridge` gives it.
 */
export interface ConfiguredBridge extends BridgeMemory, Omit<WorkspaceParts, 'rest'> {
	readonly configuration: Configuration;
	readonly workspace: WorkspaceSettings;
	/** The roles that may open direct messages on Matrix. If it is empty, nobody may. */
	readonly commandRoles: readonly string[];
	readonly homeserver: Homeserver;
	/** The homeserver's repository of files. */
	readonly media: Media;
	/** The servers with which the workspace federates. */
	readonly servers: ServerList;
	/** The people of Matrix who are shown as typing. */
	readonly shownTyping: Pick<ShownTyping, 'replace' | 'end'>;
	/** The status of people on Matrix, as their bot users show it. */
	readonly shownPresence: Pick<ShownPresence, 'note'>;
	/** The people of the workspace of whom the homeserver knows that they are typing. */
	readonly typingRequests: Pick<TypingRequests, 'end'>;
	/** The newest messages of external people, and who has read them. */
	readonly readEvents: ReadEvents;
	/** What the workspace's plan allows. */
	readonly plan: Plan;
	readonly store: Store;
	readonly queues: RoomQueues;
	/** What waits until it can be sent to Matrix. */
	readonly outgoing: Outgoing;
	readonly homeserverState: HomeserverState;
	/** The instances of the server, and which of them relays which room. */
	readonly instances: Pick<
		Instances,
		| 'self'
		| 'hasEnded'
		| 'isAlone'
		| 'isPaused'
		| 'owns'
		| 'requireLease'
		| 'requireOwned'
		| 'run'
		| 'lastAgreedAt'
		| 'lastEndedAt'
	>;
	/**
	 * Relays one Matrix event to Rocket.Chat. Given from outside, so that the bridge does not depend on its handlers.
	 * @throws FederationError if the event cannot be relayed
	 */
	readonly handleEvent: (bridge: ConfiguredBridge, event: RoomEvent) => Promise<void>;
	readonly log: Log;
}
