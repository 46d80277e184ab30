import { RocketChatAssociationModel as Model } from '@rocket.chat/apps-engine/definition/metadata';
import { expect } from 'chai';
import type { EventId, RoomId, UserId } from '../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import type { InvitationId } from '../../src/store/invitation-id';
import type { JournalPage } from '../../src/store/journal-page';
import { keys } from '../../src/store/keys';
import type { ReactionKey } from '../../src/store/reaction-key';

const roomId = '!room:example.org' as RoomId;
const userId = '@bob:example.org' as UserId;
const eventId = '$event' as EventId;

describe('keys of the store', () => {
	it('keep their names, since stores of earlier versions have them', () => {
		const all = {
			schema: keys.schema(),
			matrixRoom: keys.matrixRoom(roomId),
			rocketChatRoom: keys.rocketChatRoom('rid' as RocketChatRoomId),
			matrixUser: keys.matrixUser(userId),
			rocketChatUser: keys.rocketChatUser('uid' as RocketChatUserId),
			matrixEvent: keys.matrixEvent(eventId),
			rocketChatMessage: keys.rocketChatMessage('mid' as RocketChatMessageId),
			matrixReaction: keys.matrixReaction(eventId),
			rocketChatReaction: keys.rocketChatReaction('mid/uid/:tada:' as ReactionKey),
			change: keys.change(eventId),
			poll: keys.poll(eventId),
			journal: keys.journal('rid/7' as JournalPage),
			progress: keys.progress(),
			progressOf: keys.progressOf('rid' as RocketChatRoomId),
			outbox: keys.outbox(),
			outboxOf: keys.outboxOf('rid' as RocketChatRoomId),
			outboxItem: keys.outboxItem('mid.deleted'),
			openings: keys.openings(),
			openingOf: keys.openingOf('rid' as RocketChatRoomId),
			encryptedRooms: keys.encryptedRooms(),
			encryptedRoom: keys.encryptedRoom('rid' as RocketChatRoomId),
			unreadableRooms: keys.unreadableRooms(),
			unreadableRoom: keys.unreadableRoom('rid' as RocketChatRoomId),
			arrival: keys.arrival('echo'),
			plan: keys.plan(),
			agreementOf: keys.agreementOf(roomId),
			workedToken: keys.workedToken(),
			inbox: keys.inbox(),
			inboxRecord: keys.inboxRecord('1 $event'),
			lastPush: keys.lastPush(),
			blockedPush: keys.blockedPush(),
			pulledGhosts: keys.pulledGhosts(),
			pulledGhost: keys.pulledGhost(userId),
			instances: keys.instances(),
			instance: keys.instance('one'),
			shared: keys.shared(),
			handOvers: keys.handOvers(),
			handOver: keys.handOver('rid' as RocketChatRoomId),
			invitations: keys.invitations(),
			invitationsOf: keys.invitationsOf('uid' as RocketChatUserId),
			invitation: keys.invitation('id' as InvitationId),
			parked: keys.parked(),
			parkedEvent: keys.parkedEvent(eventId),
			parkedRemoved: keys.parkedRemoved(),
		};
		expect(all).to.have.all.keys(Object.keys(keys));
		const stored = Object.entries(all).map(([name, key]) => [name, key.getModel(), key.getID()]);
		expect(stored).to.deep.equal([
			['schema', Model.MISC, 'schema'],
			['matrixRoom', Model.MISC, 'room/!room:example.org'],
			['rocketChatRoom', Model.ROOM, 'rid'],
			['matrixUser', Model.MISC, 'user/@bob:example.org'],
			['rocketChatUser', Model.USER, 'uid'],
			['matrixEvent', Model.MISC, 'event/$event'],
			['rocketChatMessage', Model.MESSAGE, 'mid'],
			['matrixReaction', Model.MISC, 'reaction/$event'],
			['rocketChatReaction', Model.MISC, 'reacted/mid/uid/:tada:'],
			['change', Model.MISC, 'change/$event'],
			['poll', Model.MISC, 'poll/$event'],
			['journal', Model.MISC, 'journal/rid/7'],
			['progress', Model.MISC, 'progress'],
			['progressOf', Model.MISC, 'progress/rid'],
			['outbox', Model.MISC, 'outbox'],
			['outboxOf', Model.MISC, 'outbox-of/rid'],
			['outboxItem', Model.MISC, 'outbox/mid.deleted'],
			['openings', Model.MISC, 'openings'],
			['openingOf', Model.MISC, 'opening/rid'],
			['encryptedRooms', Model.MISC, 'encrypted'],
			['encryptedRoom', Model.MISC, 'encrypted/rid'],
			['unreadableRooms', Model.MISC, 'unreadable'],
			['unreadableRoom', Model.MISC, 'unreadable/rid'],
			['arrival', Model.MISC, 'arrival/echo'],
			['plan', Model.MISC, 'plan'],
			['agreementOf', 'misc', 'agreement-of/!room:example.org'],
			['workedToken', 'misc', 'worked-token'],
			['inbox', Model.MISC, 'inbox'],
			['inboxRecord', Model.MISC, 'inbox/1 $event'],
			['lastPush', Model.MISC, 'last-push'],
			['blockedPush', Model.MISC, 'blocked-push'],
			['pulledGhosts', Model.MISC, 'pulled'],
			['pulledGhost', Model.MISC, 'pulled/@bob:example.org'],
			['instances', Model.MISC, 'instances'],
			['instance', Model.MISC, 'instance/one'],
			['shared', Model.MISC, 'shared'],
			['handOvers', Model.MISC, 'hand-overs'],
			['handOver', Model.MISC, 'hand-over/rid'],
			['invitations', Model.MISC, 'invitations'],
			['invitationsOf', Model.MISC, 'invitations-of/uid'],
			['invitation', Model.MISC, 'invitation/id'],
			['parked', Model.MISC, 'parked'],
			['parkedEvent', Model.MISC, 'parked/$event'],
			['parkedRemoved', Model.MISC, 'parked-removed'],
		]);
	});
});
