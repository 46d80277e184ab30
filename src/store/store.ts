import type { EventId, RoomId, UserId } from '../matrix/ids';
import { Arrivals } from './arrivals';
import { AvatarTable } from './avatars';
import { SentFiles } from './sent-files';
import { Changes } from './changes';
import { DoubtedConnection } from './doubted-connection';
import { EncryptedRooms } from './encrypted-rooms';
import { EmojiImages } from './emoji-images';
import { EndedRooms } from './ended-rooms';
import { Inbox } from './inbox';
import { IncomingFiles } from './incoming-files';
import { InstanceTable } from './instances';
import { Invitations } from './invitations';
import { LeftPeople } from './left-people';
import { Journal } from './journal';
import { keys } from './keys';
import { KnownPlanRecord } from './known-plan';
import { LinkTable, type Persistence } from './link-table';
import type { MessageLink, ReactionLink, RoomLink, UserLink } from './links';
import { Outbox } from './outbox';
import { ParkedEvents, type ParkedItem } from './parked-events';
import { Polls } from './polls';
import { PendingJoins } from './pending-joins';
import { PendingOpenings } from './pending-openings';
import { PendingRooms } from './pending-rooms';
import { PulledGhosts } from './pulled-ghosts';
import { PushState } from './push-state';
import { RetiredGhosts } from './retired-ghosts';
import type { ReactionKey } from './reaction-key';
import { MemberHints } from './member-hints';
import { RoomMembersTable } from './room-members';
import { RoomCreations } from './room-creations';
import { RoomProgressTable } from './room-progress';
import { ServerListsRecord } from './server-lists';
import { RoomAgreements } from './room-agreements';
import { ShownNames } from './shown-names';
import { TokenRecord } from './token-record';
import { UnreadableRoomTable } from './unreadable-rooms';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';

export type { MessageLink, ReactionLink, RoomLink, UserLink } from './links';

/** Everything that the app stores, and so keeps over restarts. */
export class Store {
	readonly rooms: LinkTable<RoomId, RocketChatRoomId, RoomLink>;
	readonly users: LinkTable<UserId, RocketChatUserId, UserLink>;
	readonly messages: LinkTable<EventId, RocketChatMessageId, MessageLink>;
	readonly reactions: LinkTable<EventId, ReactionKey, ReactionLink>;
	readonly sentFiles: SentFiles;
	readonly shownNames: ShownNames;
	readonly changes: Changes;
	readonly polls: Polls;
	readonly journal: Journal;
	readonly progress: RoomProgressTable;
	readonly members: RoomMembersTable;
	readonly memberHints: MemberHints;
	readonly openings: PendingOpenings;
	readonly roomCreations: RoomCreations;
	readonly pendingJoins: PendingJoins;
	readonly pendingRooms: PendingRooms;
	readonly outbox: Outbox;
	readonly inbox: Inbox;
	readonly incomingFiles: IncomingFiles;
	readonly invitations: Invitations;
	readonly parked: ParkedEvents;
	readonly plan: KnownPlanRecord;
	readonly workedToken: TokenRecord;
	readonly doubtedConnection: DoubtedConnection;
	readonly agreements: RoomAgreements;
	readonly arrivals: Arrivals;
	readonly encryptedRooms: EncryptedRooms;
	readonly pulledGhosts: PulledGhosts;
	readonly pushState: PushState;
	readonly instances: InstanceTable;
	readonly unreadableRooms: UnreadableRoomTable;
	readonly serverLists: ServerListsRecord;
	readonly retiredGhosts: RetiredGhosts;
	readonly endedRooms: EndedRooms;
	readonly leftPeople: LeftPeople;
	readonly avatars: AvatarTable;
	readonly emojiImages: EmojiImages;

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
		this.sentFiles = new SentFiles(persistence);
		this.shownNames = new ShownNames(persistence);
		this.changes = new Changes(persistence);
		this.polls = new Polls(persistence);
		this.journal = new Journal(persistence);
		this.progress = new RoomProgressTable(persistence);
		this.memberHints = new MemberHints(persistence);
		this.members = new RoomMembersTable(persistence);
		this.openings = new PendingOpenings(persistence);
		this.roomCreations = new RoomCreations(persistence);
		this.pendingJoins = new PendingJoins(persistence);
		this.pendingRooms = new PendingRooms(persistence);
		this.outbox = new Outbox(persistence);
		this.inbox = new Inbox(persistence);
		this.incomingFiles = new IncomingFiles(persistence);
		this.invitations = new Invitations(persistence);
		this.parked = new ParkedEvents(persistence, reportParkedRemoval);
		this.plan = new KnownPlanRecord(persistence);
		this.agreements = new RoomAgreements(persistence);
		this.workedToken = new TokenRecord(persistence);
		this.doubtedConnection = new DoubtedConnection(persistence);
		this.arrivals = new Arrivals(persistence);
		this.encryptedRooms = new EncryptedRooms(persistence);
		this.pulledGhosts = new PulledGhosts(persistence);
		this.pushState = new PushState(persistence);
		this.instances = new InstanceTable(persistence);
		this.unreadableRooms = new UnreadableRoomTable(persistence);
		this.serverLists = new ServerListsRecord(persistence);
		this.retiredGhosts = new RetiredGhosts(persistence);
		this.endedRooms = new EndedRooms(persistence);
		this.leftPeople = new LeftPeople(persistence);
		this.avatars = new AvatarTable(persistence);
		this.emojiImages = new EmojiImages(persistence);
	}

	/** Removes the link of a room that is gone on one side, and what is still to be sent from it. */
	async forgetRoom(room: RoomLink): Promise<void> {
		await this.rooms.forget(room);
		const { rocketChatId } = room;
		if ((await this.progress.of(rocketChatId))?.matrixRoomId === room.matrixId) {
			await this.progress.remove(rocketChatId);
			for (const item of await this.outbox.ofRoom(rocketChatId)) {
				await this.outbox.remove(item);
			}
		}
	}

	/** Forgets what memory has of rooms and links, since another instance of the server may have changed it. */
	forgetMemory(): void {
		[this.rooms, this.users, this.messages, this.reactions].forEach((table) => table.forgetMemory());
		this.progress.forgetMemory();
		this.members.forgetMemory();
		this.agreements.forgetMemory();
		this.avatars.forgetMemory();
		this.emojiImages.forgetMemory();
	}
}
