import type {
	IMessage,
	IMessageDeleteContext,
	IMessageReactionContext,
} from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import type { AppContext } from '../../src/app-context';
import { textsFor } from '../../src/i18n';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { relayDeletion, relayEdit, relayMessage, relayReaction } from '../../src/to-matrix/relay';
import { fakeBridge, type Answers } from '../support/fake-bridge';
import { FakeHomeserver } from '../support/fake-homeserver';
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

/** A bridge of a workspace with a federated room. */
async function bridged(more: Answers = {}, plan = planOn('enterprise')) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = fakeBridge(
		{ ...homeserver.answers, 'messages.tell': () => undefined, ...more },
		plan,
	);
	await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
	const parts = { ...bridge, textsFor: async () => textsFor({}, { language: 'en' }) };
	const app = { ...parts, requireBridge: async () => bridge } as unknown as AppContext;
	const told = () => calls.filter(([method]) => method === 'messages.tell').map(([, ...what]) => what);
	/** The same without a bridge: a call that needs it fails. */
	const untouched = {
		...parts,
		requireBridge: () => Promise.reject(new Error('asked')),
	} as unknown as AppContext;
	return { app, untouched, bridge, homeserver, calls, told };
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
			'messages.byId': () => ({ id: 'mid', reactions }),
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
			relayEdit(app, says('three', { id: '3', createdAt: at(0), editedAt: at(3), attachments: [{}] })),
			relayMessage(app, says('two', { id: '2', createdAt: at(2) })),
		];
		open?.();
		await Promise.all(done);
		expect(log).to.deep.equal(
			['one', 'two', 'three'].flatMap((body) => [`${body} begins`, `${body} ends`]),
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
				'Your message was **not** delivered to Matrix. The homeserver refused it (M_FORBIDDEN, status 403).',
				'root',
			],
		]);
	});

	it('that was not answered is reported as uncertain', async () => {
		const { app, homeserver, told } = await bridged();
		homeserver.silence(2);
		await relayMessage(app, says('hello'));
		expect(told()).to.deep.equal([
			[
				'uid',
				'rid',
				'It is not certain that your message was delivered to Matrix. The homeserver does not answer in time. Please try again later.',
				undefined,
			],
		]);
	});

	it('that was not answered is reported as not done if it is a deletion', async () => {
		const { app, bridge, homeserver, told } = await bridged();
		await bridge.store.messages.add(link);
		homeserver.silence(2);
		await relayDeletion(app, {
			message: says('hello'),
			user: carol,
		} as unknown as IMessageDeleteContext);
		expect(told()).to.deep.equal([
			[
				'mod',
				'rid',
				'The message was **not** deleted on Matrix. The homeserver does not answer in time. Please try again later.',
				undefined,
			],
		]);
	});

	it('that was not answered is logged', async () => {
		const { app, homeserver } = await bridged();
		homeserver.silence(2);
		await relayMessage(app, says('hello'));
		expect(loggedBy(app.log)).to.deep.equal([
			[
				'warn',
				{
					msg: 'a change was not sent to Matrix',
					code: 'homeserver-slow',
					what: 'message_not_sent',
					messageId: 'mid',
					cause: 'HomeserverError: TIMED_OUT: no answer in time',
				},
			],
		]);
	});

	describe('that is an edit or a reaction', () => {
		const refuse = () => {
			throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
		};
		const edit = says('changed', { editor: carol, editedAt: createdAt });
		const reason = 'The homeserver refused it (M_FORBIDDEN, status 403).';
		const slow = 'The homeserver does not answer in time. Please try again later.';

		it('is reported if an edit was refused', async () => {
			const { app, bridge, told } = await bridged({ 'homeserver.send': refuse });
			await bridge.store.messages.add(link);
			await relayEdit(app, edit);
			expect(told()).to.deep.equal([
				['mod', 'rid', `Your edit was **not** delivered to Matrix. ${reason}`, undefined],
			]);
		});

		it('is reported as uncertain if an edit was not answered', async () => {
			const { app, bridge, homeserver, told } = await bridged();
			await bridge.store.messages.add(link);
			homeserver.silence(2);
			await relayEdit(app, edit);
			expect(told()).to.deep.equal([
				[
					'mod',
					'rid',
					`It is not certain that your message was delivered to Matrix. ${slow}`,
					undefined,
				],
			]);
		});

		it('is reported if a reaction was refused', async () => {
			const reactions = { ':tada:': { usernames: ['carol'] } };
			const { app, bridge, told } = await bridged({
				'messages.byId': () => ({ id: 'mid', reactions }),
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
		const late = new Date(createdAt.getTime() + 60_001);
		await relayEdit(app, says('changed', { editor: carol, editedAt: late }));
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
		const { app, homeserver, told } = await bridged(
			{ 'people.byUsername': () => carol, 'rooms.members': () => [alice, carol] },
			planOn('community'),
		);
		await relayMessage(app, says('look @carol', { attachments: [{}] }));
		expect(homeserver.readable()).to.deep.equal(['look @carol']);
		expect(told().map(([, , text]) => text)).to.deep.equal([
			'Mentioning people here and on Matrix needs the Starter plan or higher; this workspace has Community. What you wrote is on Matrix, but nobody there was notified.',
			'The text of your message was sent to Matrix, but its attachments were not: this version cannot send files.',
		]);
	});
});
