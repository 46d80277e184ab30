import type {
	IMessage,
	IMessageDeleteContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import { textsFor } from '../../src/i18n';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { UploadEchoes } from '../../src/rocketchat/upload-echoes';
import { markKey } from '../../src/to-rocketchat/rooms/relink-room';
import {
	mayConcernMatrix,
	relayDeletion,
	relayEdit,
	relayMessage,
	relayReaction,
} from '../../src/to-matrix/relay';
import { fakeApp } from '../support/fake-app';
import { fakeBridge, type Answers } from '../support/fake-bridge';
import { FakeHomeserver } from '../support/fake-homeserver';
import { uploadsOf, withFiles } from '../support/fake-uploads';
import { planOn } from '../support/fake-plan';
import { loggedBy } from '../support/logged';
import { standingClock } from '../support/standing-clock';
import type { RocketChatMessageId, RocketChatRoomId } from '../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const createdAt = new Date('2026-01-01T12:00:00Z');
const alice = { id: 'uid', username: 'alice', type: 'user', isEnabled: true };
const carol = { id: 'mod', username: 'carol', type: 'user', isEnabled: true };
const botUser = { id: 'gid', username: 'bob:far.example', type: 'bot' };
const marked = { id: 'rid', customFields: { federation: { roomId } } };
const says = (text: string, more: object = {}) =>
	({ id: 'mid', text, createdAt, sender: alice, room: marked, ...more }) as unknown as IMessage;

/** A room that holds these messages, for the recovery. */
const inRoom = (...messages: readonly IMessage[]): Answers => ({
	'messages.listSince': () => messages.map(listed),
	'messages.byId': (id: string) => messages.find((message) => message.id === id),
});
const listed = ({ id, createdAt: at, editedAt }: IMessage) => ({
	id,
	senderId: 'uid',
	createdAt: at?.getTime(),
	editedAt: editedAt?.getTime(),
});

/** A bridge of a workspace with a federated room. */
async function bridged(more: Answers = {}, plan = planOn('enterprise')) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = fakeBridge(
		{ ...homeserver.answers, 'messages.tell': () => undefined, 'rooms.byId': () => undefined, ...more },
		plan,
	);
	await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
	const { app, toldOfOutage, whenRecovered } = fakeApp(bridge);
	const told = () => calls.filter(([method]) => method === 'messages.tell').map(([, ...what]) => what);
	/** The same without a bridge: a call that needs it fails. */
	const { app: untouched } = fakeApp(bridge, { requireBridge: () => Promise.reject(new Error('asked')) });
	return { app, untouched, bridge, homeserver, calls, told, toldOfOutage, whenRecovered };
}
const link = { matrixId: '$a' as EventId, rocketChatId: 'mid' as RocketChatMessageId, roomId, part: 0 };

