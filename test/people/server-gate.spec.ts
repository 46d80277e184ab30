import { expect } from 'chai';
import type { ConfiguredBridge } from '../../src/configured-bridge';
import type { UserId } from '../../src/matrix/ids';
import type { RocketChatMessage } from '../../src/rocketchat/entities';
import { serverListFrom } from '../../src/matrix/server-list';
import { ensureBotUser } from '../../src/people/bot-user';
import { resolveMentions } from '../../src/to-matrix/messages/mentions';
import { lookUpExternalUser } from '../../src/to-matrix/direct-messages/external-user';
import { relinkAndRelayToRocketChat } from '../../src/to-rocketchat/dispatch';
import { configuration, fakeBridge } from '../support/fake-bridge';
import { bob, eventOf, linkedRoom, roomId } from '../support/matrix-room';

const blocking = <Bridge extends ConfiguredBridge>(bridge: Bridge, blocked = 'far.example'): Bridge => ({
	...bridge,
	servers: serverListFrom('', blocked, configuration.domain),
});

const failureOfCall = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('a blocked server', () => {
	const contents: readonly [type: string, content: object, change?: object][] = [
		['m.room.message', { msgtype: 'm.text', body: 'hello' }],
		[
			'm.room.message',
			{
				msgtype: 'm.text',
				body: '* new',
				'm.new_content': { msgtype: 'm.text', body: 'new' },
				'm.relates_to': { rel_type: 'm.replace', event_id: '$old' },
			},
		],
		['m.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$old', key: '👍' } }],
		['m.room.redaction', { redacts: '$old' }],
		['m.sticker', { body: 'wave', url: 'mxc://far.example/1' }],
		['m.room.topic', { topic: 'new' }, { stateKey: '' }],
		['m.room.tombstone', { replacement_room: '!new:far.example' }, { stateKey: '' }],
		['org.example.custom', {}],
		['m.room.member', { membership: 'join' }], // no state event: nobody's membership
	];
	for (const [type, content, change] of contents) {
		it(`has no effect by an event ${type} ${JSON.stringify(content).slice(0, 30)}, which is counted once`, async () => {
			const { bridge, calls } = await linkedRoom();
			const gated = blocking(bridge);
			for (let times = 0; times < 2; times += 1) {
				await relinkAndRelayToRocketChat(gated, eventOf(type, content, change));
			}
			expect(calls).to.deep.equal([]);
			expect(gated.droppedEvents.entries).to.deep.equal([['blocked server far.example', 1]]);
			expect(gated.unsupportedEvents.entries).to.deep.equal([]);
		});
	}

	it('does not hide who can read a room', async () => {
		const { bridge } = await linkedRoom({
			'rooms.members': () => [],
		});
		const gated = blocking(bridge);
		const event = eventOf('m.room.join_rules', { join_rule: 'public' }, { stateKey: '' });
		await relinkAndRelayToRocketChat(gated, event).catch(() => undefined);
		expect((await bridge.store.rooms.byMatrixId(roomId))?.access).to.deep.equal(['joinable']);
		expect(gated.droppedEvents.entries).to.deep.equal([]);
	});

	it('is not told of its people by a mention', async () => {
		const { bridge } = fakeBridge({ 'people.byUsername': () => undefined });
		const sender = { id: 'uid-alice', username: 'alice' } as RocketChatMessage['sender'];
		const written = { mentions: ['bob:far.example', 'dan:other.example'], all: false };
		const { people } = await resolveMentions(
			blocking(bridge),
			{ sender, room: { id: 'rid' } as RocketChatMessage['room'] },
			roomId,
			written,
		);
		expect([...people.keys()]).to.deep.equal(['dan:other.example']);
	});

	it('gets no new bot user, and keeps those that its people have', async () => {
		const { bridge } = await linkedRoom({ 'people.byUsername': () => undefined });
		const gated = blocking(bridge);
		expect(await ensureBotUser(gated, bob)).to.equal('bot-bob');
		const failure = await failureOfCall(ensureBotUser(gated, '@eve:far.example' as UserId, 'Eve'));
		expect(failure).to.deep.include({ code: 'server-blocked', parameters: { server: 'far.example' } });
	});

	it('does not keep others from writing', async () => {
		const { bridge, calls } = await linkedRoom();
		await relinkAndRelayToRocketChat(
			blocking(bridge, 'bad.example'),
			eventOf('m.room.message', { msgtype: 'm.text', body: 'hello' }),
		);
		expect(calls.map(([method]) => method)).to.include('messages.post');
	});

	it('is not asked about its people', async () => {
		const { bridge, calls } = fakeBridge({});
		const failure = await failureOfCall(lookUpExternalUser(blocking(bridge), bob));
		expect(failure).to.have.property('code', 'server-blocked');
		expect(calls).to.deep.equal([]);
	});
});
