import type { EventId, RoomId, UserId } from '../matrix/ids';
import { Arrivals } from './arrivals';
import { Changes } from './changes';
import { EncryptedRooms } from './encrypted-rooms';
import { Inbox } from './inbox';
import { Journal } from './journal';
import { keys } from './keys';
import { KnownPlanRecord } from './known-plan';
import { LinkTable, type Link, type Persistence } from './link-table';
import { Outbox } from './outbox';
import { ParkedEvents, type ParkedItem } from './parked-events';
import { Polls } from './polls';
import type { ReactionKey } from './reaction-key';
import { RoomProgressTable } from './room-progress';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';

/** A room that exists on both sides. */
export interface RoomLink extends Link<RoomId, RocketChatRoomId> {
	/** A ghost that was in the Matrix room when it was linked. Links of version 0.2 and older lack it. */
	readonly ghostId?: UserId;
	/** The reasons, as the table of refusals names them, that the Matrix room was told since the last message got through. */
	readonly toldRefusals?: readonly string[];
	/** The external members of a direct message who are not in its Matrix room, in the order in which they left. */
	readonly departed?: readonly UserId[];
	/** Who was told that their end-to-end encrypted messages are not sent, since their last plain message. */
	readonly toldEncrypted?: readonly RocketChatUserId[];
}

/** A person who exists on both sides: a local user with a ghost, or an external one with a bot user. */
export type UserLink = Link<UserId, RocketChatUserId>;

/** A message that exists on both sides. */
export interface MessageLink extends Link<EventId, RocketChatMessageId> {
	readonly roomId: RoomId;
	readonly part: number;
	/** How many parts the message was sent in. Only the first part of several has it. */
	readonly parts?: number;
	/**
	 * When its present text was written, according to the server of the sender, milliseconds since 1970. Only the first
	 * part has it, and only after an edit.
	 */
	readonly editedAt?: number;
}

/** A reaction that exists on both sides. */
export type ReactionLink = Link<EventId, ReactionKey>;

/** Everything that the app stores, and so keeps over restarts. */
export class Store {
	readonly rooms: LinkTable<RoomId, RocketChatRoomId, RoomLink>;
	readonly users: LinkTable<UserId, RocketChatUserId, UserLink>;
	readonly messages: LinkTable<EventId, RocketChatMessageId, MessageLink>;
	readonly reactions: LinkTable<EventId, ReactionKey, ReactionLink>;
	readonly changes: Changes;
	readonly polls: Polls;
	readonly journal: Journal;
	readonly progress: RoomProgressTable;
	readonly outbox: Outbox;
	readonly inbox: Inbox;
	readonly parked: ParkedEvents;
	readonly plan: KnownPlanRecord;
	readonly arrivals: Arrivals;
	readonly encryptedRooms: EncryptedRooms;

	/** @param reportParkedRemoval called with the parked items that the limits are about to remove */
	constructor(persistence: Persistence, reportParkedRemoval?: (items: readonly ParkedItem[]) => void) {
		this.rooms = new LinkTable(persistence, { matrix: keys.matrixRoom, rocketChat: keys.rocketChatRoom });
		this.users = new LinkTable(persistence, { matrix: keys.matrixUser, rocketChat: keys.rocketChatUser });
		this.messages = new LinkTable(persistence, {
			matrix: keys.matrixEvent,
			rocketChat: keys.rocketChatMessage,
		});
		this.reactions = new LinkTable(persistence, {
			matrix: keys.matrixReaction,
			rocketChat: keys.rocketChatReaction,
		});
		this.changes = new Changes(persistence);
		this.polls = new Polls(persistence);
		this.journal = new Journal(persistence);
		this.progress = new RoomProgressTable(persistence);
		this.outbox = new Outbox(persistence);
		this.inbox = new Inbox(persistence);
		this.parked = new ParkedEvents(persistence, reportParkedRemoval);
		this.plan = new KnownPlanRecord(persistence);
		this.arrivals = new Arrivals(persistence);
		this.encryptedRooms = new EncryptedRooms(persistence);
	}
}