describe('a change to a message of the workspace', () => {
	standingClock(createdAt);

	it('is sent to Matrix: a new message, an edit and a deletion', async () => {
		const { app, homeserver, told } = await bridged();
		await relayMessage(app, says('hello'));
		await relayEdit(
			app,
			says('hello again', { editor: alice, editedAt: new Date(createdAt.getTime() + 9) }),
		);
		expect(homeserver.readable()).to.deep.equal(['hello', '* hello again']);
		await relayDeletion(app, {
			message: says('hello again'),
			user: alice,
		} as unknown as IMessageDeleteContext);
		expect(homeserver.readable()).to.deep.equal([]);
		expect(told()).to.deep.equal([]);
	});

	it('is sent to Matrix: a reaction', async () => {
		const reactions = { ':tada:': { usernames: ['carol'] } };
		const { app, bridge, homeserver, told } = await bridged({
			'messages.byId': () => ({ ...says('hello'), reactions }),
		});
		await bridge.store.messages.add(link);
		const context = { message: says('hello'), user: carol, reaction: ':tada:', isReacted: true };
		await relayReaction(app, context as unknown as IMessageReactionContext);
		expect(homeserver.events.map(({ as, content }) => [as, content])).to.deep.equal([
			[
				'@rc_carol:example.org',
				{ 'm.relates_to': { rel_type: 'm.annotation', event_id: '$a', key: '🎉' } },
			],
		]);
		expect(told()).to.deep.equal([]);
	});

	it('is not sent if it is a deletion that came from Matrix, and is not looked for later either', async () => {
		const { app, bridge, homeserver } = await bridged();
		await bridge.store.messages.add(link);
		await relayDeletion(app, {
			message: says('hello'),
			user: botUser,
		} as unknown as IMessageDeleteContext);
		expect(homeserver.requests).to.deep.equal([]);
		const { settled } = await bridge.store.journal.read('rid' as RocketChatRoomId, Date.now());
		expect([...settled.values()].map(({ isDeleted }) => isDeleted)).to.deep.equal([true]);
	});

	it('does not wait for another room', async () => {
		const begun: unknown[] = [];
		let open: (() => void) | undefined;
		const opened = new Promise<string>((resolve) => (open = () => resolve('$sent')));
		const { app, bridge } = await bridged({
			'homeserver.send': (_as: string, room: string) => {
				begun.push(room);
				return opened;
			},
		});
		const otherRoomId = '!other:example.org' as RoomId;
		const otherRoom = { id: 'other', customFields: { federation: { roomId: otherRoomId } } };
		await bridge.store.rooms.add({
			matrixId: otherRoomId,
			rocketChatId: 'other' as RocketChatRoomId,
		});
		const done = [
			relayMessage(app, says('one', { id: '1' })),
			relayMessage(app, says('two', { id: '2', room: otherRoom })),
		];
		for (let turn = 0; turn < 20; turn++) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(begun).to.have.members([roomId, otherRoomId]);
		open?.();
		await Promise.all(done);
	});

	const stays: readonly [what: string, message: IMessage][] = [
		['a bot user wrote it, since it came from Matrix', says('hello', { sender: botUser })],
		['its room is not marked', says('hello', { room: { id: 'rid' } })],
		[
			'the mark of its room is not our own',
			says('hello', { room: { id: 'another', customFields: marked.customFields } }),
		],
		['the message has no id', says('hello', { id: undefined })],
	];
	for (const [what, message] of stays) {
		it(`is not sent if ${what}`, async () => {
			const { app, homeserver, calls } = await bridged();
			await relayMessage(app, message);
			expect([homeserver.events, calls]).to.deep.equal([[], []]);
		});
	}

	it('tells an upload which message it became if the app itself has posted the file', async () => {
		const { app: other, bridge, calls } = await bridged();
		const echoes = new UploadEchoes();
		const app = Object.assign(other, { fileMessages: { echoes } });
		const withFile = says('', {
			sender: botUser,
			file: { _id: 'upload', name: 'a.png', type: 'image/png' },
		});
		await relayMessage(app, withFile);
		expect(await echoes.messageOf('upload', 0)).to.equal('mid');
		expect(calls).to.deep.equal([]);
		expect(await bridge.store.messages.allByRocketChatId('mid' as RocketChatMessageId)).to.deep.equal([]);
	});

	for (const isRefused of [false, true]) {
		it(`has its room compared if that has a mark and no link, ${isRefused ? 'unless the mark was refused' : "since the room may be the app's own"}`, async () => {
			const room = { id: 'unlinked', customFields: { federation: { roomId } } };
			const { app } = await bridged();
			if (isRefused) {
				app.memory.refusedMarks.add(markKey(room as never));
			}
			await relayMessage(app, says('hello', { room }));
			expect(app.outgoing.recovery.isBehind('unlinked' as RocketChatRoomId)).to.equal(!isRefused);
		});
	}

	it('does not read the settings if the room is not marked', async () => {
		const { untouched, told } = await bridged();
		await relayMessage(untouched, says('hello', { room: { id: 'rid' } }));
		expect(told()).to.deep.equal([]);
	});

	it('is sent in the order of its time, one after the other in a room', async () => {
		const log: string[] = [];
		let open: (() => void) | undefined;
		const opened = new Promise<void>((resolve) => (open = resolve));
		const { app } = await bridged({
			'homeserver.send': async (
				_as: string,
				_room: string,
				_transaction: string,
				event: { content: { body: string } },
			) => {
				log.push(`${event.content.body} begins`);
				await opened;
				log.push(`${event.content.body} ends`);
				return `$${event.content.body}`;
			},
		});
		const at = (milliseconds: number) => new Date(createdAt.getTime() + milliseconds);
		const done = [
			relayMessage(app, says('one', { id: '1', createdAt: at(1) })),
			relayEdit(app, says('three', { id: '3', createdAt: at(0), editedAt: at(3) })),
			relayMessage(app, says('two', { id: '2', createdAt: at(2) })),
		];
		open?.();
		await Promise.all(done);
		expect(log).to.deep.equal(
			['one', 'two', 'three', '* three'].flatMap((body) => [`${body} begins`, `${body} ends`]),
		);
	});

	it('that is an edit is sent before a later message, although its event came after it', async () => {
		const begun: string[] = [];
		let open: (() => void) | undefined;
		const opened = new Promise<void>((resolve) => (open = resolve));
		const { app } = await bridged({
			'homeserver.send': async (_as: string, _room: string, transactionId: string) => {
				begun.push(transactionId);
				await opened;
				return `$${transactionId}`;
			},
		});
		const at = (milliseconds: number) => new Date(createdAt.getTime() + milliseconds);
		const done = [
			relayMessage(app, says('one', { id: '1', createdAt: at(1) })),
			relayMessage(app, says('three', { id: '3', createdAt: at(3) })),
			relayEdit(app, says('one, changed', { id: '1', createdAt: at(1), editedAt: at(2) })),
		];
		open?.();
		await Promise.all(done);
		expect(begun).to.deep.equal(['1.0', `1.0.${at(2).getTime()}`, '3.0']);
	});

	it('that was not sent is reported to the user who made it, in the thread of the message', async () => {
		const { app, told } = await bridged({
			'homeserver.send': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
			},
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'root' }),
		});
		await relayMessage(app, says('hello', { threadId: 'root' }));
		expect(told()).to.deep.equal([
			[
				'uid',
				'rid',
				"Your message was **not** delivered to Matrix. The Matrix server of this workspace refused it (M_FORBIDDEN, status 403). An administrator finds the details in the app's log.",
				'root',
			],
		]);
	});

	describe('that the homeserver does not answer', () => {
		it('is told as late and not as failed, and is on Matrix once when the homeserver answers again', async () => {
			const { app, bridge, homeserver, told, toldOfOutage, whenRecovered } = await bridged(
				inRoom(says('hello')),
			);
			homeserver.silence(1);
			await relayMessage(app, says('hello'));
			expect(toldOfOutage).to.deep.equal([['uid', 'rid', undefined]]);
			await whenRecovered();
			expect(homeserver.readable()).to.deep.equal(['hello']);
			expect(homeserver.requests).to.deep.equal(['mid.0']);
			expect(await bridge.store.messages.byRocketChatId(link.rocketChatId)).to.include({
				matrixId: '$0',
			});
			expect(told()).to.deep.equal([]);
		});

		it('is told later if it is a video call, which the list of messages leaves out', async () => {
			const block = { type: 'video_conf', blockId: 'c1', callId: 'c1', appId: 'videoconf-core' };
			const call = says('', { type: 'videoconf', blocks: [block] });
			const { app, bridge, homeserver, told, toldOfOutage, whenRecovered } = await bridged({
				...inRoom(call),
				'messages.listSince': () => [],
			});
			homeserver.refuse(1);
			await relayMessage(app, call);
			expect(toldOfOutage).to.deep.equal([['uid', 'rid', undefined]]);
			await whenRecovered();
			await whenRecovered();
			expect(homeserver.readable()).to.deep.equal(['📞 A video call was started in Rocket.Chat.']);
			expect(await bridge.store.outbox.all()).to.deep.equal([]);
			expect(told()).to.deep.equal([]);
		});

		it('is redacted later if it is a deletion, and waits in the outbox until then', async () => {
			const { app, bridge, homeserver, told, toldOfOutage, whenRecovered } = await bridged({
				...inRoom(says('hello')),
				'people.byId': (id: string) => [alice, carol].find((user) => user.id === id),
			});
			await relayMessage(app, says('hello'));
			homeserver.silence(1);
			await relayDeletion(app, {
				message: says('hello'),
				user: carol,
			} as unknown as IMessageDeleteContext);
			expect(await bridge.store.outbox.all()).to.have.length(1);
			expect(toldOfOutage).to.deep.equal([['mod', 'rid', undefined]]);
			await whenRecovered();
			expect(homeserver.readable()).to.deep.equal([]);
			expect(await bridge.store.outbox.all()).to.deep.equal([]);
			expect(told()).to.deep.equal([]);
		});

		it('is edited later if it is an edit', async () => {
			const editedAt = new Date(createdAt.getTime() + 9);
			const changed = says('hello again', { editor: carol, editedAt });
			const { app, homeserver, told, toldOfOutage, whenRecovered } = await bridged({
				...inRoom(changed),
				'people.byId': (id: string) => [alice, carol].find((user) => user.id === id),
			});
			await relayMessage(app, says('hello'));
			homeserver.silence(1);
			await relayEdit(app, changed);
			expect(toldOfOutage).to.deep.equal([['mod', 'rid', undefined]]);
			await whenRecovered();
			expect(homeserver.readable()).to.deep.equal(['hello', '* hello again']);
			expect(told()).to.deep.equal([]);
		});

		it('is logged', async () => {
			const { app, homeserver } = await bridged();
			homeserver.silence(1);
			await relayMessage(app, says('hello'));
			expect(loggedBy(app.log)).to.deep.include([
				'warn',
				{
					msg: 'a change is not on Matrix yet',
					code: 'homeserver-slow',
					what: 'message_not_sent',
					messageId: 'mid',
					cause: 'HomeserverError: TIMED_OUT: no answer in time',
				},
			]);
		});

		it('makes the later ones wait behind it, in their order', async () => {
			const at = (milliseconds: number) => new Date(createdAt.getTime() + milliseconds);
			const one = says('one', { id: '1', createdAt: at(1) });
			const two = says('two', { id: '2', createdAt: at(2) });
			const three = says('three', { id: '3', createdAt: at(3) });
			const { app, homeserver, told, whenRecovered } = await bridged(inRoom(one, two, three));
			homeserver.refuse(1);
			await relayMessage(app, one);
			await relayMessage(app, three);
			await relayMessage(app, two);
			await whenRecovered();
			expect(homeserver.readable()).to.deep.equal(['one', 'two', 'three']);
			expect(told()).to.deep.equal([]);
		});
	});

	const outages: readonly [what: string, error: HomeserverError | FederationError][] = [
		['is unreachable', new HomeserverError('UNREACHABLE', undefined, 'no connection')],
		['breaks the connection', new HomeserverError('INTERRUPTED', undefined, 'the connection broke')],
		['is slow', new HomeserverError('TIMED_OUT', undefined, 'no answer in time')],
		['fails', new HomeserverError('M_UNKNOWN', 500, 'Internal server error')],
		['is behind a proxy that fails', new HomeserverError('NOT_MATRIX', 502, 'Bad gateway')],
		['limits the app', new HomeserverError('M_LIMIT_EXCEEDED', 429, 'Too Many Requests')],
		['has another token', new HomeserverError('M_UNKNOWN_TOKEN', 401, 'Invalid access token')],
	];
	for (const [what, error] of outages) {
		it(`is not told as failed while the homeserver ${what}`, async () => {
			const { app, told, toldOfOutage } = await bridged({
				'messages.byId': () => ({ room: { id: 'rid' }, text: 'root' }),
				'homeserver.send': () => {
					throw error;
				},
			});
			await relayMessage(app, says('hello', { threadId: 'root' }));
			expect(told()).to.deep.equal([]);
			expect(toldOfOutage).to.deep.equal([['uid', 'rid', 'root']]);
			expect(app.outgoing.recovery.isBehind('rid' as RocketChatRoomId)).to.equal(true);
		});
	}

	it('is not told as failed while the settings are not complete', async () => {
		const { bridge, told, calls } = await bridged();
		const { app, toldOfOutage } = fakeApp(bridge, {
			requireBridge: () => Promise.reject(new FederationError('not-configured')),
			probe: () => new Promise(() => undefined),
		});
		await relayMessage(app, says('hello'));
		expect(told()).to.deep.equal([]);
		expect(toldOfOutage).to.deep.equal([['uid', 'rid', undefined]]);
		expect(calls).to.deep.equal([]);
	});

	describe('that is an edit or a reaction', () => {
		const refuse = () => {
			throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
		};
		const edit = says('changed', { editor: carol, editedAt: createdAt });
		const reason =
			"The Matrix server of this workspace refused it (M_FORBIDDEN, status 403). An administrator finds the details in the app's log.";

		it('is reported if an edit was refused', async () => {
			const { app, bridge, told } = await bridged({ 'homeserver.send': refuse });
			await bridge.store.messages.add(link);
			await relayEdit(app, edit);
			expect(told()).to.deep.equal([
				['mod', 'rid', `Your edit was **not** delivered to Matrix. ${reason}`, undefined],
			]);
		});

		it('is reported if a reaction was refused', async () => {
			const reactions = { ':tada:': { usernames: ['carol'] } };
			const { app, bridge, told } = await bridged({
				'messages.byId': () => ({ ...says('hello'), reactions }),
				'homeserver.send': refuse,
			});
			await bridge.store.messages.add(link);
			const context = { message: says('hello'), user: carol, reaction: ':tada:', isReacted: true };
			await relayReaction(app, context as unknown as IMessageReactionContext);
			expect(told()).to.deep.equal([
				['mod', 'rid', `Your reaction was **not** delivered to Matrix. ${reason}`, undefined],
			]);
		});
	});

	it('is reported by the reason alone if nobody may redact or the message is not on Matrix', async () => {
		const { app, bridge, told } = await bridged({
			'homeserver.redact': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
			},
		});
		// Written before the room was federated.
		const before = { createdAt: new Date(createdAt.getTime() - 1_200_000), editedAt: createdAt };
		await relayEdit(app, says('changed', { editor: carol, ...before }));
		await bridge.store.messages.add(link);
		await relayDeletion(app, {
			message: says('hello'),
			user: carol,
		} as unknown as IMessageDeleteContext);
		const texts = textsFor({}, { language: 'en' });
		expect(told().map(([, , text]) => text)).to.deep.equal([
			texts('error_message_not_there'),
			texts('error_redaction_refused'),
		]);
	});

	it('is reported by the reason alone if that says enough', async () => {
		const { app, told } = await bridged();
		await relayEdit(app, says('changed', { sender: botUser, editor: carol, editedAt: createdAt }));
		expect(told()).to.deep.equal([
			[
				'mod',
				'rid',
				'On Matrix only the person who wrote a message can edit it. Your edit is visible in this workspace only.',
				undefined,
			],
		]);
	});

	it('that was sent in part is reported with one notice for each thing that was not sent', async () => {
		const message = says('look @carol', withFiles('a`b.txt'));
		const { app, homeserver, told } = await bridged(
			{
				...uploadsOf({}),
				'messages.byId': () => message,
				'people.byUsername': () => carol,
				'rooms.members': () => [alice, carol],
			},
			planOn('community'),
		);
		await relayMessage(app, message);
		expect(homeserver.readable()).to.deep.equal([
			'look @carol',
			"`a'b.txt` was not sent to Matrix: Rocket.Chat does not have the file any more.",
		]);
		expect(told().map(([, , text]) => text)).to.deep.equal([
			'Mentioning people here and on Matrix needs the Starter plan or higher; this workspace has Community. What you wrote is on Matrix, but nobody there was notified.',
			"`a'b.txt` was not sent to Matrix: Rocket.\u2060Chat does not have the file any more.",
		]);
	});
});

