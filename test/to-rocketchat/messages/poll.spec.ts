import { expect } from 'chai';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId } from '../../../src/matrix/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import {
	alice,
	bob,
	dan,
	elsewhere,
	eventOf,
	linkedRoom,
	messageOf,
	roomId,
} from '../../support/matrix-room';
import type { RocketChatUserId, RocketChatMessageId } from '../../../src/rocketchat/ids';

const answers = [
	{ 'm.id': 'p', 'm.text': [{ body: 'Pizza' }] },
	{ 'm.id': 's', 'm.text': [{ body: 'Soup' }] },
];
const lunch = {
	'm.poll': {
		question: { 'm.text': [{ body: 'Lunch?' }] },
		kind: 'm.disclosed',
		max_selections: 1,
		answers,
	},
	'm.text': [{ body: 'Lunch?\n1. Pizza\n2. Soup' }],
};
const secret = { ...lunch, 'm.poll': { ...lunch['m.poll'], kind: 'm.undisclosed' } };
const several = { ...lunch, 'm.poll': { ...lunch['m.poll'], max_selections: 2 } };

const start = (content: object = lunch, change: Partial<RoomEvent> = {}) =>
	eventOf('m.poll.start', content, { eventId: '$poll' as EventId, ...change });
const reference = { rel_type: 'm.reference', event_id: '$poll' };
let events = 0;
const vote = (sender: typeof bob, chosen: readonly string[], change: Partial<RoomEvent> = {}) =>
	eventOf(
		'm.poll.response',
		{ 'm.selections': chosen, 'm.relates_to': reference },
		{ eventId: `$vote${(events += 1)}` as EventId, sender, ...change },
	);
const end = (change: Partial<RoomEvent> = {}) =>
	eventOf(
		'm.poll.end',
		{ 'm.text': [{ body: 'over' }], 'm.relates_to': reference },
		{ eventId: '$end' as EventId, ...change },
	);

const editedTo = (poll: object) => ({
	'm.new_content': { 'm.poll': poll },
	'm.relates_to': { rel_type: 'm.replace', event_id: '$poll' },
});

const open = '_Poll, votes so far: 0; votes are cast on Matrix_';
const one = '_Poll, votes so far: 1; votes are cast on Matrix_';
const two = '_Poll, votes so far: 2; votes are cast on Matrix_';
const shown = (pizza: number, soup: number, note: string) =>
	`📊 *Lunch?*\n\n1. Pizza (${pizza})\n2. Soup (${soup})\n\n${note}`;

/** A room where Dan has the power to redact and Bob has started a poll. */
async function roomWithPoll(content: object = lunch) {
	const fake = await linkedRoom({
		'rooms.members': () => [{ id: 'uid-alice' }],
		'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
			type === 'm.room.power_levels'
				? { type, state_key: '', sender: bob, content: { users: { [dan]: 50 } } }
				: undefined,
	});
	await relayToRocketChat(fake.bridge, start(content));
	const { rocketChatId } = (await fake.bridge.store.messages.byMatrixId('$poll' as EventId)) ?? {};
	fake.calls.length = 0;
	const texts = () => fake.calls.filter(([method]) => method === 'messages.edit').map((call) => call[3]);
	return { ...fake, texts, pollId: rocketChatId };
}

