import type { Configuration } from './configuration';
import type { RecentIds } from './delivery/recent-ids';
import type { RoomQueues } from './delivery/room-queues';
import type { SingleFlight } from './delivery/single-flight';
import type { Counter } from './delivery/counter';
import type { UnconfirmedParts } from './delivery/unconfirmed-parts';
import type { Log } from './log';
import type { RoomEvent } from './matrix/events';
import type { Homeserver } from './matrix/homeserver';
import type { Messages } from './rocketchat/messages';
import type { Plan } from './plan/plan';
import type { People } from './rocketchat/people';
import type { Rooms } from './rocketchat/rooms';
import type { WorkspaceSettings } from './rocketchat/settings';
import type { Store, UserLink } from './store/store';

/** How a direct message came to be open on both sides. */
export type OpeningResult = 'opened' | 'existed';

/** What carrying something over needs: both systems, the store, and what is under way. */
export interface ConfiguredBridge {
	readonly configuration: Configuration;
	readonly workspace: WorkspaceSettings;
	readonly homeserver: Homeserver;
	readonly people: People;
	readonly rooms: Rooms;
	readonly messages: Messages;
	/** What the workspace's plan allows. */
	readonly plan: Plan;
	readonly store: Store;
	readonly queues: RoomQueues;
	/** People who are being made on the other side, by the id they have on their own. */
	readonly userCreations: SingleFlight<UserLink>;
	/** Direct messages that are being opened, by their people. */
	readonly directRoomOpenings: SingleFlight<OpeningResult>;
	/** Messages deleted lately, by their ids: the platform's events come unordered, and what is gone is not sent. */
	readonly deletedMessages: RecentIds;
	/** What may be on Matrix although nobody said so. */
	readonly unconfirmedParts: UnconfirmedParts;
	/** Events of federated rooms that Rocket.Chat has no form for, by their type. */
	readonly unsupportedEvents: Counter;
	/**
	 * Relays one Matrix event to Rocket.Chat. Given from outside, so that the bridge does not depend on its handlers.
	 * @throws FederationError if the event cannot be relayed
	 */
	readonly handleEvent: (bridge: ConfiguredBridge, event: RoomEvent) => Promise<void>;
	readonly log: Log;
}
