import type { Configuration } from './configuration';
import type { Attempts } from './delivery/attempts';
import type { BackgroundChecks } from './delivery/background-checks';
import type { HomeserverState } from './delivery/homeserver-state';
import type { Instances } from './delivery/instances';
import type { ReadEvents } from './delivery/read-events';
import type { RecentIds } from './delivery/recent-ids';
import type { RoomQueues } from './delivery/room-queues';
import type { SingleFlight } from './delivery/single-flight';
import type { Counter } from './delivery/counter';
import type { TypingRequests } from './delivery/typing-requests';
import type { UnconfirmedParts } from './delivery/unconfirmed-parts';
import type { Log } from './log';
import type { RoomEvent } from './matrix/events';
import type { Homeserver } from './matrix/homeserver';
import type { RoomId } from './matrix/ids';
import type { Media } from './matrix/media';
import type { ServerList } from './matrix/server-list';
import type { Avatars } from './rocketchat/avatars';
import type { CustomEmoji } from './rocketchat/custom-emoji';
import type { FileMessages } from './rocketchat/file-messages';
import type { Messages } from './rocketchat/messages';
import type { Outgoing } from './outgoing';
import type { Plan } from './plan/plan';
import type { People } from './rocketchat/people';
import type { RestRooms } from './rocketchat/rest-rooms';
import type { Rooms } from './rocketchat/rooms';
import type { ShownPresence } from './rocketchat/shown-presence';
import type { ShownTyping } from './rocketchat/shown-typing';
import type { WorkspaceSettings } from './rocketchat/settings';
import type { Uploads } from './rocketchat/uploads';
import type { Store, UserLink } from './store/store';

/** Whether a direct message was opened now, or was open before. */
export type OpeningResult = 'opened' | 'existed';

/**
 * The bridge between the workspace and the homeserver: both systems, the store, and the work under way. It exists only
 * while the settings are complete; `AppContext.requireBridge` gives it.
 */
export interface ConfiguredBridge {
	readonly configuration: Configuration;
	readonly workspace: WorkspaceSettings;
	/** The roles that may open direct messages on Matrix. If it is empty, nobody may. */
	readonly commandRoles: readonly string[];
	readonly homeserver: Homeserver;
	/** The homeserver's repository of files. */
	readonly media: Media;
	/** The servers with which the workspace federates. */
	readonly servers: ServerList;
	readonly people: People;
	readonly rooms: Rooms;
	readonly messages: Messages;
	/** Messages with a file. */
	readonly fileMessages: FileMessages;
	/** The workspace's files. */
	readonly uploads: Uploads;
	/** Changes rooms over the workspace's REST API, if there is a token for it. */
	readonly restRooms: RestRooms;
	/** The avatars of users and rooms in the workspace. */
	readonly avatars: Avatars;
	/** The workspace's custom emoji. */
	readonly customEmoji: CustomEmoji;
	/** Avatars of people that are being carried over, by the Matrix ids of the people. */
	readonly avatarChecks: BackgroundChecks;
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
		'isAlone' | 'owns' | 'requireLease' | 'requireOwned' | 'run' | 'lastAgreedAt'
	>;
	/** Ghosts and bot users that are being created, by the id that the person has on their own side. */
	readonly userCreations: SingleFlight<UserLink>;
	/** Direct messages that are being opened, by the ids of their members. */
	readonly directRoomOpenings: SingleFlight<OpeningResult>;
	/** Ids of messages deleted lately. The platform raises events in no order; a deleted message is not sent any more. */
	readonly deletedMessages: RecentIds;
	/** Ids of messages that need no event on Matrix or get none for good, settled lately. */
	readonly settledMessages: RecentIds;
	/** Rooms whose mark names a Matrix room that is not theirs, and Matrix rooms that no room was found for. */
	readonly refusedMarks: RecentIds;
	/** External people whose names and avatars were checked since the app started. */
	readonly checkedSenders: RecentIds;
	/** Ids of the events that were read when a room was joined, and shown or left out then. */
	readonly eventsOfHistory: RecentIds;
	/** Rooms in which the homeserver has pushed a ban by the federation bot. */
	readonly bansHeard: RecentIds;
	/** Failures of what the homeserver cannot take although it can be used. */
	readonly attempts: Attempts;
	/** When this process of the app started, milliseconds since 1970. */
	readonly startedAt: number;
	/** Linked rooms in which people on Matrix have written since `InactiveMembers` looked at them. */
	readonly heardRooms: Set<RoomId>;
	/** Federated rooms whose members are still to be compared. After a start, those of all rooms are. */
	readonly staleMembers: Set<RoomId>;
	/** Rooms that were linked a moment ago, with their members compared, and not compared otherwise since the start. */
	readonly freshMembers: Set<RoomId>;
	/** Federated rooms whose settings and roles are still to be compared. After a start, those of all rooms are. */
	readonly staleSettings: Set<RoomId>;
	/** Parts of messages that may be on Matrix although no answer came. */
	readonly unconfirmedParts: UnconfirmedParts;
	/** Events of federated rooms without a handler, counted by type. */
	readonly unsupportedEvents: Counter;
	/** Events from Matrix that have no effect, by reason. */
	readonly droppedEvents: Counter;
	/**
	 * Relays one Matrix event to Rocket.Chat. Given from outside, so that the bridge does not depend on its handlers.
	 * @throws FederationError if the event cannot be relayed
	 */
	readonly handleEvent: (bridge: ConfiguredBridge, event: RoomEvent) => Promise<void>;
	readonly log: Log;
}