describe('a poll on Matrix', () => {
	it('is posted with its answers, and linked', async () => {
		const { bridge, calls } = await linkedRoom();
		await relayToRocketChat(bridge, start());
		expect(calls).to.deep.equal([
			[
				'messages.post',
				{
					roomId: 'rid',
					senderId: 'bot-bob',
					text: shown(0, 0, open),
					origin: { messageId: '89667d06e47482b281cb9de5', eventId: '$poll', sender: bob },
				},
			],
		]);
		expect(await bridge.store.messages.byMatrixId('$poll' as EventId)).to.include({
			rocketChatId: '89667d06e47482b281cb9de5',
			roomId,
			part: 0,
		});
	});

	it('does not quote a message that an answer links to', async () => {
		const forged = [{ 'm.id': 'p', 'm.text': [{ body: 'http://workspace.test/channel/x?msg=secret' }] }];
		const { bridge, calls } = await linkedRoom();
		await relayToRocketChat(bridge, start({ 'm.poll': { ...lunch['m.poll'], answers: forged } }));
		expect(calls[0]).to.have.nested.property(
			'1.text',
			`📊 *Lunch?*\n\n1. Http://workspace.test/channel/x?msg=secret (0)\n\n${open}`,
		);
	});

	it('is posted once if it comes twice, and keeps its votes', async () => {
		const { bridge, done, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, vote(bob, ['p']));
		await relayToRocketChat(bridge, start());
		await relayToRocketChat(bridge, vote(dan, ['p']));
		expect(done().map(([method]) => method)).to.deep.equal(['messages.edit', 'messages.edit']);
		expect(texts().at(-1)).to.equal(shown(2, 0, two));
	});

	it('is posted into its thread', async () => {
		const { bridge, calls } = await linkedRoom({ 'messages.isStored': () => true });
		await bridge.store.messages.add({
			matrixId: '$root' as EventId,
			rocketChatId: 'root' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const inThread = { rel_type: 'm.thread', event_id: '$root' };
		await relayToRocketChat(bridge, start({ ...lunch, 'm.relates_to': inThread }));
		expect(calls.at(-1)).to.have.nested.property('1.threadId', 'root');
	});

	it('quotes the message that it replies to, also after a vote', async () => {
		const { bridge, calls } = await linkedRoom();
		const asked = {
			matrixId: '$asked' as EventId,
			rocketChatId: 'asked' as RocketChatMessageId,
			roomId,
			part: 0,
		};
		await bridge.store.messages.add(asked);
		const quote = '[ ](http://workspace.test/direct/rid?msg=asked) ';
		await relayToRocketChat(
			bridge,
			start({ ...lunch, 'm.relates_to': { 'm.in_reply_to': { event_id: '$asked' } } }),
		);
		expect(calls.at(-1)).to.have.nested.property('1.text', quote + shown(0, 0, open));
		await relayToRocketChat(bridge, vote(dan, ['p']));
		expect(calls.at(-1)?.[3]).to.equal(quote + shown(1, 0, one));
	});

	it('that is malformed shows its text', async () => {
		const { bridge, calls } = await linkedRoom();
		await relayToRocketChat(bridge, start({ ...lunch, 'm.poll': { answers: [] } }));
		expect(calls[0]).to.have.nested.property('1.text', 'Lunch?\n1.\u2060 Pizza\n2.\u2060 Soup');
	});

	it('that is malformed shows its unstable text', async () => {
		const { bridge, calls } = await linkedRoom();
		await relayToRocketChat(bridge, start({ 'org.matrix.msc1767.text': 'Lunch?' }));
		expect(calls[0]).to.have.nested.property('1.text', 'Lunch?');
	});

	const dropped: readonly [what: string, event: RoomEvent][] = [
		['from a ghost', start(lunch, { sender: alice })],
		['in a room that is not federated', start(lunch, { roomId: '!unknown:x' as typeof roomId })],
		['that is malformed and has no text', start({})],
		[
			'that edits an unknown poll',
			start({
				...lunch,
				'm.new_content': lunch,
				'm.relates_to': { rel_type: 'm.replace', event_id: '$gone' },
			}),
		],
	];
	for (const [what, event] of dropped) {
		it(`${what} is dropped`, async () => {
			const { bridge, calls } = await linkedRoom();
			await relayToRocketChat(bridge, event);
			expect(calls).to.deep.equal([]);
		});
	}

	it('gets new answers by an edit of the person who started it, and no second message', async () => {
		const { bridge, done } = await roomWithPoll();
		const edited = editedTo({ ...lunch['m.poll'], question: { 'm.text': [{ body: 'Supper?' }] } });
		await relayToRocketChat(bridge, start(edited, { eventId: '$edit' as EventId, sender: dan }));
		expect(done()).to.deep.equal([]);
		await relayToRocketChat(bridge, start(edited, { eventId: '$edit' as EventId }));
		expect(done()).to.deep.equal([
			[
				'messages.edit',
				'89667d06e47482b281cb9de5',
				'bot-bob',
				shown(0, 0, open).replace('Lunch', 'Supper'),
			],
		]);
	});

	it('keeps its question when an edit is no valid poll', async () => {
		const { bridge, done } = await roomWithPoll();
		await relayToRocketChat(bridge, start(editedTo({}), { eventId: '$edit' as EventId }));
		expect(done()).to.deep.equal([]);
	});

	it('keeps its question when it is edited after the end', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, end());
		const edited = editedTo({ ...lunch['m.poll'], question: { 'm.text': [{ body: 'Supper?' }] } });
		await relayToRocketChat(bridge, start(edited, { eventId: '$edit' as EventId }));
		expect(texts()).to.deep.equal([shown(0, 0, '_Poll ended, votes: 0_')]);
	});

	it('that an edit makes too long for one message gets another, which is linked to it', async () => {
		const { bridge, done } = await roomWithPoll();
		const answer = (index: number) => ({
			'm.id': `a${index}`,
			'm.text': [{ body: `answer ${index} ${'x'.repeat(600)}` }],
		});
		const edited = editedTo({
			...lunch['m.poll'],
			answers: Array.from({ length: 20 }, (_, i) => answer(i)),
		});
		await relayToRocketChat(bridge, start(edited, { eventId: '$edit' as EventId }));
		const [, added] = done().find(([method]) => method === 'messages.post') ?? [];
		expect((added as { origin: object }).origin).to.include({ eventId: '$poll', sender: bob });
		const links = await bridge.store.messages.allByMatrixId('$poll' as EventId);
		expect(links.map((link) => [link.part, link.roomId])).to.deep.equal([
			[0, roomId],
			[1, roomId],
			[2, roomId],
		]);
	});

	it('that is not here yet is waited for by its edit', async () => {
		const { bridge, calls } = await linkedRoom();
		const edit = start(editedTo(lunch['m.poll']), { eventId: '$edit' as EventId, at: Date.now() });
		const failure = await relayToRocketChat(bridge, edit).catch((error: unknown) => error);
		expect(failure).to.include({ code: 'original-not-here' });
		expect(calls).to.deep.equal([]);
	});
});

