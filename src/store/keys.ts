import {
	RocketChatAssociationModel as Model,
	RocketChatAssociationRecord as Association,
} from '@rocket.chat/apps-engine/definition/metadata';
import type { EventId, MxcUri, RoomId, UserId } from '../matrix/ids';
import type { InvitationId } from './invitation-id';
import type { JournalPage } from './journal-page';
import type { ReactionKey } from './reaction-key';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../rocketchat/ids';

/**
 * Every key of the app's persistence. A thing of Rocket.Chat has the association model of its kind and its id; everything
 * else has the model `MISC` and a prefix.
 */
export const keys = {
	schema: () => new Association(Model.MISC, 'schema'),

	matrixRoom: (id: RoomId) => new Association(Model.MISC, `room/${id}`),
	rocketChatRoom: (id: RocketChatRoomId) => new Association(Model.ROOM, id),

	matrixUser: (id: UserId) => new Association(Model.MISC, `user/${id}`),
	rocketChatUser: (id: RocketChatUserId) => new Association(Model.USER, id),

	matrixEvent: (id: EventId) => new Association(Model.MISC, `event/${id}`),
	rocketChatMessage: (id: RocketChatMessageId) => new Association(Model.MESSAGE, id),

	matrixReaction: (id: EventId) => new Association(Model.MISC, `reaction/${id}`),
	rocketChatReaction: (id: ReactionKey) => new Association(Model.MISC, `reacted/${id}`),

	sentFilesOf: (id: RocketChatMessageId) => new Association(Model.MISC, `sent-files-of/${id}`),

	shownName: (key: string) => new Association(Model.MISC, `shown-name/${key}`),

	change: (id: EventId) => new Association(Model.MISC, `change/${id}`),
	incomingFile: (id: EventId) => new Association(Model.MISC, `incoming-file/${id}`),
	poll: (id: EventId) => new Association(Model.MISC, `poll/${id}`),

	journal: (page: JournalPage) => new Association(Model.MISC, `journal/${page}`),
	progress: () => new Association(Model.MISC, 'progress'),
	progressOf: (id: RocketChatRoomId) => new Association(Model.MISC, `progress/${id}`),

	memberHintsOf: (id: RocketChatRoomId) => new Association(Model.MISC, `member-hints/${id}`),
	memberHint: (id: RocketChatRoomId, userId: RocketChatUserId) =>
		new Association(Model.MISC, `member-hint/${id}/${userId}`),
	membersOf: (id: RoomId) => new Association(Model.MISC, `members/${id}`),

	outbox: () => new Association(Model.MISC, 'outbox'),
	outboxOf: (id: RocketChatRoomId) => new Association(Model.MISC, `outbox-of/${id}`),
	outboxItem: (id: string) => new Association(Model.MISC, `outbox/${id}`),
	openings: () => new Association(Model.MISC, 'openings'),
	openingOf: (id: RocketChatRoomId) => new Association(Model.MISC, `opening/${id}`),
	roomCreations: () => new Association(Model.MISC, 'room-creations'),
	roomCreation: (key: string) => new Association(Model.MISC, `room-creation/${key}`),
	pendingRooms: () => new Association(Model.MISC, 'pending-rooms'),
	pendingRoom: (id: string) => new Association(Model.MISC, `pending-room/${id}`),
	pendingJoins: () => new Association(Model.MISC, 'pending-joins'),
	pendingJoin: (key: string) => new Association(Model.MISC, `pending-join/${key}`),
	encryptedRooms: () => new Association(Model.MISC, 'encrypted'),
	encryptedRoom: (id: RocketChatRoomId) => new Association(Model.MISC, `encrypted/${id}`),

	unreadableRooms: () => new Association(Model.MISC, 'unreadable'),
	unreadableRoom: (id: RocketChatRoomId) => new Association(Model.MISC, `unreadable/${id}`),

	arrival: (kind: 'ping' | 'echo') => new Association(Model.MISC, `arrival/${kind}`),
	plan: () => new Association(Model.MISC, 'plan'),
	serverLists: () => new Association(Model.MISC, 'server-lists'),
	agreementOf: (id: RoomId) => new Association(Model.MISC, `agreement-of/${id}`),
	workedToken: () => new Association(Model.MISC, 'worked-token'),
	doubtedConnection: () => new Association(Model.MISC, 'doubted-connection'),

	inbox: () => new Association(Model.MISC, 'inbox'),
	inboxRecord: (id: string) => new Association(Model.MISC, `inbox/${id}`),
	inboxNumbers: () => new Association(Model.MISC, 'inbox-numbers'),
	inboxNumber: (writer: string) => new Association(Model.MISC, `inbox-numbers/${writer}`),

	lastPush: () => new Association(Model.MISC, 'last-push'),
	blockedPush: () => new Association(Model.MISC, 'blocked-push'),
	pulledGhosts: () => new Association(Model.MISC, 'pulled'),
	pulledGhost: (id: UserId) => new Association(Model.MISC, `pulled/${id}`),

	instances: () => new Association(Model.MISC, 'instances'),
	instance: (id: string) => new Association(Model.MISC, `instance/${id}`),
	shared: () => new Association(Model.MISC, 'shared'),
	handOvers: () => new Association(Model.MISC, 'hand-overs'),
	handOver: (id: RocketChatRoomId) => new Association(Model.MISC, `hand-over/${id}`),
	invitations: () => new Association(Model.MISC, 'invitations'),
	invitationsOf: (id: RocketChatUserId) => new Association(Model.MISC, `invitations-of/${id}`),
	invitation: (id: InvitationId) => new Association(Model.MISC, `invitation/${id}`),

	retiredGhosts: () => new Association(Model.MISC, 'retired'),
	retiredGhost: (id: UserId) => new Association(Model.MISC, `retired/${id}`),
	leavingGhosts: () => new Association(Model.MISC, 'leaving'),
	leavingGhost: (id: UserId) => new Association(Model.MISC, `leaving/${id}`),
	endedRooms: () => new Association(Model.MISC, 'ended'),
	endedRoom: (id: RoomId) => new Association(Model.MISC, `ended/${id}`),
	leftPeople: () => new Association(Model.MISC, 'left'),
	leftPerson: (id: UserId) => new Association(Model.MISC, `left/${id}`),

	avatarOf: (id: UserId) => new Association(Model.MISC, `avatar/${id}`),
	emojiImageOf: (name: string) => new Association(Model.MISC, `emoji/${name}`),
	emojiOfImage: (mxc: MxcUri) => new Association(Model.MISC, `emoji-of/${mxc}`),

	parked: () => new Association(Model.MISC, 'parked'),
	parkedEvent: (id: string) => new Association(Model.MISC, `parked/${id}`),
	parkedRemoved: () => new Association(Model.MISC, 'parked-removed'),
};
