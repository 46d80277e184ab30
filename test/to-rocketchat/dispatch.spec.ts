import { expect } from 'chai';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId } from '../../src/matrix/ids';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { alice, bob, eventOf, linkedRoom, messageOf, roomId } from '../support/matrix-room';
import type { RocketChatMessageId } from '../../src/rocketchat/ids';
import type { ReactionKey } from '../../src/store/reaction-key';

const said = messageOf('mid', 'said', { reactions: { ':heart:': { usernames: [] } } as never });
const target = '$said' as EventId;
const asked = '$asked' as EventId;
const poll = {
	question: { 'm.text': [{ body: 'Lunch?' }] },
	kind: 'm.disclosed',
	answers: [{ 'm.id': 'p', 'm.text': [{ body: 'Pizza' }] }],
};
const to = (rel_type: string, event_id: string) => ({ 'm.relates_to': { rel_type, event_id } });
const unstable = 'org.matrix.msc3381.poll';

/** A room with a message of Bob's, a poll, and a reaction. */
async function room() {
	const fake = await linkedRoom(
		{
			'messages.react': () => true,
			'messages.removeReaction': () => undefined,
			'homeserver.leave': () => undefined,
			'people.byId': () => undefined,
			'people.byUsername': () => undefined,
		},
		[said, messageOf('pid', 'Lunch?')],
	);
	const { store } = fake.bridge;
	await store.messages.add({
		matrixId: target,
		rocketChatId: 'mid' as RocketChatMessageId,
		roomId,
		part: 0,
	});
	await store.reactions.add({
		matrixId: '$heart' as EventId,
		rocketChatId: 'mid/bot-bob/:heart:' as ReactionKey,
	});
	await store.messages.add({
		matrixId: asked,
		rocketChatId: 'pid' as RocketChatMessageId,
		roomId,
		part: 0,
	});
	await store.polls.put(asked, {
		poll: { question: 'Lunch?', answers: [{ id: 'p', text: 'Pizza' }], selections: 1, disclosed: true },
		startedBy: bob,
		votes: {},
		ended: false,
	});
	return fake;
}

describe('relayToRocketChat', () => {
	const table: readonly [what: string, event: RoomEvent, deed: string, text?: RegExp][] = [
		[
			'posts a message',
			eventOf('m.room.message', { msgtype: 'm.text', body: 'hello' }),
			'messages.post',
			/^hello$/,
		],
		['posts a sticker', eventOf('m.sticker', { body: 'a cat' }), 'messages.post', /^a cat$/],
		[
			'posts a note about an encrypted message',
			eventOf('m.room.encrypted', { ciphertext: 'x' }),
			'messages.post',
			/cannot read/,
		],
		['posts a poll', eventOf('m.poll.start', { 'm.poll': poll }), 'messages.post', /Lunch.*Pizza/s],
		[
			'posts a poll with its unstable type',
			eventOf(`${unstable}.start`, { [`${unstable}.start`]: poll }),
			'messages.post',
			/Lunch.*Pizza/s,
		],
		[
			'counts a vote',
			eventOf('m.poll.response', { 'm.selections': ['p'], ...to('m.reference', asked) }),
			'messages.edit',
			/Pizza \(1\)/,
		],
		[
			'counts a vote with its unstable type',
			eventOf(`${unstable}.response`, {
				[`${unstable}.response`]: { answers: ['p'] },
				...to('m.reference', asked),
			}),
			'messages.edit',
			/Pizza \(1\)/,
		],
		[
			'shows the end of a poll',
			eventOf('m.poll.end', to('m.reference', asked)),
			'messages.edit',
			/ended/,
		],
		[
			'shows the end of a poll with its unstable type',
			eventOf(`${unstable}.end`, to('m.reference', asked)),
			'messages.edit',
			/ended/,
		],
		[
			'edits a message',
			eventOf('m.room.message', {
				'm.new_content': { msgtype: 'm.text', body: 'changed' },
				...to('m.replace', target),
			}),
			'messages.edit',
			/^changed$/,
		],
		[
			'adds a reaction',
			eventOf('m.reaction', {
				'm.relates_to': { rel_type: 'm.annotation', event_id: target, key: '👍' },
			}),
			'messages.react',
		],
		[
			'deletes a redacted message',
			eventOf('m.room.redaction', {}, { redacts: target }),
			'messages.remove',
		],
		[
			'removes a redacted reaction',
			eventOf('m.room.redaction', {}, { redacts: '$heart' as EventId }),
			'messages.removeReaction',
		],
		[
			'declines an invitation of a ghost without a local user',
			eventOf('m.room.member', { membership: 'invite' }, { stateKey: '@rc_nobody:example.org' }),
			'homeserver.leave',
		],
	];
	for (const [what, event, deed, text] of table) {
		it(what, async () => {
			const { bridge, calls } = await room();
			await relayToRocketChat(bridge, event);
			const [method, ...told] = calls.at(-1) ?? [];
			expect(method).to.equal(deed);
			if (text) {
				const said = method === 'messages.post' ? (told[0] as { text: string }).text : told[2];
				expect(said).to.match(text);
			}
		});
	}

	const left: readonly [what: string, event: RoomEvent][] = [
		[
			'a state event with the type of a message',
			eventOf('m.room.message', { body: 'x' }, { stateKey: '' }),
		],
		['a membership without a state key', eventOf('m.room.member', { membership: 'invite' })],
		['state without a handler', eventOf('org.example.state', { name: 'x' }, { stateKey: '' })],
		['a type that is the name of a property of every object', eventOf('constructor', {})],
		['the echo of a ghost’s message', eventOf('m.room.message', { body: 'x' }, { sender: alice })],
	];
	for (const [what, event] of left) {
		it(`ignores ${what}`, async () => {
			const { bridge, calls } = await room();
			await relayToRocketChat(bridge, event);
			expect(calls).to.deep.equal([]);
		});
	}

	it('counts message events without a handler in federated rooms', async () => {
		const { bridge } = await room();
		await relayToRocketChat(bridge, eventOf('org.example.new', {}));
		await relayToRocketChat(bridge, eventOf('org.example.new', {}, { stateKey: '' }));
		await relayToRocketChat(bridge, eventOf('org.example.new', {}, { roomId: '!x:y' as typeof roomId }));
		expect(bridge.unsupportedEvents.entries).to.deep.equal([['org.example.new', 1]]);
	});
});
