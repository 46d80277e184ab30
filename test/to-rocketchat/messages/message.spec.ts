import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import type { RoomEvent } from '../../../src/matrix/events';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { eventOf, linkedRoom } from '../../support/matrix-room';
import type { RocketChatRoomId, RocketChatMessageId, RocketChatUserId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const hello: RoomEvent = {
	eventId: '$hello' as EventId,
	roomId,
	sender: '@bob:far.example' as UserId,
	type: 'm.room.message',
	at: 1_000,
	content: { msgtype: 'm.text', body: 'hello' },
	unsigned: {},
};

async function inLinkedRoom(answers: Answers) {
	const fake = fakeBridge(answers);
	await fake.bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
	return fake;
}
const working: Answers = {
	'messages.isStored': () => true,
	'homeserver.profile': () => ({ displayname: 'Bob' }),
	'people.ensureBotUserNamed': () => 'ghost',
	'messages.post': () => 'posted',
};

describe('a message of Matrix', () => {
	it('ends the typing of its sender before it is posted, and is the newest one to read in its place', async () => {
		const steps: string[] = [];
		const { bridge } = await linkedRoom({
			'messages.post': () => {
				steps.push('post');
				return 'mid';
			},
		});
		const end = (...ended: string[]) => void steps.push(`end ${ended.join(' ')}`);
		const given = { ...bridge, shownTyping: { ...bridge.shownTyping, end } };
		await relayToRocketChat(given, eventOf('m.room.message', { msgtype: 'm.text', body: 'hi' }));
		expect(steps).to.deep.equal([`end ${roomId} bot-bob`, 'post']);
		const place = { roomId, thread: undefined };
		expect(bridge.readEvents.take(place, 'alice' as RocketChatUserId, Date.now())).to.equal('$event');
	});

	it('from before the join is none to read', async () => {
		const { bridge } = await linkedRoom();
		const content = { msgtype: 'm.text', body: 'hi' };
		await relayToRocketChat(bridge, eventOf('m.room.message', content, { isHistory: true }));
		const place = { roomId, thread: undefined };
		expect(bridge.readEvents.take(place, 'alice' as RocketChatUserId, Date.now())).to.equal(undefined);
	});
});

describe('m.room.message to Rocket.Chat', () => {
	it('is posted as the bot user, with the ids of its event and sender, and linked', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await relayToRocketChat(bridge, hello);
		expect(calls).to.deep.equal([
			['homeserver.profile', '@bob:far.example'],
			['people.ensureBotUserNamed', 'bob:far.example', 'Bob'],
			[
				'messages.post',
				{
					roomId: 'rid',
					senderId: 'ghost',
					text: 'hello',
					origin: {
						messageId: '2d44f901c404da483d37faa7',
						eventId: '$hello',
						sender: '@bob:far.example',
					},
				},
			],
		]);
		expect(await bridge.store.messages.byMatrixId(hello.eventId)).to.include({
			rocketChatId: 'posted',
			part: 0,
		});
	});

	it('is posted once if it comes twice', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await relayToRocketChat(bridge, hello);
		await relayToRocketChat(bridge, hello);
		expect(calls.filter(([method]) => method === 'messages.post')).to.have.length(1);
	});

	it('reads the profile of its sender once', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await relayToRocketChat(bridge, hello);
		await relayToRocketChat(bridge, { ...hello, eventId: '$next' as EventId });
		expect(calls.filter(([method]) => method === 'homeserver.profile')).to.have.length(1);
	});

	const dropped: readonly [what: string, change: Partial<RoomEvent>][] = [
		['from a ghost, which is an echo,', { sender: '@rc_alice:example.org' as UserId }],
		['from the federation bot', { sender: '@rocketchat:example.org' as UserId }],
		['in a room that is not federated', { roomId: '!other:example.org' as RoomId }],
		['that was redacted before it came', { content: {} }],
	];
	for (const [what, change] of dropped) {
		it(`${what} is dropped`, async () => {
			const { bridge, calls } = await inLinkedRoom({});
			await relayToRocketChat(bridge, { ...hello, ...change });
			expect(calls).to.deep.equal([]);
		});
	}

	it('is posted under the localpart if the profile cannot be read', async () => {
		const { bridge, calls } = await inLinkedRoom({
			...working,
			'homeserver.profile': () => {
				throw new HomeserverError('M_UNKNOWN', 502, 'Failed to fetch profile');
			},
		});
		await relayToRocketChat(bridge, hello);
		expect(calls).to.deep.include(['people.ensureBotUserNamed', 'bob:far.example', 'bob']);
	});

	describe('in a thread or as a reply', () => {
		const link = (room: string, matrixId: string, rocketChatId: string) => ({
			matrixId: matrixId as EventId,
			rocketChatId: rocketChatId as RocketChatMessageId,
			roomId: room as RoomId,
			part: 0,
		});
		const answer = { 'm.in_reply_to': { event_id: '$asked' } };
		const thread = { rel_type: 'm.thread', event_id: '$root', is_falling_back: true };
		const quote = '[ ](http://workspace.test/direct/rid?msg=asked) ';
		const table: readonly [
			what: string,
			relation: object,
			text: string,
			threadId: string | undefined,
			change?: {
				known?: string;
				room?: string;
				threads?: boolean;
				isRootStored?: boolean;
				awaitsFile?: boolean;
			},
		][] = [
			['quotes the message that it replies to', answer, `${quote}hello`, undefined],
			['is posted into its thread', { ...thread, ...answer }, 'hello', 'root'],
			[
				'quotes the message that it replies to inside the thread',
				{ ...thread, ...answer, is_falling_back: false },
				`${quote}hello`,
				'root',
			],
			[
				'is posted with a quote if the thread is unknown',
				{ ...thread, ...answer },
				`${quote}hello`,
				undefined,
				{ known: '$asked' },
			],
			[
				'is posted with a quote if the workspace has no threads',
				{ ...thread, ...answer },
				`${quote}hello`,
				undefined,
				{ threads: false },
			],
			[
				'is posted with a quote if the first message of the thread was removed',
				{ ...thread, ...answer },
				`${quote}hello`,
				undefined,
				{ isRootStored: false },
			],
			[
				'is posted with a quote if a line stands for the first message of the thread until its file comes',
				{ ...thread, ...answer },
				`${quote}hello`,
				undefined,
				{ awaitsFile: true },
			],
			[
				'is posted without both if neither message is known',
				{ ...thread, ...answer },
				'hello',
				undefined,
				{ known: '' },
			],
			[
				'is not posted into another room whose messages it names',
				{ ...thread, ...answer, is_falling_back: false },
				'hello',
				undefined,
				{ room: '!other:example.org' },
			],
		];
		for (const [what, relation, text, threadId, change = {}] of table) {
			const { known, room = roomId, threads = true, isRootStored = true, awaitsFile } = change;
			it(what, async () => {
				const { bridge, calls } = await inLinkedRoom({
					...working,
					'messages.isStored': () => isRootStored,
				});
				const root = { ...link(room, '$root', 'root'), ...(awaitsFile && { awaitsFile }) };
				for (const each of [link(room, '$asked', 'asked'), root]) {
					if (known === undefined || known === each.matrixId) {
						await bridge.store.messages.add(each);
					}
				}
				await relayToRocketChat(
					{ ...bridge, workspace: { ...bridge.workspace, threads } },
					{ ...hello, content: { ...hello.content, 'm.relates_to': relation } },
				);
				const [, post] = calls.at(-1) ?? [];
				expect(post).to.include({ text });
				expect((post as { threadId?: string }).threadId).to.equal(threadId);
			});
		}

		it('is posted without the quote that older clients put in front of its text', async () => {
			const { bridge, calls } = await inLinkedRoom(working);
			const body = '> <@alice:example.org> the question\n\nthe answer';
			const content = { msgtype: 'm.text', body, 'm.relates_to': answer };
			await relayToRocketChat(bridge, { ...hello, content });
			expect(calls.at(-1)).to.have.nested.property('1.text', 'the answer');
		});

		it('is posted as a note into the thread if it is encrypted', async () => {
			const { bridge, calls } = await inLinkedRoom(working);
			await bridge.store.messages.add(link(roomId, '$root', 'root'));
			const content = { ciphertext: 'x', 'm.relates_to': thread };
			await relayToRocketChat(bridge, { ...hello, type: 'm.room.encrypted', content });
			expect(calls.at(-1)).to.have.nested.property('1.threadId', 'root');
		});
	});

	it('is dropped if it is an encrypted edit', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		const content = { ciphertext: 'x', 'm.relates_to': { rel_type: 'm.replace', event_id: '$a' } };
		await relayToRocketChat(bridge, { ...hello, type: 'm.room.encrypted', content });
		expect(calls).to.deep.equal([]);
	});

	it('does not wait for the message of an encrypted edit', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		const content = { ciphertext: 'x', 'm.relates_to': { rel_type: 'm.replace', event_id: '$a' } };
		await relayToRocketChat(bridge, {
			...hello,
			type: 'm.room.encrypted',
			at: Date.now(),
			content,
		});
		expect(calls).to.deep.equal([]);
	});

	it('says of an encrypted one that it cannot be read', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await relayToRocketChat(bridge, {
			...hello,
			type: 'm.room.encrypted',
			content: { ciphertext: 'x' },
		});
		expect(calls.at(-1))
			.to.have.nested.property('1.text')
			.that.matches(/which this workspace cannot read/);
	});

	it('fails and is not linked if Rocket.Chat refuses it', async () => {
		const { bridge } = await inLinkedRoom({
			...working,
			'messages.post': () => {
				throw new Error('error-message-size-exceeded');
			},
		});
		const failure = await relayToRocketChat(bridge, hello).catch((error: unknown) => error);
		expect(failure).to.be.instanceOf(FederationError).and.to.include({ code: 'message-refused' });
		expect(String((failure as FederationError).cause)).to.equal('Error: error-message-size-exceeded');
		expect(await bridge.store.messages.byMatrixId(hello.eventId)).to.equal(undefined);
	});
});
