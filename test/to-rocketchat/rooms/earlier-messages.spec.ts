import { expect } from 'chai';
import type { EventId } from '../../../src/matrix/ids';
import { relayEarlierMessages } from '../../../src/to-rocketchat/rooms/earlier-messages';
import { loggedBy } from '../../support/logged';
import { alice, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const message = eventOf('m.room.message', { msgtype: 'm.text', body: 'hello' }, { eventId: '$1' as EventId });
const sticker = eventOf('m.sticker', { body: 'a cat' }, { eventId: '$2' as EventId });
const name = eventOf('m.room.name', { name: 'x' }, { eventId: '$3' as EventId, stateKey: '' });
const topic = eventOf('m.room.topic', { topic: 'x' }, { eventId: '$5' as EventId, stateKey: '' });
const move = eventOf('org.example.game', {}, { eventId: '$4' as EventId });

describe('what was said before a room was linked', () => {
	const room = () => linkedRoom({ 'homeserver.latest': () => [message, sticker, name, topic, move] });

	it('relays message events of every type in order, and no state', async () => {
		const { bridge, done } = await room();
		await relayEarlierMessages(bridge, alice, roomId);
		expect(done().map(([method, what]) => [method, (what as { text?: string }).text])).to.deep.equal([
			['homeserver.latest', undefined],
			['messages.post', 'hello'],
			['messages.post', 'a cat'],
		]);
		expect(bridge.unsupportedEvents.entries).to.deep.equal([['org.example.game', 1]]);
	});

	it('skips a change to a message that is older than the events that were read', async () => {
		const relation = { rel_type: 'm.annotation', event_id: '$older', key: '👍' };
		const reaction = eventOf('m.reaction', { 'm.relates_to': relation }, { at: Date.now() });
		const { bridge, done } = await linkedRoom({ 'homeserver.latest': () => [reaction, message] });
		await relayEarlierMessages(bridge, alice, roomId);
		expect(done().map(([method]) => method)).to.deep.equal(['homeserver.latest', 'messages.post']);
		expect(await bridge.store.parked.all()).to.deep.equal([]);
	});

	it('parks an event that Rocket.Chat refuses, and relays the rest', async () => {
		const { bridge, done } = await linkedRoom({
			'homeserver.latest': () => [message, sticker],
			'messages.post': ({ text, origin }: { text: string; origin: { messageId: string } }) => {
				if (text === 'hello') {
					throw new Error('error-not-allowed');
				}
				return origin.messageId;
			},
			'rooms.members': () => [{ id: 'uid-alice' }],
			'homeserver.send': () => '$notice',
		});
		await relayEarlierMessages(bridge, alice, roomId);
		expect(done().filter(([method]) => method === 'messages.post')).to.have.length(2);
		expect(done().filter(([method]) => method === 'homeserver.send')).to.have.length(1);
		const parked = await bridge.store.parked.all();
		expect(parked.map(({ id, code }) => [id, code])).to.deep.equal([['$1', 'message-refused']]);
		expect(loggedBy(bridge.log)).to.deep.equal([
			[
				'error',
				{
					msg: 'an earlier message was not relayed to Rocket.Chat',
					code: 'message-refused',
					eventId: '$1',
					roomId,
					cause: 'Error: error-not-allowed',
				},
			],
		]);
	});

	it('is not parked where Rocket.Chat is away, and nothing behind it comes before it', async () => {
		const { bridge, done } = await linkedRoom({
			'homeserver.latest': () => [message, sticker],
			'messages.post': () => {
				throw new Error('connect ECONNREFUSED 127.0.0.1:27017');
			},
		});
		const failure = await relayEarlierMessages(bridge, alice, roomId).catch((error: unknown) => error);
		expect(failure).to.include({ code: 'workspace-failing' });
		expect(done().filter(([method]) => method === 'messages.post')).to.have.length(1);
		expect(await bridge.store.parked.all()).to.deep.equal([]);
	});
});
