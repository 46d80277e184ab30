import type { EventId, RoomId, UserId } from '../matrix/ids';
import { Arrivals } from './arrivals';
import { Changes } from './changes';
import { Inbox } from './inbox';
import { keys } from './keys';
import { KnownPlanRecord } from './known-plan';
import { LinkTable, type Link, type Persistence } from './link-table';
import { ParkedEvents } from './parked-events';
import { Polls } from './polls';
import { PulledGhosts } from './pulled-ghosts';
import { PushState } from './push-state';
import type { ReactionKey } from './reaction-key';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';

/** A room that exists on both sides. */
export interface RoomLink extends Link<RoomId, RocketChatRoomId> {
	/** A ghost that was in the Matrix room when it was linked. Links of version 0.2 and older lack it. */
	readonly ghostId?: UserId;
	/** The reasons, as the table of refusals names them, that the Matrix room was told since the last message got through. */
	readonly toldRefusals?: readonly string[];
	/** The external person of a direct message of two, while they are not in its Matrix room. */
	readonly leftBy?: UserId | undefined;
	/** Who was told that their end-to-end encrypted messages are not sent, since their last plain message. */
	readonly toldEncrypted?: readonly RocketChatUserId[];
}

/** A person who exists on both sides: a local user with a ghost, or an external one with a bot user. */
export type UserLink = Link<UserId, RocketChatUserId>;

/** A message that exists on both sides. */
export interface MessageLink extends Link<EventId, RocketChatMessageId> {
	readonly roomId: RoomId;
	readonly part: number;
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
	readonly inbox: Inbox;
	readonly parked: ParkedEvents;
	readonly plan: KnownPlanRecord;
	readonly arrivals: Arrivals;
	readonly pulledGhosts: PulledGhosts;
	readonly pushState: PushState;

	constructor(persistence: Persistence) {
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
		this.inbox = new Inbox(persistence);
		this.parked = new ParkedEvents(persistence);
		this.plan = new KnownPlanRecord(persistence);
		this.arrivals = new Arrivals(persistence);
		this.pulledGhosts = new PulledGhosts(persistence);
		this.pushState = new PushState(persistence);
	}
}
