import { Attempts } from './delivery/attempts';
import type { BackgroundChecks } from './delivery/background-checks';
import { Counter } from './delivery/counter';
import { RecentIds } from './delivery/recent-ids';
import { SingleFlight } from './delivery/single-flight';
import { UnconfirmedParts } from './delivery/unconfirmed-parts';
import type { RoomId } from './matrix/ids';
import { newAvatarChecks } from './people/avatar-checks';
import type { UserLink } from './store/links';

/** Ids of messages that are not sent any more which are kept: more than there are while an event of them may still come. */
const MAX_UNSENT_MESSAGES = 2_000;

/** Marks and Matrix rooms without a room here that are remembered. They are looked for again after a start of the app. */
const MAX_REFUSED_MARKS = 2_000;

/** Events read when a room was joined which are remembered: the homeserver may push the newest of them, too. */
const MAX_EVENTS_OF_HISTORY = 5_000;

/** Rooms of bans by the federation bot that are remembered: each is needed for a moment. */
const MAX_BANS_HEARD = 100;

/** How many external people are remembered as checked. Others are checked again. */
const MAX_CHECKED_SENDERS = 10_000;

/** Whether a direct message was opened now, or was open before. */
export type OpeningResult = 'opened' | 'existed';

/** What an instance knows of its work until the app ends, whatever the settings say. */
export interface BridgeMemory {
	/** Ghosts and bot users that are being created, by the id that the person has on their own side. */
	readonly userCreations: SingleFlight<UserLink>;
	/** Direct messages that are being opened, by the ids of their members. */
	readonly directRoomOpenings: SingleFlight<OpeningResult>;
	/** Avatars of people that are being carried over, by the Matrix ids of the people. */
	readonly avatarChecks: BackgroundChecks;
	/** Ids of messages deleted lately. The platform raises events in no order; a deleted message is not sent any more. */
	readonly deletedMessages: RecentIds;
	/** Ids of messages that were settled lately: no event has to be sent to Matrix for them any more. */
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
	/** Federated rooms whose members have to be compared. After a start, that is all of them. */
	readonly staleMembers: Set<RoomId>;
	/** Rooms that were linked a moment ago, with their members compared, and not compared otherwise since the start. */
	readonly freshMembers: Set<RoomId>;
	/** Federated rooms whose settings and roles have to be compared. After a start, that is all of them. */
	readonly staleSettings: Set<RoomId>;
	/** Parts of messages that may be on Matrix although no answer came. */
	readonly unconfirmedParts: UnconfirmedParts;
	/** Events of federated rooms without a handler, counted by type. */
	readonly unsupportedEvents: Counter;
	/** Events from Matrix that were dropped, or of which something was taken out, by reason. */
	readonly droppedEvents: Counter;
}

/** @returns the memory of an app that has just started */
export function newBridgeMemory(): BridgeMemory {
	return {
		userCreations: new SingleFlight(),
		directRoomOpenings: new SingleFlight(),
		avatarChecks: newAvatarChecks(),
		deletedMessages: new RecentIds(MAX_UNSENT_MESSAGES),
		settledMessages: new RecentIds(MAX_UNSENT_MESSAGES),
		refusedMarks: new RecentIds(MAX_REFUSED_MARKS),
		checkedSenders: new RecentIds(MAX_CHECKED_SENDERS),
		eventsOfHistory: new RecentIds(MAX_EVENTS_OF_HISTORY),
		bansHeard: new RecentIds(MAX_BANS_HEARD),
		attempts: new Attempts(),
		startedAt: Date.now(),
		heardRooms: new Set(),
		staleMembers: new Set(),
		freshMembers: new Set(),
		staleSettings: new Set(),
		unconfirmedParts: new UnconfirmedParts(),
		unsupportedEvents: new Counter(),
		droppedEvents: new Counter(),
	};
}