describe('votes in a poll', () => {
	it('change the counts, as the person who started the poll', async () => {
		const { bridge, calls } = await roomWithPoll();
		await relayToRocketChat(bridge, vote(dan, ['s']));
		expect(calls).to.deep.equal([
			['messages.byId', '89667d06e47482b281cb9de5'],
			['messages.edit', '89667d06e47482b281cb9de5', 'bot-bob', shown(0, 1, one)],
		]);
	});

	it('replace an earlier vote of the same person', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, vote(bob, ['p']));
		await relayToRocketChat(bridge, vote(dan, ['p']));
		await relayToRocketChat(bridge, vote(bob, ['s']));
		expect(texts()).to.deep.equal([shown(1, 0, one), shown(2, 0, two), shown(1, 1, two)]);
	});

	it('do not count if they are older than the last vote of the same person', async () => {
		const { bridge, texts } = await roomWithPoll();
		const earlier = vote(bob, ['p'], { at: 2_000 });
		await relayToRocketChat(bridge, earlier);
		await relayToRocketChat(bridge, vote(bob, ['s'], { at: 3_000 }));
		await relayToRocketChat(bridge, earlier);
		expect(texts()).to.deep.equal([shown(1, 0, one), shown(0, 1, one)]);
	});

	it('are retried while their poll may still come', async () => {
		const { bridge, calls } = await linkedRoom();
		const failure = await relayToRocketChat(bridge, vote(bob, ['p'], { at: Date.now() })).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'original-not-here' });
		expect(calls).to.deep.equal([]);
	});

	const takers: readonly [what: string, sender: typeof bob, counted: number][] = [
		['the voter', bob, 0],
		['a user with the power', dan, 0],
		['any other user', '@eve:far.example' as typeof bob, 1],
	];
	for (const [what, sender, counted] of takers) {
		it(`${counted ? 'still count' : 'no longer count'} if ${what} redacts them`, async () => {
			const { bridge, texts } = await roomWithPoll();
			const cast = vote(bob, ['p']);
			await relayToRocketChat(bridge, cast);
			await relayToRocketChat(
				bridge,
				eventOf('m.room.redaction', {}, { eventId: '$r' as EventId, sender, redacts: cast.eventId }),
			);
			expect(texts().at(-1)).to.equal(shown(counted, 0, counted ? one : open));
		});
	}

	it('of others still count when one is redacted', async () => {
		const { bridge, texts } = await roomWithPoll();
		const cast = vote(bob, ['p']);
		await relayToRocketChat(bridge, cast);
		await relayToRocketChat(bridge, vote(dan, ['s']));
		await relayToRocketChat(bridge, eventOf('m.room.redaction', {}, { redacts: cast.eventId }));
		expect(texts().at(-1)).to.equal(shown(0, 1, one));
	});

	for (const [what, at] of [
		['at the time zero', 0],
		['just now', Date.now()],
	] as const) {
		it(`that were cast ${what} by the clock of their server count`, async () => {
			const { bridge, texts } = await roomWithPoll();
			await relayToRocketChat(bridge, vote(bob, ['p'], { at }));
			expect(texts()).to.deep.equal([shown(1, 0, one)]);
		});
	}

	it('that are redacted after the end still count', async () => {
		const { bridge, texts } = await roomWithPoll();
		const cast = vote(bob, ['p']);
		await relayToRocketChat(bridge, cast);
		await relayToRocketChat(bridge, end());
		await relayToRocketChat(bridge, eventOf('m.room.redaction', {}, { redacts: cast.eventId }));
		expect(texts().at(-1)).to.equal(shown(1, 0, '_Poll ended, votes: 1_'));
	});

	it('without an answer remove an earlier vote of the same person', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, vote(bob, ['p']));
		await relayToRocketChat(bridge, vote(bob, []));
		expect(texts()).to.deep.equal([shown(1, 0, one), shown(0, 0, open)]);
	});

	it('count for several answers if the poll allows it', async () => {
		const { bridge, texts } = await roomWithPoll(several);
		await relayToRocketChat(bridge, vote(bob, ['p', 's']));
		expect(texts()).to.deep.equal([shown(1, 1, one)]);
	});

	it('for more answers than the poll allows count for the first ones', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, vote(bob, ['p', 's']));
		expect(texts()).to.deep.equal([shown(1, 0, one)]);
	});

	it('change nothing if they come a second time', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, vote(bob, ['p']));
		await relayToRocketChat(bridge, vote(bob, ['p']));
		expect(texts()).to.deep.equal([shown(1, 0, one)]);
	});

	it('are shown as a total while the poll is undisclosed, and by answer at its end', async () => {
		const { bridge, texts } = await roomWithPoll(secret);
		await relayToRocketChat(bridge, vote(bob, ['p']));
		await relayToRocketChat(bridge, end());
		expect(texts()).to.deep.equal([
			`📊 *Lunch?*\n\n1. Pizza\n2. Soup\n\n${one}`,
			shown(1, 0, '_Poll ended, votes: 1_'),
		]);
	});

	it('do not count after the end', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, end());
		await relayToRocketChat(bridge, vote(dan, ['p']));
		expect(texts()).to.deep.equal([shown(0, 0, '_Poll ended, votes: 0_')]);
	});

	const nowhere: readonly [what: string, event: RoomEvent][] = [
		['from another room', vote(bob, ['p'], { roomId: elsewhere })],
		['to an unknown poll', vote(bob, ['p'], { content: { 'm.selections': ['p'] } })],
	];
	for (const [what, event] of nowhere) {
		it(`${what} do not count`, async () => {
			const { bridge, calls } = await roomWithPoll();
			await relayToRocketChat(bridge, event);
			expect(calls).to.deep.equal([]);
		});
	}
});

