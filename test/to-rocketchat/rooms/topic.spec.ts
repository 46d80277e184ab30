import { expect } from 'chai';
import type { RoomEvent } from '../../../src/matrix/events';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { alice, eventOf, linkedRoom, postedTexts, unlinkedRoomId } from '../../support/matrix-room';

const topicOf = (content: object, change: Partial<RoomEvent> = {}) =>
	eventOf('m.room.topic', content, { stateKey: '', ...change });
const changedFrom = (topic: string | undefined) => ({ unsigned: { prev_content: { topic } } });

describe('a topic of Matrix', () => {
	it('is posted as a line of its sender, with an id made from the event', async () => {
		const { bridge, calls } = await linkedRoom();
		await relayToRocketChat(bridge, topicOf({ topic: 'Release 0.2' }));
		expect(calls).to.deep.equal([
			[
				'messages.post',
				{
					roomId: 'rid',
					senderId: 'bot-bob',
					text: '_changed the topic of this room:_\nRelease 0.2',
					origin: {
						messageId: '940ffb8fc9eedd9c606a71df',
						eventId: '$event',
						sender: '@bob:far.example',
					},
				},
			],
		]);
	});

	const posted: readonly [what: string, event: RoomEvent, text: string][] = [
		[
			'replaces another one',
			topicOf({ topic: 'new' }, changedFrom('old')),
			'_changed the topic of this room:_\nnew',
		],
		['has blanks around it', topicOf({ topic: ' new\n' }), '_changed the topic of this room:_\nnew'],
		[
			'looks like markup',
			topicOf({ topic: '# *all* @all' }),
			'_changed the topic of this room:_\n#\u2060 \\*all\\* @\u2060all',
		],
		['is empty', topicOf({ topic: '' }), '_removed the topic of this room._'],
		['is absent', topicOf({}, changedFrom('old')), '_removed the topic of this room._'],
		['is white space', topicOf({ topic: ' \n' }), '_removed the topic of this room._'],
	];
	for (const [what, event, text] of posted) {
		it(`that ${what} is posted as ${JSON.stringify(text)}`, async () => {
			expect(await postedTexts(event)).to.deep.equal([text]);
		});
	}

	it('is posted once if its event comes twice', async () => {
		const event = topicOf({ topic: 'new' });
		expect(await postedTexts(event, event)).to.have.length(1);
	});

	const ignored: readonly [what: string, event: RoomEvent][] = [
		['that stays the same', topicOf({ topic: 'same' }, changedFrom('same'))],
		['that was empty and stays empty', topicOf({}, changedFrom(undefined))],
		['that is no text', topicOf({ topic: { en: 'x' } })],
		['with a state key of its own', topicOf({ topic: 'x' }, { stateKey: 'other' })],
		['that is no state', eventOf('m.room.topic', { topic: 'x' })],
		['of a room that is not federated', topicOf({ topic: 'x' }, { roomId: unlinkedRoomId })],
		['that a ghost has set', topicOf({ topic: 'x' }, { sender: alice })],
	];
	for (const [what, event] of ignored) {
		it(`${what} is ignored`, async () => {
			expect(await postedTexts(event)).to.deep.equal([]);
		});
	}
});
