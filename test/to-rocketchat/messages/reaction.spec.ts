import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId, MxcUri, UserId } from '../../../src/matrix/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { alice, bob, elsewhere, eventOf, linkedRoom, messageOf, roomId } from '../../support/matrix-room';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';

const said = messageOf('mid', 'said', { threadId: 'root' as RocketChatMessageId });
const target = '$said' as EventId;

function reactionWith(key: unknown, more: object = {}, change: Partial<RoomEvent> = {}): RoomEvent {
	return eventOf(
		'm.reaction',
		{ 'm.relates_to': { rel_type: 'm.annotation', event_id: target, key }, ...more },
		{ eventId: '$reaction' as EventId, ...change },
	);
}

/** A room with a message, in a workspace that has these emoji. */
async function roomThatShows(...shown: readonly string[]) {
	const fake = await linkedRoom(
		{
			'messages.react': (_message: object, _userId: string, shortcode: string) =>
				shown.includes(shortcode),
			'messages.tellRoom': () => undefined,
			'people.byId': () => said.sender,
		},
		[said],
	);
	await fake.bridge.store.messages.add({
		matrixId: target,
		rocketChatId: 'mid' as RocketChatMessageId,
		roomId,
		part: 0,
	});
	const { done, ...others } = fake;
	return { ...others, done: () => done().filter(([method]) => method !== 'people.byId') };
}

