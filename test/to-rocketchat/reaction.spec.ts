import { expect } from 'chai';
import type { RoomEvent } from '../../src/matrix/events';
import type { EventId, UserId } from '../../src/matrix/ids';
import { addReaction } from '../../src/to-rocketchat/reaction';
import { alice, elsewhere, eventOf, linkedRoom, messageOf, roomId } from '../support/matrix-room';

const said = messageOf('mid', 'said', { threadId: 'root' });
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
		},
		[said],
	);
	await fake.federation.store.messages.add({ matrixId: target, rocketChatId: 'mid', roomId, part: 0 });
	return fake;
}

describe('m.reaction to Rocket.Chat', () => {
	it('is added as the ghost and linked', async () => {
		const { federation, calls } = await roomThatShows(':thumbsup:');
		await addReaction(federation, reactionWith('👍️'));
		expect(calls).to.deep.equal([
			['messages.byId', 'mid'],
			['messages.react', said, 'ghost-bob', ':thumbsup:'],
		]);
		expect(await federation.store.reactions.byMatrixId('$reaction' as EventId)).to.include({
			rocketChatId: 'mid/ghost-bob/:thumbsup:',
		});
	});

	it('is added once when it comes twice', async () => {
		const { federation, done } = await roomThatShows(':thumbsup:');
		await addReaction(federation, reactionWith('👍'));
		await addReaction(federation, reactionWith('👍'));
		expect(done()).to.have.length(1);
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
		it(`is a custom emoji by its name where that is ${what}`, async () => {
			const { federation, done } = await roomThatShows(':parrot:');
			await addReaction(federation, event);
			expect(done()).to.deep.equal([['messages.react', said, 'ghost-bob', ':parrot:']]);
		});
	}

	it('that Rocket.Chat has no emoji for is named to the room, once', async () => {
		const { federation, done } = await roomThatShows();
		await addReaction(federation, reactionWith('yes!'));
		await addReaction(federation, reactionWith('yes!'));
		expect(done()).to.deep.equal([
			['messages.tellRoom', 'rid', 'bob reacted with `yes!`, which Rocket.Chat cannot show.', 'root'],
		]);
	});

	it('with a custom emoji that the workspace lacks is named to the room by the name', async () => {
		const { federation, done } = await roomThatShows();
		await addReaction(federation, reactionWith('mxc://far.example/1', { shortcode: ':parrot:' }));
		expect(done()).to.deep.equal([
			['messages.react', said, 'ghost-bob', ':parrot:'],
			[
				'messages.tellRoom',
				'rid',
				'bob reacted with `:parrot:`, which Rocket.Chat cannot show.',
				'root',
			],
		]);
	});

	const names: readonly [what: string, key: string, sender: string, told: string][] = [
		['over its end', 'x'.repeat(41), '@bob:far.example', `bob reacted with \`${'x'.repeat(40)}\``],
		[
			'within an emoji',
			`${'x'.repeat(39)}😀`,
			'@bob:far.example',
			`bob reacted with \`${'x'.repeat(39)}\``,
		],
		['out of its code', '`@all`', '@bob:far.example', 'bob reacted with `ˋ@allˋ`'],
		['over its line', 'a\n# b', '@bob:far.example', 'bob reacted with `a # b`'],
		['by its sender', 'x', '@*b*:far.example', '\\*b\\* reacted with `x`'],
	];
	for (const [what, key, sender, told] of names) {
		it(`that cannot be shown does not get ${what}`, async () => {
			const { federation, calls } = await roomThatShows();
			const answering = { ...federation, people: { ensureGhost: async () => 'ghost' } as never };
			const homeserver = { profile: async () => ({}) } as never;
			await addReaction(
				{ ...answering, homeserver },
				reactionWith(key, {}, { sender: sender as UserId }),
			);
			expect(calls.at(-1)?.[2]).to.equal(`${told}, which Rocket.Chat cannot show.`);
		});
	}

	const dropped: readonly [what: string, event: RoomEvent][] = [
		['from a puppet', reactionWith('👍', {}, { sender: alice })],
		['from another room', reactionWith('👍', {}, { roomId: elsewhere })],
		['without a key', reactionWith(undefined)],
		['with an empty key', reactionWith('')],
		['with a key that is no text', reactionWith(7)],
		[
			'that is no annotation',
			reactionWith('👍', { 'm.relates_to': { event_id: target, rel_type: 'm.thread', key: '👍' } }),
		],
		[
			'to something unknown',
			reactionWith('👍', {
				'm.relates_to': { event_id: '$unknown', rel_type: 'm.annotation', key: '👍' },
			}),
		],
	];
	for (const [what, event] of dropped) {
		it(`is dropped when it is one ${what}`, async () => {
			const { federation, calls } = await roomThatShows(':thumbsup:');
			await addReaction(federation, event);
			expect(calls).to.deep.equal([]);
		});
	}

	it('to something that may still come waits for it', async () => {
		const { federation, calls } = await roomThatShows(':thumbsup:');
		const relation = { event_id: '$unknown', rel_type: 'm.annotation', key: '👍' };
		const early = reactionWith('👍', { 'm.relates_to': relation }, { at: Date.now() });
		const failure = await addReaction(federation, early).catch((error: unknown) => error);
		expect(failure).to.include({ code: 'original-not-here' });
		expect(calls).to.deep.equal([]);
	});

	it('to a message that was deleted is dropped', async () => {
		const { federation, done } = await linkedRoom();
		await federation.store.messages.add({ matrixId: target, rocketChatId: 'mid', roomId, part: 0 });
		await addReaction(federation, reactionWith('👍'));
		expect(done()).to.deep.equal([]);
	});
});
