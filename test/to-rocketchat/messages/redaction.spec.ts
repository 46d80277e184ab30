import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { expect } from 'chai';
import { messageIdOf } from '../../../src/convert/message-id';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { FederationError } from '../../../src/errors';
import { reactionKey } from '../../../src/store/reaction-key';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { alice, dan, elsewhere, eventOf, linkedRoom, messageOf, roomId } from '../../support/matrix-room';
import type { RocketChatMessageId, RocketChatUserId } from '../../../src/rocketchat/ids';

const redacts = '$said' as EventId;
const said = messageOf('mid0', 'said');
const more = messageOf('mid1', 'and more');
const redaction = (change: Partial<RoomEvent> = {}) =>
	eventOf('m.room.redaction', {}, { eventId: '$redaction' as EventId, redacts, ...change });

/** A room where Dan has the power to redact, with a message of Bob's in two parts. */
async function roomWith(...posted: readonly RocketChatMessage[]) {
	const fake = await linkedRoom(
		{
			'rooms.members': () => [{ id: 'bot-bob' }, { id: 'uid-alice' }],
			'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
				type === 'm.room.power_levels'
					? { type, state_key: '', sender: dan, content: { users: { [dan]: 50 } } }
					: undefined,
			'messages.removeReaction': () => undefined,
			'homeserver.redact': () => undefined,
		},
		posted,
	);
	for (const part of [0, 1]) {
		await fake.bridge.store.messages.add({
			matrixId: redacts,
			rocketChatId: `mid${part}` as RocketChatMessageId,
			roomId,
			part,
		});
	}
	return fake;
}