describe('whether a new message may concern Matrix', () => {
	const own = { type: 'bot', appId: 'federation' };
	const unmarked = { id: 'rid', type: 'c' };
	const cases: readonly [string, Partial<Record<keyof IMessage, unknown>>, boolean][] = [
		['in a federated room', {}, true],
		['in a room that is not federated', { room: unmarked }, false],
		['in a direct message that may have to be opened', { room: { id: 'rid', type: 'd' } }, true],
		[
			'in a discussion of a federated room that was not announced',
			{ room: { ...unmarked, parentRoom: marked } },
			true,
		],
		['by a bot user of the app', { sender: own }, false],
		['by the user of the app', { sender: { ...own, type: 'app' } }, false],
		['by a bot of another app', { sender: { ...own, appId: 'other' } }, true],
		['by a bot user, of a file whose message has to be found', { sender: own, file: { _id: 'f' } }, true],
		[
			'by a bot user, in a discussion that was not announced',
			{ sender: own, room: { ...unmarked, parentRoom: marked } },
			true,
		],
		['whose writer was deleted meanwhile', { sender: undefined }, false],
		['whose room was deleted meanwhile', { room: undefined }, false],
	];
	for (const [what, more, expected] of cases) {
		it(`is ${expected ? 'true' : 'false'} for one ${what}`, () => {
			expect(mayConcernMatrix(says('hello', more), 'federation')).to.equal(expected);
		});
	}
});