describe('the end of a poll', () => {
	it('shows the result', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, end());
		expect(texts()).to.deep.equal([shown(0, 0, '_Poll ended, votes: 0_')]);
	});

	it('waits for its poll while it may still come', async () => {
		const { bridge, calls } = await linkedRoom();
		const failure = await relayToRocketChat(bridge, end({ at: Date.now() })).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'original-not-here' });
		expect(calls).to.deep.equal([]);
	});

	it('counts by somebody who may take back what others wrote', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, end({ sender: dan }));
		expect(texts()).to.deep.equal([shown(0, 0, '_Poll ended, votes: 0_')]);
	});

	it('has no effect if any other user sends it', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, end({ sender: '@eve:far.example' as typeof bob }));
		await relayToRocketChat(bridge, vote(dan, ['p']));
		expect(texts()).to.deep.equal([shown(1, 0, one)]);
	});

	it('is shown once if it comes twice', async () => {
		const { bridge, texts } = await roomWithPoll();
		await relayToRocketChat(bridge, end());
		await relayToRocketChat(bridge, end());
		expect(texts()).to.have.length(1);
	});

	it('is shown by the retry after a crash', async () => {
		const { bridge } = await roomWithPoll();
		const down = Object.assign(Object.create(bridge.messages) as typeof bridge.messages, {
			edit: () => Promise.reject(new Error('the host is gone')),
		});
		await relayToRocketChat({ ...bridge, messages: down }, end()).catch(() => undefined);
		const edits: string[] = [];
		const up = Object.assign(Object.create(bridge.messages) as typeof bridge.messages, {
			edit: async (_id: string, _editorId: string, text: string) => void edits.push(text),
		});
		await relayToRocketChat({ ...bridge, messages: up }, end());
		expect(edits).to.deep.equal([shown(0, 0, '_Poll ended, votes: 0_')]);
	});

	it('has no effect if the poll was deleted in Rocket.Chat', async () => {
		const { bridge, done } = await roomWithPoll();
		await bridge.messages.remove(
			messageOf('89667d06e47482b281cb9de5', ''),
			'bot-bob' as RocketChatUserId,
		);
		await relayToRocketChat(bridge, end());
		expect(done().map(([method]) => method)).to.deep.equal(['messages.remove']);
	});

	it('shows every part of a poll that is too long for a message', async () => {
		const long = Array.from({ length: 20 }, (_, index) => ({
			'm.id': `a${index}`,
			'm.text': [{ body: `answer ${index} ${'x'.repeat(600)}` }],
		}));
		const { bridge, texts } = await roomWithPoll({
			'm.poll': { ...lunch['m.poll'], answers: long },
		});
		await relayToRocketChat(bridge, end());
		const links = await bridge.store.messages.allByMatrixId('$poll' as EventId);
		expect(links.map(({ part }) => part)).to.deep.equal([0, 1, 2]);
		expect(texts().at(-1)).to.match(/_Poll ended, votes: 0_$/);
	});
});
