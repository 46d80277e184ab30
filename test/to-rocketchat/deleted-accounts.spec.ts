import { expect } from 'chai';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId } from '../../src/matrix/ids';
import type { RocketChatMessage } from '../../src/rocketchat/entities';
import type { Host } from '../../src/rocketchat/host';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { Messages } from '../../src/rocketchat/messages';
import { Rooms } from '../../src/rocketchat/rooms';
import type { ReactionKey } from '../../src/store/reaction-key';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import type { Answers } from '../support/fake-bridge';
import { bob, eventOf, linkedRoom, messageOf, roomId } from '../support/matrix-room';

const target = '$said' as EventId;
const orphan = messageOf('mid', 'said', { sender: undefined } as unknown as Partial<RocketChatMessage>);
const to = (rel_type: string) => ({ 'm.relates_to': { rel_type, event_id: target } });

/** A room with a message of Bob's whose bot user was deleted, so that the host gives no sender. */
async function orphaned(more: Answers = {}) {
	const fake = await linkedRoom(
		{
			'homeserver.stateEvent': () => undefined,
			'rooms.members': () => [{ id: 'uid-alice', username: 'alice' }],
			'messages.removeReaction': () => undefined,
			...more,
		},
		[orphan],
	);
	await fake.bridge.store.messages.add({
		matrixId: target,
		rocketChatId: 'mid' as RocketChatMessageId,
		roomId,
		part: 0,
	});
	return fake;
}

describe('events on a message of a bot user who was deleted', () => {
	const edit = eventOf('m.room.message', {
		'm.new_content': { msgtype: 'm.text', body: 'changed' },
		...to('m.replace'),
	});
	const redaction = eventOf('m.room.redaction', {}, { redacts: target });
	const stranger = { ...redaction, sender: '@stranger:far.example' as typeof bob };
	const unchanged: readonly [what: string, event: RoomEvent][] = [
		['an edit', edit],
		['a redaction by the sender, who owns nothing any more', redaction],
		['a redaction by somebody unknown', stranger],
	];
	for (const [what, event] of unchanged) {
		it(`change nothing and throw nothing: ${what}`, async () => {
			const { bridge, calls } = await orphaned();
			await relayToRocketChat(bridge, event);
			const changes = calls.filter(([method]) => /edit|remove|post/.test(method));
			expect(changes).to.deep.equal([]);
		});
	}

	it('count a vote, as the federation bot', async () => {
		const { bridge, calls } = await orphaned({ 'people.bot': () => ({ id: 'federation' }) });
		await bridge.store.polls.put(target, {
			poll: {
				question: 'Lunch?',
				answers: [{ id: 'p', text: 'Pizza' }],
				selections: 1,
				disclosed: true,
			},
			startedBy: bob,
			votes: {},
			ended: false,
		});
		const vote = { 'm.selections': ['p'], ...to('m.reference') };
		await relayToRocketChat(bridge, eventOf('m.poll.response', vote));
		expect(calls.find(([method]) => method === 'messages.edit')?.slice(1, 3)).to.deep.equal([
			'mid',
			'federation',
		]);
	});

	it('take a reaction back', async () => {
		const { bridge, calls } = await orphaned();
		await bridge.store.reactions.add({
			matrixId: '$heart' as EventId,
			rocketChatId: 'mid/bot-bob/:heart:' as ReactionKey,
		});
		const heart = eventOf('m.room.redaction', {}, { redacts: '$heart' as EventId });
		await relayToRocketChat(bridge, heart);
		expect(calls.map(([method]) => method)).not.to.include('messages.remove');
		expect(await bridge.store.reactions.byMatrixId('$heart' as EventId)).to.equal(undefined);
	});
});

describe('what the host omits', () => {
	const host = (read: object) => ({ read, modify: {} }) as unknown as Host;

	it('is no member, where a membership outlived its account', async () => {
		const rooms = new Rooms(
			host({ getRoomReader: () => ({ getMembers: async () => [undefined, { id: 'a' }, undefined] }) }),
		);
		expect(await rooms.members('rid' as RocketChatRoomId)).to.deep.equal([{ id: 'a' }]);
	});

	it('is no message, where its room is gone', async () => {
		const messages = new Messages(
			host({ getMessageReader: () => ({ getById: async () => ({ id: 'mid', text: 'x' }) }) }),
			'app',
		);
		expect(await messages.byId('mid' as RocketChatMessageId)).to.equal(undefined);
	});

	it('has no reaction to take back', async () => {
		const messages = new Messages(
			host({ getUserReader: () => ({ getById: async () => undefined }) }),
			'app',
		);
		const reactions = { ':heart:': { usernames: ['bob:far.example'] } };
		const reacted = messageOf('mid', 'said', { reactions: reactions as never });
		await messages.removeReaction(reacted, 'bot-bob' as RocketChatUserId, ':heart:');
	});
});
