import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import type { RoomEvent } from '../../../src/matrix/events';
import type { EventId, UserId } from '../../../src/matrix/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { undoEdit } from '../../../src/to-rocketchat/messages/edit';
import { bob, dan, elsewhere, eventOf, linkedRoom, messageOf, roomId } from '../../support/matrix-room';
import type { RocketChatMessageId, RocketChatUserId } from '../../../src/rocketchat/ids';

const original = '$original' as EventId;
const quote = '[ ](http://workspace.test/direct/rid?msg=asked) ';

function editTo(body: string, change: Partial<RoomEvent> = {}): RoomEvent {
	return eventOf(
		'm.room.message',
		{
			msgtype: 'm.text',
			body: `* ${body}`,
			'm.new_content': { msgtype: 'm.text', body },
			'm.relates_to': { rel_type: 'm.replace', event_id: '$original' },
		},
		{ eventId: '$edit' as EventId, ...change },
	);
}

/** A room where messages have 120 characters at most, with one of Bob's in some parts. */
async function roomWith(...parts: readonly string[]) {
	const posted = parts.map((text, part) => messageOf(`mid${part}`, text));
	const { bridge, ...rest } = await linkedRoom({}, posted);
	for (const part of parts.keys()) {
		await bridge.store.messages.add({
			matrixId: original,
			rocketChatId: `mid${part}` as RocketChatMessageId,
			roomId,
			part,
		});
	}
	return {
		...rest,
		bridge: { ...bridge, workspace: { ...bridge.workspace, messageLimit: 180 } },
	};
}

const long = (letter: string) => letter.repeat(90);

