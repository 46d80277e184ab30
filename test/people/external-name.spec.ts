import { expect } from 'chai';
import type { ConfiguredBridge } from '../../src/configured-bridge';
import type { EventId } from '../../src/matrix/ids';
import type { Post } from '../../src/rocketchat/messages';
import { relayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { postLine } from '../../src/to-rocketchat/lines';
import { alice, bob, dan, eventOf, linkedRoom, roomId } from '../support/matrix-room';
import { changeLink } from '../support/change-link';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const carol = { id: 'uid-carol', username: 'carol', type: 'user', isEnabled: true };
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };

const state = { stateKey: '' };
const question = { 'm.text': [{ body: 'Lunch?' }] };
const answers = [{ 'm.id': 'p', 'm.text': [{ body: 'Pizza' }] }];
const event = (type: string, content: object, change: object = {}) => {
	const happened = eventOf(type, content, change);
	return (bridge: ConfiguredBridge) => relayToRocketChat(bridge, happened);
};

describe('the changed name of an external person', () => {
	const posted: readonly [what: string, happens: (bridge: ConfiguredBridge) => Promise<void>][] = [
		['a message', event('m.room.message', { msgtype: 'm.text', body: 'hi' })],
		['a poll', event('m.poll.start', { 'm.poll': { question, answers } })],
		['a poll that cannot be read', event('m.poll.start', { 'm.text': [{ body: 'Lunch?' }] })],
		['a topic', event('m.room.topic', { topic: 'Release' }, state)],
		['the line that they have left', event('m.room.member', { membership: 'leave' }, { stateKey: bob })],
		[
			'the line that they have removed somebody',
			event('m.room.member', { membership: 'leave' }, { stateKey: alice }),
		],
		['the line about who can read', event('m.room.join_rules', { join_rule: 'public' }, state)],
		[
			'a line about what somebody else did',
			(bridge) =>
				postLine(
					bridge,
					{ eventId: '$e' as EventId, sender: dan },
					{ matrixId: roomId, rocketChatId: 'rid' as never },
					'A line',
				),
		],
	];
	for (const [what, happens] of posted) {
		it(`is shown with ${what}`, async () => {
			const { bridge, calls } = await linkedRoom({
				'rooms.members': () => [account, carol, botBob],
				'messages.tell': () => undefined,
			});
			await changeLink(bridge.store.users, bob, { alias: 'Bobby' });
			await happens(bridge);
			const posts = calls
				.filter(([method]) => method === 'messages.post')
				.map(([, post]) => post as Post);
			expect(posts.map(({ senderId, alias }) => [senderId, alias])).to.deep.equal([
				['bot-bob', 'Bobby'],
			]);
		});
	}
});