describe('a redaction on Matrix', () => {
	it('deletes every part of the message, as its writer', async () => {
		const { bridge, calls } = await roomWith(said, more);
		await relayToRocketChat(bridge, redaction());
		expect(calls).to.deep.equal([
			['messages.byId', 'mid0'],
			['messages.byId', 'mid1'],
			['messages.remove', said, 'bot-bob'],
			['messages.remove', more, 'bot-bob'],
		]);
	});

	it('deletes the message as another user with the power, which a local ghost reads from the state', async () => {
		const { bridge, done } = await roomWith(said, more);
		await relayToRocketChat(bridge, redaction({ sender: dan }));
		expect(done()).to.deep.equal([
			['rooms.members', 'rid'],
			['homeserver.stateEvent', alice, roomId, 'm.room.create'],
			['homeserver.stateEvent', alice, roomId, 'm.room.power_levels'],
			['messages.remove', said, 'bot-dan'],
			['messages.remove', more, 'bot-dan'],
		]);
	});

	it('of one event of a local message redacts its other events, as its writer', async () => {
		const long = messageOf('long', 'long', {
			sender: { id: 'uid-alice' } as RocketChatMessage['sender'],
		});
		const { bridge, done } = await roomWith(long);
		const { messages } = bridge.store;
		for (const [part, matrixId] of (['$one', '$two', '$three'] as EventId[]).entries()) {
			await messages.add({ matrixId, rocketChatId: 'long' as RocketChatMessageId, roomId, part });
		}
		await relayToRocketChat(bridge, redaction({ sender: dan, redacts: '$two' as EventId }));
		expect(done().slice(3)).to.deep.equal([
			['messages.remove', long, 'bot-dan'],
			['homeserver.redact', alice, roomId, '$one', 'long.0.deleted'],
			['homeserver.redact', alice, roomId, '$three', 'long.2.deleted'],
		]);
	});

	it('deletes a local message of several events, of which nobody can redact the others any more', async () => {
		const { bridge, done } = await roomWith(
			messageOf('mid0', 'long', { sender: { id: 'uid-gone', username: 'gone' } as never }),
		);
		await bridge.store.messages.add({
			matrixId: '$second' as EventId,
			rocketChatId: 'mid0' as RocketChatMessageId,
			roomId,
			part: 1,
		});
		await relayToRocketChat(bridge, redaction({ sender: dan }));
		expect(done().map(([method]) => method)).to.deep.equal([
			'rooms.members',
			'homeserver.stateEvent',
			'homeserver.stateEvent',
			'messages.remove',
		]);
	});

	describe('of a parked message', () => {
		const secret = eventOf('m.room.message', { body: 'secret' }, { eventId: '$parked' as EventId });
		const codeOf = (error: unknown) => (error as FederationError).code;
		const parked = async (change: Partial<RoomEvent>) => {
			const { bridge } = await roomWith();
			await bridge.store.parked.addEvent(secret, { code: 'message-refused', parameters: {} });
			const event = redaction({ redacts: secret.eventId, at: Date.now(), ...change });
			const code = await relayToRocketChat(bridge, event).catch(codeOf);
			return [await bridge.store.parked.byId(secret.eventId).then(Boolean), code];
		};

		it('drops it, by its writer or somebody with the power', async () => {
			expect(await parked({})).to.deep.equal([false, undefined]);
			expect(await parked({ sender: dan })).to.deep.equal([false, undefined]);
		});

		it('leaves it there, by anybody else or from another room', async () => {
			expect(await parked({ sender: '@eve:far.example' as UserId })).to.deep.equal([true, undefined]);
			expect(await parked({ roomId: elsewhere })).to.deep.equal([true, 'original-not-here']);
		});
	});

	it('by somebody without the power changes nothing and makes no bot user', async () => {
		const { bridge, done } = await roomWith(said, more);
		await relayToRocketChat(bridge, redaction({ sender: '@eve:far.example' as UserId }));
		expect(done().map(([method]) => method)).to.deep.equal([
			'rooms.members',
			'homeserver.stateEvent',
			'homeserver.stateEvent',
		]);
	});

	it('changes nothing if no ghost can read who has the power', async () => {
		const { bridge, done } = await linkedRoom({ 'rooms.members': () => [{ id: 'bot-bob' }] }, [said]);
		await bridge.store.messages.add({
			matrixId: redacts,
			rocketChatId: 'mid0' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await relayToRocketChat(bridge, redaction({ sender: dan }));
		expect(done()).to.deep.equal([['rooms.members', 'rid']]);
	});

	it('deletes the parts that are left after a crash', async () => {
		const { bridge, done } = await roomWith(more);
		await relayToRocketChat(bridge, redaction());
		expect(done()).to.deep.equal([['messages.remove', more, 'bot-bob']]);
	});

	it('deletes once if it comes twice', async () => {
		const { bridge, done } = await roomWith(said, more);
		await relayToRocketChat(bridge, redaction());
		await relayToRocketChat(bridge, redaction());
		expect(done()).to.have.length(2);
	});

	it('deletes what was posted right before the app was killed, and has no link', async () => {
		const posted = [0, 1].map((part) => messageOf(messageIdOf('$killed' as EventId, part), `${part}`));
		const { bridge, done } = await roomWith(...posted);
		const restarted = { ...bridge, startedAt: Date.now() };
		await relayToRocketChat(restarted, redaction({ redacts: '$killed' as EventId }));
		expect(done()).to.deep.equal(posted.map((message) => ['messages.remove', message, 'bot-bob']));
	});

	it('deletes nothing that was posted without a link in another room', async () => {
		const elsewherePosted = messageOf(messageIdOf('$killed' as EventId), 'x', {
			room: { id: 'other' } as RocketChatMessage['room'],
		});
		const { bridge, done } = await roomWith(elsewherePosted);
		const restarted = { ...bridge, startedAt: Date.now() };
		await relayToRocketChat(restarted, redaction({ redacts: '$killed' as EventId }));
		expect(done()).to.deep.equal([]);
	});

	const dropped: readonly [what: string, change: Partial<RoomEvent>][] = [
		['in another room than the message', { roomId: elsewhere }],
		['in a room that is not federated', { roomId: '!unknown:example.org' as RoomId }],
		['of an unknown event', { redacts: '$unknown' as EventId }],
		['without an event id', { redacts: undefined as unknown as EventId }],
		['that a ghost has sent', { sender: alice }],
	];
	for (const [what, change] of dropped) {
		it(`${what} is dropped`, async () => {
			const { bridge, calls } = await roomWith(said, more);
			await relayToRocketChat(bridge, redaction(change));
			expect(calls).to.deep.equal([]);
		});
	}
});

describe('a redaction of a change', () => {
	const change = '$change' as EventId;
	const ofChange = (more: Partial<RoomEvent> = {}) => redaction({ redacts: change, ...more });

	it('undoes an edit', async () => {
		const { bridge, done } = await linkedRoom(
			{
				'rooms.members': () => [{ id: 'uid-alice' }],
				'homeserver.read': () => eventOf('m.room.message', { msgtype: 'm.text', body: 'before' }),
			},
			[said],
		);
		await bridge.store.messages.add({
			matrixId: redacts,
			rocketChatId: 'mid0' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const edit = {
			'm.new_content': { msgtype: 'm.text', body: 'after' },
			'm.relates_to': { rel_type: 'm.replace', event_id: redacts },
		};
		await relayToRocketChat(bridge, eventOf('m.room.message', edit, { eventId: change }));
		await relayToRocketChat(bridge, ofChange());
		expect(done().filter(([method]) => method === 'messages.edit')).to.deep.equal([
			['messages.edit', 'mid0', 'bot-bob', 'after'],
			['messages.edit', 'mid0', 'bot-bob', 'before'],
		]);
	});

	it('is retried while the change may still come', async () => {
		const { bridge, calls } = await roomWith(said);
		const failure = await relayToRocketChat(bridge, ofChange({ at: Date.now() })).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'original-not-here' });
		expect(calls).to.deep.equal([]);
	});
});

describe('a redaction of a reaction', () => {
	const reaction = '$reaction' as EventId;
	const ofReaction = (change: Partial<RoomEvent> = {}) => redaction({ redacts: reaction, ...change });

	const reacted = messageOf('mid0', 'said', {
		reactions: { ':+1:': { usernames: ['alice'] }, ':heart:': { usernames: ['alice'] } } as never,
	});

	async function roomWithReaction(userId: string, ...events: readonly EventId[]) {
		const fake = await roomWith(reacted, more);
		for (const matrixId of events) {
			await fake.bridge.store.reactions.add({
				matrixId,
				rocketChatId: reactionKey(
					'mid0' as RocketChatMessageId,
					userId as RocketChatUserId,
					':thumbsup:',
				),
			});
		}
		return fake;
	}

	it('removes the reaction by any shortcode of the emoji, and its link', async () => {
		const { bridge, calls } = await roomWithReaction('bot-bob', reaction);
		await relayToRocketChat(bridge, ofReaction());
		expect(calls).to.deep.equal([
			['messages.byId', 'mid0'],
			['messages.removeReaction', reacted, 'bot-bob', ':+1:'],
		]);
		expect(await bridge.store.reactions.byMatrixId(reaction)).to.equal(undefined);
	});

	it('by a user with the power removes the link of a local user’s reaction before the reaction', async () => {
		const { bridge, calls } = await roomWithReaction('uid-alice', reaction);
		let known: unknown;
		const removeReaction = async () => {
			known = await bridge.store.reactions.byMatrixId(reaction);
		};
		const messages = Object.assign(Object.create(bridge.messages) as typeof bridge.messages, {
			removeReaction,
		});
		known = 'not called';
		await relayToRocketChat({ ...bridge, messages }, ofReaction({ sender: dan }));
		expect(calls.map(([method]) => method)).to.deep.equal([
			'messages.byId',
			'rooms.members',
			'homeserver.stateEvent',
			'homeserver.stateEvent',
		]);
		expect(known).to.equal(undefined);
	});

	it('keeps the reaction while another reaction has the same emoji', async () => {
		const { bridge, done } = await roomWithReaction('bot-bob', reaction, '$twin' as EventId);
		await relayToRocketChat(bridge, ofReaction());
		expect(done()).to.deep.equal([]);
		await relayToRocketChat(bridge, ofReaction({ redacts: '$twin' as EventId }));
		expect(done()).to.deep.equal([['messages.removeReaction', reacted, 'bot-bob', ':+1:']]);
	});

	const kept: readonly [what: string, change: Partial<RoomEvent>][] = [
		['by a user without the power', { sender: '@eve:far.example' as UserId }],
		['in another room', { roomId: elsewhere }],
		['by a user with power in another room', { roomId: elsewhere, sender: dan }],
	];
	for (const [what, change] of kept) {
		it(`${what} keeps the reaction`, async () => {
			const { bridge, calls } = await roomWithReaction('bot-bob', reaction);
			await relayToRocketChat(bridge, ofReaction(change));
			expect(calls.map(([method]) => method)).to.not.include('messages.removeReaction');
			expect(await bridge.store.reactions.byMatrixId(reaction)).to.include({ matrixId: reaction });
		});
	}
});