describe('an edit on Matrix', () => {
	it('gives the message its new text, as its writer', async () => {
		const { bridge, calls } = await roomWith('a mistak');
		await relayToRocketChat(bridge, editTo('a mistake'));
		expect(calls).to.deep.equal([
			['messages.byId', 'mid0'],
			['messages.edit', 'mid0', 'bot-bob', 'a mistake'],
		]);
	});

	describe('of a parked message', () => {
		const thread = { rel_type: 'm.thread', event_id: '$root' };
		const parked = async (change: Partial<RoomEvent> = {}) => {
			const { bridge } = await roomWith();
			const content = { msgtype: 'm.text', body: 'mistyped', 'm.relates_to': thread };
			const event = eventOf('m.room.message', content, { eventId: original });
			await bridge.store.parked.addEvent(event, { code: 'message-refused', parameters: {} });
			await relayToRocketChat(bridge, editTo('typed well', { at: Date.now(), ...change })).catch(
				() => 0,
			);
			const item = await bridge.store.parked.byId(original);
			return item?.direction === 'to-rocketchat' ? item.event.content : undefined;
		};

		it('is what a retry shows, in the same thread', async () => {
			const shown = { msgtype: 'm.text', body: 'typed well', 'm.relates_to': thread };
			expect(await parked()).to.deep.equal(shown);
		});

		it('changes nothing if another person makes it, or in another room', async () => {
			expect((await parked({ sender: dan }))?.body).to.equal('mistyped');
			expect((await parked({ roomId: elsewhere }))?.body).to.equal('mistyped');
		});
	});

	it('changes nothing if it comes a second time', async () => {
		const { bridge, done } = await roomWith('a mistak');
		await relayToRocketChat(bridge, editTo('a mistake'));
		await relayToRocketChat(bridge, editTo('a mistake'));
		expect(done()).to.deep.equal([['messages.edit', 'mid0', 'bot-bob', 'a mistake']]);
	});

	it('keeps the time in front of a message from before the room was joined', async () => {
		const { bridge, done } = await roomWith('<t:1700000000:f> a mistak', long('b'));
		await relayToRocketChat(bridge, editTo('a mistake'));
		expect(done()).to.deep.include(['messages.edit', 'mid0', 'bot-bob', '<t:1700000000:f> a mistake']);
		const answer = await roomWith(`${quote}<t:1700000000:f> two`);
		await relayToRocketChat(answer.bridge, editTo('three'));
		expect(answer.done()).to.deep.equal([
			['messages.edit', 'mid0', 'bot-bob', `${quote}<t:1700000000:f> three`],
		]);
	});

	const withFallback = '> <@dan:far.example> how many?\n\nthree';

	it('of an answer shows no fallback for clients without replies', async () => {
		const { bridge, done } = await roomWith(`${quote}two`);
		await relayToRocketChat(bridge, editTo(withFallback));
		expect(done()).to.deep.equal([['messages.edit', 'mid0', 'bot-bob', `${quote}three`]]);
	});

	for (const [what, relation, text] of [
		['an answer to a message that is not here', { 'm.in_reply_to': { event_id: '$old' } }, 'three'],
		['a message that is no answer', undefined, '> <@dan:far.example> how many?\n\nthree'],
	] as const) {
		it(`of ${what} asks the homeserver whether it is one`, async () => {
			const { bridge, done } = await roomWith('two');
			const asked = {
				...bridge,
				rooms: { members: async () => [{ id: 'uid-alice' }] } as never,
				homeserver: {
					events: {
						read: async () =>
							eventOf('m.room.message', { body: 'two', 'm.relates_to': relation }),
					},
				} as never,
			};
			await relayToRocketChat(asked, editTo(withFallback));
			const [edited] = done();
			expect(String(edited?.at(-1)).replace(/[\u2060\\]/g, '')).to.equal(text);
		});
	}

	it('is the target of answers, which go to the edited message', async () => {
		const { bridge, calls } = await roomWith('a mistak');
		await relayToRocketChat(bridge, editTo('a mistake'));
		for (const relation of [
			{ 'm.in_reply_to': { event_id: '$edit' } },
			{ rel_type: 'm.thread', event_id: '$edit' },
		]) {
			await relayToRocketChat(
				{
					...bridge,
					homeserver: { accounts: { profile: async () => ({}) } } as never,
					people: { ensureBotUserNamed: async () => 'bot-bob' } as never,
				},
				eventOf(
					'm.room.message',
					{ msgtype: 'm.text', body: 'yes', 'm.relates_to': relation },
					{ eventId: `$${Object.keys(relation).length}` as EventId },
				),
			);
		}
		const [answer, inThread] = calls.filter(([method]) => method === 'messages.post');
		expect(answer?.[1]).to.include({ text: '[ ](http://workspace.test/direct/rid?msg=mid0) yes' });
		expect(inThread?.[1]).to.include({ text: 'yes', threadId: 'mid0' });
	});

	it('of an edit has no effect and is not retried', async () => {
		const { bridge, calls } = await roomWith('a mistak');
		await relayToRocketChat(bridge, editTo('a mistake'));
		const before = calls.length;
		const content = {
			...editTo('forged').content,
			'm.relates_to': { rel_type: 'm.replace', event_id: '$edit' },
		};
		await relayToRocketChat(bridge, editTo('forged', { eventId: '$second' as EventId, content }));
		expect(calls.slice(before).filter(([method]) => method !== 'messages.byId')).to.deep.equal([]);
	});

	const worthless: readonly [what: string, event: RoomEvent][] = [
		['by another user', editTo('forged', { sender: dan })],
		['by a user who has no bot user', editTo('forged', { sender: '@eve:far.example' as UserId })],
		['from another room', editTo('forged', { roomId: elsewhere })],
		['without visible text', editTo(' ')],
		[
			'without new content',
			editTo('x', {
				content: {
					msgtype: 'm.text',
					body: '* x',
					'm.relates_to': { rel_type: 'm.replace', event_id: '$original' },
				},
			}),
		],
	];
	for (const [what, event] of worthless) {
		it(`${what} has no effect`, async () => {
			const { bridge, done } = await roomWith('as it was');
			await relayToRocketChat(bridge, event);
			expect(done()).to.deep.equal([]);
		});
	}

	it('that was retried has no effect if a later edit has come', async () => {
		const { bridge, done } = await roomWith('a mitsak');
		const [earlier, later] = [2_000, 3_000].map((at) => editTo(`of ${at}`, { at }));
		if (earlier && later) {
			await relayToRocketChat(bridge, later);
			await relayToRocketChat(bridge, earlier);
		}
		expect(done()).to.deep.equal([['messages.edit', 'mid0', 'bot-bob', 'of 3000']]);
	});

	it('counts whatever time the server of its sender tells', async () => {
		const { bridge, done } = await roomWith('a mistak');
		await relayToRocketChat(bridge, editTo('a mistake', { at: 0 }));
		expect(done()).to.deep.equal([['messages.edit', 'mid0', 'bot-bob', 'a mistake']]);
	});

	it('is remembered as a change of its message only if it says something', async () => {
		const { bridge } = await roomWith('as it was');
		await relayToRocketChat(bridge, editTo(' '));
		expect(await bridge.store.changes.targetOf('$edit' as EventId)).to.equal(undefined);
		await relayToRocketChat(bridge, editTo('new', { eventId: '$second' as EventId }));
		expect(await bridge.store.changes.targetOf('$second' as EventId)).to.equal('$original');
	});

	it('counts for nothing when the message was deleted', async () => {
		const { bridge, done } = await linkedRoom();
		await bridge.store.messages.add({
			matrixId: original,
			rocketChatId: 'gone' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await relayToRocketChat(bridge, editTo('too late'));
		expect(done()).to.deep.equal([]);
	});

	it('keeps the quotes in front of the text', async () => {
		const { bridge, done } = await roomWith(`${quote}an anser`);
		await relayToRocketChat(bridge, editTo('an answer'));
		expect(done()).to.deep.equal([['messages.edit', 'mid0', 'bot-bob', `${quote}an answer`]]);
	});

	it('that makes a message longer posts the new parts and links them', async () => {
		const { bridge, done } = await roomWith('short');
		await relayToRocketChat(bridge, editTo(`${long('a')}\n\n${long('b')}`));
		expect(done()).to.deep.equal([
			['messages.edit', 'mid0', 'bot-bob', long('a')],
			[
				'messages.post',
				{
					roomId: 'rid',
					senderId: 'bot-bob',
					text: long('b'),
					origin: { messageId: 'd28033b93fe0f3f068aeecf7', eventId: '$original', sender: bob },
				},
			],
		]);
		const links = await bridge.store.messages.allByMatrixId(original);
		expect(links.map(({ part, roomId: room }) => [part, room])).to.deep.equal([
			[0, roomId],
			[1, roomId],
		]);
	});

	it('posts new parts into the thread of the message', async () => {
		const { bridge, calls } = await linkedRoom({}, [
			messageOf('mid0', 'short', { threadId: 'root' as RocketChatMessageId }),
		]);
		await bridge.store.messages.add({
			matrixId: original,
			rocketChatId: 'mid0' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		await relayToRocketChat(bridge, editTo(`${'a'.repeat(4_900)}\n\n${'b'.repeat(4_900)}`));
		expect(calls.at(-1)).to.have.nested.property('1.threadId', 'root');
	});

	it('that makes a message shorter deletes the parts that are too many', async () => {
		const { bridge, done } = await roomWith(long('a'), long('b'), long('c'));
		await relayToRocketChat(bridge, editTo('short'));
		expect(done()).to.deep.equal([
			['messages.edit', 'mid0', 'bot-bob', 'short'],
			['messages.remove', messageOf('mid1', long('b')), 'bot-bob'],
			['messages.remove', messageOf('mid2', long('c')), 'bot-bob'],
		]);
		const links = await bridge.store.messages.allByMatrixId(original);
		expect(links.map(({ rocketChatId }) => rocketChatId)).to.deep.equal(['mid0']);
	});

	it('forgets the parts that somebody has deleted in Rocket.Chat', async () => {
		const { bridge, done } = await roomWith(long('a'), long('b'));
		await bridge.messages.remove(messageOf('mid1', ''), 'bot-bob' as RocketChatUserId);
		await relayToRocketChat(bridge, editTo('short'));
		expect(done().map(([method]) => method)).to.deep.equal(['messages.remove', 'messages.edit']);
		const links = await bridge.store.messages.allByMatrixId(original);
		expect(links.map(({ rocketChatId }) => rocketChatId)).to.deep.equal(['mid0']);
	});

	it('that makes a message long again posts the parts under new ids', async () => {
		const { bridge, done } = await roomWith(long('a'), long('b'));
		await relayToRocketChat(bridge, editTo('short'));
		const longAgain = editTo(`${long('a')}\n\n${long('b')}`, { eventId: '$again' as EventId });
		await relayToRocketChat(bridge, longAgain);
		await relayToRocketChat(bridge, longAgain);
		expect(done().map(([method]) => method)).to.deep.equal([
			'messages.edit',
			'messages.remove',
			'messages.edit',
			'messages.post',
		]);
	});

	const ages: readonly [what: string, milliseconds: number, waits: boolean][] = [
		['is retried if its message is unknown', 0, true],
		['is retried for nearly ten minutes', 590_000, true],
		['is dropped if its message has not come for ten minutes', 600_000, false],
		['is dropped if its time is in the far future and its message is unknown', -610_000, false],
	];
	for (const [what, age, waits] of ages) {
		it(what, async () => {
			const { bridge, calls } = await linkedRoom();
			const early = editTo('early', { at: Date.now() - age });
			const failure = await relayToRocketChat(bridge, early).catch((error: unknown) => error);
			expect(calls).to.deep.equal([]);
			expect(
				failure instanceof FederationError && [failure.code, failure.kind.retryable],
			).to.deep.equal(waits ? ['original-not-here', true] : false);
		});
	}

	it('in a room that is not federated is not retried', async () => {
		const { bridge, calls } = await linkedRoom();
		const stray = editTo('early', { at: Date.now(), roomId: '!unknown:x' as typeof roomId });
		await relayToRocketChat(bridge, stray);
		expect(calls).to.deep.equal([]);
	});

	it('by a message event does not change a poll', async () => {
		const { bridge, done } = await roomWith('Lunch?');
		const poll = { question: 'Lunch?', answers: [], selections: 1, disclosed: true };
		await bridge.store.polls.put(original, { poll, startedBy: bob, votes: {}, ended: false });
		await relayToRocketChat(bridge, editTo('forged'));
		expect(done()).to.deep.equal([]);
	});

	it('that names no message is dropped', async () => {
		const { bridge, calls } = await linkedRoom();
		await relayToRocketChat(
			bridge,
			editTo('of nothing', {
				at: Date.now(),
				content: { 'm.new_content': { body: 'x' }, 'm.relates_to': { rel_type: 'm.replace' } },
			}),
		);
		expect(calls).to.deep.equal([]);
	});
});

describe('a redaction of an edit', () => {
	const redaction = (change: Partial<RoomEvent> = {}) =>
		eventOf(
			'm.room.redaction',
			{},
			{ eventId: '$redaction' as EventId, redacts: '$edit' as EventId, ...change },
		);
	/** A room in which the homeserver returns this event for Bob's message. */
	const roomWhereItIs = async (event: RoomEvent | undefined) => {
		const fake = await linkedRoom(
			{ 'rooms.members': () => [{ id: 'uid-alice' }], 'homeserver.read': () => event },
			[messageOf('mid0', `${quote}the password`)],
		);
		const { messages } = fake.bridge.store;
		await messages.add({
			matrixId: original,
			rocketChatId: 'mid0' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		return fake;
	};
	const written = eventOf(
		'm.room.message',
		{ msgtype: 'm.text', body: 'as it was' },
		{ eventId: original },
	);
	const { eventId: event_id, sender, type, content } = editTo('second thoughts', { at: 2_000 });
	const latest = { event_id, sender, type, content, room_id: roomId, origin_server_ts: 2_000 };

	it('leaves what a local user wrote', async () => {
		const { bridge, done } = await roomWhereItIs({
			...written,
			sender: '@rc_alice:example.org' as UserId,
		});
		await undoEdit(bridge, redaction(), original);
		expect(done().filter(([method]) => method === 'messages.edit')).to.deep.equal([]);
	});

	it('restores the original text', async () => {
		const { bridge, done } = await roomWhereItIs(written);
		await undoEdit(bridge, redaction(), original);
		expect(done()).to.deep.equal([
			['rooms.members', 'rid'],
			['homeserver.read', '@rc_alice:example.org', roomId, '$original'],
			['messages.edit', 'mid0', 'bot-bob', `${quote}as it was`],
		]);
	});

	it('restores the text of the previous edit, which a later edit still changes', async () => {
		const { bridge, done } = await roomWhereItIs({
			...written,
			unsigned: { 'm.relations': { 'm.replace': latest } },
		});
		await undoEdit(bridge, redaction(), original);
		await relayToRocketChat(bridge, editTo('too old', { at: 1_999 }));
		await relayToRocketChat(bridge, editTo('newer', { at: 2_001 }));
		expect(done().slice(2)).to.deep.equal([
			['messages.edit', 'mid0', 'bot-bob', `${quote}second thoughts`],
			['messages.edit', 'mid0', 'bot-bob', `${quote}newer`],
		]);
	});

	const nothing: readonly [what: string, written: RoomEvent | undefined, event: RoomEvent][] = [
		['from another room', written, redaction({ roomId: elsewhere })],
		['of a message that the homeserver does not show', undefined, redaction()],
		['of a message that was redacted too', { ...written, content: {} }, redaction()],
	];
	for (const [what, onMatrix, event] of nothing) {
		it(`${what} changes nothing`, async () => {
			const { bridge, done } = await roomWhereItIs(onMatrix);
			await undoEdit(bridge, event, original);
			expect(done().map(([method]) => method)).to.not.include('messages.edit');
		});
	}
});
