import type { EventId, RoomId, UserId } from '../matrix/ids';
import { Inbox } from './inbox';
import { keys } from './keys';
import { KnownPlanRecord } from './known-plan';
import { LinkTable, type Link, type Persistence } from './link-table';
import { ParkedEvents } from './parked-events';

/** A room that exists on both sides. */
export type RoomLink = Link<RoomId>;

/** A person who exists on both sides. */
export interface UserLink extends Link<UserId> {
	/** A puppet stands on Matrix for a local user, a ghost in Rocket.Chat for an external one. */
	readonly kind: 'puppet' | 'ghost';
}

/** A message that exists on both sides. */
export interface MessageLink extends Link<EventId> {
	readonly roomId: RoomId;
	/** Which part of the message the event is; a message may become several events. */
	readonly part: number;
}

/** Everything the app remembers between restarts. */
export class Store {
	readonly rooms: LinkTable<RoomId, RoomLink>;
	readonly users: LinkTable<UserId, UserLink>;
	readonly messages: LinkTable<EventId, MessageLink>;
	readonly inbox: Inbox;
	readonly parked: ParkedEvents;
	readonly plan: KnownPlanRecord;

	constructor(persistence: Persistence) {
		this.rooms = new LinkTable(persistence, { matrix: keys.matrixRoom, rocketChat: keys.rocketChatRoom });
		this.users = new LinkTable(persistence, { matrix: keys.matrixUser, rocketChat: keys.rocketChatUser });
		this.messages = new LinkTable(persistence, {
			matrix: keys.matrixEvent,
			rocketChat: keys.rocketChatMessage,
		});
		this.inbox = new Inbox(persistence);
		this.parked = new ParkedEvents(persistence);
		this.plan = new KnownPlanRecord(persistence);
	}
}