describe('m.reaction to Rocket.Chat', () => {
	it('is added as the bot user and linked', async () => {
		const { bridge, calls } = await roomThatShows(':thumbsup:');
		await relayToRocketChat(bridge, reactionWith('👍️'));
		expect(calls).to.deep.equal([
			['messages.byId', 'mid'],
			['messages.react', said, 'bot-bob', ':thumbsup:'],
		]);
		expect(await bridge.store.reactions.byMatrixId('$reaction' as EventId)).to.include({
			rocketChatId: 'mid/bot-bob/:thumbsup:',
		});
	});

	it('with a picture of ours alone is added by the name of its emoji', async () => {
		const { bridge, calls } = await roomThatShows(':parrot:');
		const mxc = 'mxc://example.org/parrot' as MxcUri;
		await bridge.store.emojiImages.save('parrot', { version: 'e1', mxc });
		await relayToRocketChat(bridge, reactionWith(mxc));
		expect(calls.at(-1)).to.deep.equal(['messages.react', said, 'bot-bob', ':parrot:']);
	});

	it('with a picture of others alone is told', async () => {
		const { bridge, calls } = await roomThatShows(':parrot:');
		await relayToRocketChat(bridge, reactionWith('mxc://example.org/other'));
		expect(calls.at(-1)?.[0]).to.equal('messages.tellRoom');
	});

	it('is added once if it comes twice', async () => {
		const present = { ...said, reactions: {} };
		const { bridge, done } = await linkedRoom(
			{
				'messages.react': () => {
					Object.assign(present.reactions, {
						':thumbsup:': { usernames: [said.sender.username] },
					});
					return true;
				},
				'people.byId': () => said.sender,
			},
			[present],
		);
		await bridge.store.messages.add({ matrixId: target, rocketChatId: present.id, roomId, part: 0 });
		await relayToRocketChat(bridge, reactionWith('👍'));
		await relayToRocketChat(bridge, reactionWith('👍'));
		expect(done().filter(([call]) => call === 'messages.react')).to.have.length(1);
	});

	it('is linked first, and added at the next attempt if the app ended in between', async () => {
		let isDead = true;
		const { bridge, done } = await roomThatShows(':thumbsup:');
		type Messages = ConfiguredBridge['messages'];
		const messages = Object.assign(Object.create(bridge.messages) as Messages, {
			react: async (...given: Parameters<Messages['react']>) => {
				expect(await bridge.store.reactions.byMatrixId('$reaction' as EventId)).to.not.equal(
					undefined,
				);
				return isDead ? new Promise<boolean>(() => undefined) : bridge.messages.react(...given);
			},
		});
		void relayToRocketChat({ ...bridge, messages }, reactionWith('👍'));
		await new Promise((resolve) => setImmediate(resolve));
		expect(done()).to.deep.equal([]);
		isDead = false;
		await relayToRocketChat({ ...bridge, messages }, reactionWith('👍'));
		expect(done()).to.deep.include(['messages.react', said, 'bot-bob', ':thumbsup:']);
	});

	it('to an edit is added to the edited message', async () => {
		const { bridge, done } = await roomThatShows(':thumbsup:');
		const edit = '$edit' as EventId;
		await bridge.store.changes.add(edit, target);
		const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: edit, key: '👍' } };
		await relayToRocketChat(bridge, reactionWith('👍', {}, { content }));
		expect(done()).to.deep.equal([['messages.react', said, 'bot-bob', ':thumbsup:']]);
	});

	const custom: readonly [what: string, event: RoomEvent][] = [
		['the key', reactionWith(':parrot:')],
		['the shortcode beside an image', reactionWith('mxc://far.example/1', { shortcode: ':parrot:' })],
		['the shortcode without colons', reactionWith('mxc://far.example/1', { shortcode: 'parrot' })],
		[
			'the unstable shortcode',
			reactionWith('mxc://far.example/1', { 'com.beeper.reaction.shortcode': ':parrot:' }),
		],
	];
	for (const [what, event] of custom) {
		it(`with a custom emoji is added by the name in ${what}`, async () => {
			const { bridge, done } = await roomThatShows(':parrot:');
			await relayToRocketChat(bridge, event);
			expect(done()).to.deep.equal([['messages.react', said, 'bot-bob', ':parrot:']]);
		});
	}

	it('that Rocket.Chat cannot show is named in a notice to the room, once', async () => {
		const { bridge, done } = await roomThatShows();
		await relayToRocketChat(bridge, reactionWith('yes!'));
		await relayToRocketChat(bridge, reactionWith('yes!'));
		expect(done()).to.deep.equal([
			['messages.tellRoom', 'rid', 'bob reacted with `yes!`, which cannot be shown here.', 'root'],
		]);
	});

	it('that Rocket.Chat cannot show is named by the name that its sender has now', async () => {
		const { bridge, calls } = await roomThatShows();
		for (const link of await bridge.store.users.allByMatrixId(bob)) {
			await bridge.store.users.change({ ...link, alias: 'Bobby *B*' });
		}
		await relayToRocketChat(bridge, reactionWith('yes!'));
		expect(calls.at(-1)?.[2]).to.equal('Bobby \\*B\\* reacted with `yes!`, which cannot be shown here.');
	});

	it('of a guest is told in a notice, once, and not added', async () => {
		const { bridge, done } = await roomThatShows(':thumbsup:');
		for (const room of await bridge.store.rooms.allByMatrixId(roomId)) {
			await bridge.store.rooms.change({ ...room, guests: [bob] });
		}
		await relayToRocketChat(bridge, reactionWith('👍'));
		await relayToRocketChat(bridge, reactionWith('👍'));
		expect(done()).to.deep.equal([
			['messages.tellRoom', 'rid', '`@bob:far.example` reacted on Matrix with `👍`.', 'root'],
		]);
	});

	it('with a custom emoji that the workspace lacks is named in a notice by its name', async () => {
		const { bridge, done } = await roomThatShows();
		await relayToRocketChat(bridge, reactionWith('mxc://far.example/1', { shortcode: ':parrot:' }));
		expect(done()).to.deep.equal([
			['messages.react', said, 'bot-bob', ':parrot:'],
			['messages.tellRoom', 'rid', 'bob reacted with `:parrot:`, which cannot be shown here.', 'root'],
		]);
		const link = await bridge.store.reactions.byMatrixId('$reaction' as EventId);
		expect(link?.rocketChatId).to.equal('mid/bot-bob/');
	});

	const names: readonly [what: string, key: string, sender: string, told: string][] = [
		[
			'after forty characters',
			'x'.repeat(41),
			'@bob:far.example',
			`bob reacted with \`${'x'.repeat(40)}\``,
		],
		[
			'before an emoji that does not fit',
			`${'x'.repeat(39)}😀`,
			'@bob:far.example',
			`bob reacted with \`${'x'.repeat(39)}\``,
		],
		['out of its code', '`@all`', '@bob:far.example', 'bob reacted with `ˋ@allˋ`'],
		[
			'invisible characters where no bracket stands before it',
			'](http://x)',
			'@bob:far.example',
			'bob reacted with `](http://x)`',
		],
		['over its line', 'a\n# b', '@bob:far.example', 'bob reacted with `a # b`'],
		['by its sender', 'x', '@*b*:far.example', '\\*b\\* reacted with `x`'],
	];
	for (const [what, key, sender, told] of names) {
		it(`that cannot be shown is named in the notice ${what}`, async () => {
			const { bridge, calls } = await roomThatShows();
			const answering = {
				...bridge,
				people: { ensureBotUserNamed: async () => 'ghost', byId: () => undefined } as never,
			};
			const homeserver = { profile: async () => ({}) } as never;
			await relayToRocketChat(
				{ ...answering, homeserver },
				reactionWith(key, {}, { sender: sender as UserId }),
			);
			expect(calls.at(-1)?.[2]).to.equal(`${told}, which cannot be shown here.`);
		});
	}

	const dropped: readonly [what: string, event: RoomEvent][] = [
		['from a ghost', reactionWith('👍', {}, { sender: alice })],
		['from another room', reactionWith('👍', {}, { roomId: elsewhere })],
		['without a key', reactionWith(undefined)],
		['with an empty key', reactionWith('')],
		['with a key that is no text', reactionWith(7)],
		[
			'that is no annotation',
			reactionWith('👍', { 'm.relates_to': { event_id: target, rel_type: 'm.thread', key: '👍' } }),
		],
		[
			'to an unknown message',
			reactionWith('👍', {
				'm.relates_to': { event_id: '$unknown', rel_type: 'm.annotation', key: '👍' },
			}),
		],
	];
	for (const [what, event] of dropped) {
		it(`${what} is dropped`, async () => {
			const { bridge, calls } = await roomThatShows(':thumbsup:');
			await relayToRocketChat(bridge, event);
			expect(calls).to.deep.equal([]);
		});
	}

	it('to an unknown message that may still come is retried', async () => {
		const { bridge, calls } = await roomThatShows(':thumbsup:');
		const relation = { event_id: '$unknown', rel_type: 'm.annotation', key: '👍' };
		const early = reactionWith('👍', { 'm.relates_to': relation }, { at: Date.now() });
		const failure = await relayToRocketChat(bridge, early).catch((error: unknown) => error);
		expect(failure).to.include({ code: 'original-not-here' });
		expect(calls).to.deep.equal([]);
	});

	it('to a message that was deleted is dropped', async () => {
		const { bridge, done } = await linkedRoom();
		await bridge.store.messages.add({
			matrixId: target,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await relayToRocketChat(bridge, reactionWith('👍'));
		expect(done()).to.deep.equal([]);
	});
});
