import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import type { Homeserver } from '../../../src/matrix/homeserver';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RoomEvents } from '../../../src/matrix/room-events';
import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import type { RocketChatMessageId, RocketChatRoomId } from '../../../src/rocketchat/ids';
import { sendDeletion } from '../../../src/to-matrix/messages/deletion';
import { sendMessage } from '../../../src/to-matrix/messages/message';
import { reconcileRoom } from '../../../src/to-matrix/recovery/reconcile';
import { settle } from '../../../src/to-matrix/recovery/settlement';
import { atTime } from '../../support/at-time';
import { standingClock } from '../../support/standing-clock';
import { alice, bot, carol, rid, roomId, userOf, waitingRoom, written } from '../../support/waiting-room';

const now = new Date('2026-01-01T12:00:00Z');
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const long = 'many words '.repeat(12_000);
const idOf = (id: string) => id as RocketChatMessageId;

/** A room that was compared an hour ago. */
const roomWith = (...messages: readonly RocketChatMessage[]) => waitingRoom(at(-HOUR).getTime(), messages);

/** A bridge that sends events in another way. */
function sendingBy(bridge: ConfiguredBridge, send: RoomEvents['send']): ConfiguredBridge {
	const events = Object.create(bridge.homeserver.events, { send: { value: send } }) as RoomEvents;
	return {
		...bridge,
		homeserver: Object.create(bridge.homeserver, { events: { value: events } }) as Homeserver,
	};
}

describe('comparing a room with Matrix', () => {
	standingClock(now);

	it('sends what is missing, oldest first, with its own time, and sends nothing the second time', async () => {
		const { reconcile, homeserver, told } = await roomWith(
			written('2', 'two', at(-2_000)),
			written('1', 'one', at(-3_000)),
			written('3', 'three', at(-1_000)),
		);
		await reconcile();
		expect(homeserver.events.map(({ content, at: sentAt }) => [content, sentAt])).to.deep.equal([
			[{ msgtype: 'm.text', body: 'one', 'm.mentions': {} }, at(-3_000).getTime()],
			[{ msgtype: 'm.text', body: 'two', 'm.mentions': {} }, at(-2_000).getTime()],
			[{ msgtype: 'm.text', body: 'three', 'm.mentions': {} }, at(-1_000).getTime()],
		]);
		await reconcile();
		expect(homeserver.requests).to.deep.equal(['1.0', '2.0', '3.0']);
		expect(told()).to.deep.equal([]);
	});

	it('keeps the order if somebody writes two messages and edits the second one while a first one is sent', async () => {
		let isFirst = true;
		const room = await waitingRoom(at(-HOUR).getTime(), [written('1', 'one', at(-3_000))], {
			'messages.byId': async (id: string) => {
				if (isFirst) {
					isFirst = false;
					room.write(written('2', 'two', at(-2_000)));
					room.write(written('3', 'three', at(-1_000), { editedAt: at(-500) }));
					await room.bridge.store.outbox.add({
						...{
							id: 'edit',
							what: 'edit',
							roomId: rid,
							messageId: idOf('3'),
							senderId: alice.id,
						},
						...{ createdAt: at(-1_000).getTime(), actorId: alice.id, at: at(-500).getTime() },
					});
				}
				return room.there.get(id);
			},
		});
		await room.reconcile();
		await room.reconcile();
		expect(room.homeserver.readable()).to.deep.equal(['one', 'two', 'three']);
	});

	it('sends what somebody wrote whose account was deleted since, unless that is to be erased', async () => {
		const ghost = '@rc_carol:example.org' as UserId;
		for (const isErased of [false, true]) {
			const sender = userOf('carol', 'unknown');
			const { bridge, reconcile, homeserver } = await roomWith(
				written('1', 'the last words', at(-2_000), { sender }),
			);
			const { retiredGhosts } = bridge.store;
			await retiredGhosts.add({ ghostId: ghost, userId: carol.id, at: at(-1_000).getTime(), isErased });
			await reconcile();
			expect(homeserver.readable()).to.deep.equal(isErased ? [] : ['the last words']);
			expect(homeserver.events.map((event) => event.as)).to.deep.equal(isErased ? [] : [ghost]);
		}
	});

	it('leaves out what nobody of the workspace wrote, and what is settled', async () => {
		const deleted = userOf('dora', 'unknown');
		const { bridge, reconcile, homeserver } = await roomWith(
			written('1', 'of Bob', at(-4_000), { sender: bot }),
			written('2', 'of the app', at(-3_000), { sender: userOf('app', 'app') }),
			written('3', 'of a deleted account', at(-2_000), { sender: deleted }),
			written('4', 'settled', at(-1_000)),
		);
		await settle(bridge, { id: idOf('4'), room: { id: rid } as RocketChatMessage['room'] });
		await reconcile();
		expect(homeserver.requests).to.deep.equal([]);
	});

	it('does nothing in a room that is not listed', async () => {
		const { bridge, calls } = await roomWith(written('1', 'one', at(-1_000)));
		await reconcileRoom(bridge, 'other' as RocketChatRoomId);
		expect(calls).to.deep.equal([]);
	});

	it('sends a message that was edited meanwhile once, with its last text', async () => {
		const { reconcile, homeserver } = await roomWith(
			written('1', 'last', at(-3_000), { editedAt: at(-1_000) }),
		);
		await reconcile();
		await reconcile();
		expect(homeserver.readable()).to.deep.equal(['last']);
		expect(homeserver.requests).to.deep.equal(['1.0']);
	});

	it('does not send a message that is deleted before its turn', async () => {
		const { bridge, reconcile, homeserver, there } = await roomWith(
			written('1', 'one', at(-3_000)),
			written('2', 'two', at(-2_000)),
		);
		bridge.deletedMessages.add('1');
		const listed = bridge.messages.listSince.bind(bridge.messages);
		const messages = Object.create(bridge.messages, {
			listSince: {
				value: async (...given: Parameters<typeof listed>) => {
					const list = await listed(...given);
					there.delete('2');
					return list;
				},
			},
		}) as typeof bridge.messages;
		await reconcile({ ...bridge, messages });
		expect(homeserver.requests).to.deep.equal([]);
	});

	it('edits on Matrix what was edited later than its link, once', async () => {
		const { reconcile, restarted, homeserver, write } = await roomWith(written('1', 'one', at(-3_000)));
		await reconcile();
		write(written('1', 'changed', at(-3_000), { editedAt: at(-1_000) }));
		await reconcile(restarted());
		await reconcile(restarted());
		expect(homeserver.readable()).to.deep.equal(['one', '* changed']);
	});

	it('does nothing more after a restart about a message that an edit has made shorter', async () => {
		const message = written('1', long, at(-10_000));
		const { bridge, reconcile, restarted, homeserver, write } = await roomWith(message);
		await sendMessage(bridge, message, roomId);
		write({ ...message, text: 'short', editedAt: at(-5_000) });
		await reconcile();
		const { length } = homeserver.requests;
		homeserver.forgetTransactions();
		await reconcile(restarted());
		expect(homeserver.requests).to.have.length(length);
	});

	it('redacts what was deleted, once', async () => {
		const { reconcile, restarted, homeserver, there, calls } = await roomWith(
			written('1', long, at(-3_000)),
		);
		await reconcile();
		there.clear();
		await reconcile(restarted());
		expect(homeserver.readable()).to.deep.equal([]);
		calls.length = 0;
		await reconcile(restarted());
		expect(calls.map(([method]) => method)).not.to.include('homeserver.redact');
	});

	it('does not take a message for deleted that the list has left out', async () => {
		const { bridge, reconcile, homeserver } = await roomWith(written('1', 'one', at(-3_000)));
		await reconcile();
		const messages = Object.create(bridge.messages, {
			listSince: { value: async () => [] },
		}) as typeof bridge.messages;
		await reconcile({ ...bridge, messages });
		expect(homeserver.readable()).to.deep.equal(['one']);
	});

	describe('after the app was killed between a sending and its link', () => {
		it('finds the message in the room', async () => {
			const message = written('1', 'one', at(-1_000));
			const { reconcile, restarted, dying, homeserver, bridge } = await roomWith(message);
			await sendMessage(dying(), message, roomId).catch(() => undefined);
			expect(homeserver.readable()).to.deep.equal(['one']);
			await reconcile(restarted());
			expect(homeserver.readable()).to.deep.equal(['one']);
			expect(await bridge.store.messages.byRocketChatId(idOf('1'))).to.include({ matrixId: '$0' });
		});

		it('finds the message in the room if the homeserver may have forgotten the transaction', async () => {
			const message = written('1', long, at(-1_000));
			const { reconcile, restarted, dying, homeserver } = await roomWith(message);
			await sendMessage(dying(), message, roomId).catch(() => undefined);
			homeserver.forgetTransactions();
			await atTime(at(HOUR).getTime(), async () => {
				await reconcile(restarted());
				await reconcile(restarted());
			});
			expect(new Set(homeserver.requests).size).to.equal(homeserver.requests.length);
			expect(homeserver.readable().join('').replace(/\s/g, '')).to.equal(long.replace(/\s/g, ''));
		});

		it('sends only the parts that are missing', async () => {
			const message = written('1', long, at(-10_000));
			const { reconcile, restarted, dying, homeserver } = await roomWith(message);
			await sendMessage(dying(1), message, roomId).catch(() => undefined);
			expect(homeserver.requests).to.deep.equal(['1.0', '1.1']);
			await reconcile(restarted());
			expect(homeserver.requests.slice(2, 4)).to.deep.equal(['1.2', '1.3']);
			expect(homeserver.readable().join('').replace(/\s/g, '')).to.equal(long.replace(/\s/g, ''));
		});

		it('sends the last parts also if the first one was linked twice', async () => {
			const message = written('1', long, at(-1_000));
			const { reconcile, restarted, dying, homeserver } = await roomWith(message);
			await sendMessage(dying(1), message, roomId).catch(() => undefined);
			await sendMessage(dying(1), message, roomId).catch(() => undefined);
			await sendMessage(dying(1), message, roomId).catch(() => undefined);
			await atTime(at(60_000).getTime(), () => reconcile(restarted()));
			expect(homeserver.readable().join('').replace(/\s/g, '')).to.equal(long.replace(/\s/g, ''));
		});

		it('sends the last parts also if it was killed again after the first one was found', async () => {
			const message = written('1', long, at(-10_000));
			const { reconcile, restarted, dying, homeserver } = await roomWith(message);
			await sendMessage(dying(), message, roomId).catch(() => undefined);
			const { store } = dying(1);
			await sendMessage({ ...restarted(), store }, message, roomId).catch(() => undefined);
			expect(homeserver.requests).to.deep.equal(['1.0', '1.1']);
			await reconcile(restarted());
			expect(homeserver.readable().join('').replace(/\s/g, '')).to.equal(long.replace(/\s/g, ''));
		});

		it('edits the message if it was edited meanwhile', async () => {
			const message = written('1', 'one', at(-2_000));
			const { reconcile, restarted, dying, homeserver, write } = await roomWith(message);
			await sendMessage(dying(), message, roomId).catch(() => undefined);
			write({ ...message, text: 'changed', editedAt: at(-1_000) });
			await reconcile(restarted());
			await reconcile(restarted());
			expect(homeserver.readable()).to.deep.equal(['one', '* changed']);
		});

		it('redacts the message if its deletion is heard later', async () => {
			const message = written('1', 'one', at(-2_000));
			const { restarted, dying, homeserver } = await roomWith(message);
			await sendMessage(dying(), message, roomId).catch(() => undefined);
			await sendDeletion(restarted(), message, alice, roomId);
			expect(homeserver.readable()).to.deep.equal([]);
		});

		it('keeps two messages of one person in the same millisecond apart', async () => {
			const first = written('1', 'one', at(-1_000));
			const second = written('2', 'two', at(-1_000));
			const { bridge, reconcile, restarted, dying, homeserver } = await roomWith(first, second);
			await sendMessage(bridge, first, roomId);
			await sendMessage(dying(), second, roomId).catch(() => undefined);
			homeserver.forgetTransactions();
			await atTime(at(HOUR).getTime(), () => reconcile(restarted()));
			expect(homeserver.readable()).to.deep.equal(['one', 'two']);
		});

		it('tells two messages of one person in the same millisecond apart by their texts', async () => {
			const first = written('1', 'one', at(-1_000));
			const second = written('2', 'two', at(-1_000));
			const { bridge, reconcile, restarted, dying, homeserver } = await roomWith(first, second);
			await sendMessage(dying(), second, roomId).catch(() => undefined);
			await sendMessage(dying(), first, roomId).catch(() => undefined);
			homeserver.forgetTransactions();
			await reconcile(restarted());
			expect(homeserver.readable()).to.deep.equal(['two', 'one']);
			expect((await bridge.store.messages.byRocketChatId(idOf('1')))?.matrixId).to.equal('$1');
			expect((await bridge.store.messages.byRocketChatId(idOf('2')))?.matrixId).to.equal('$0');
		});
	});

	it('redacts an unconfirmed part that the message does not have any more', async () => {
		const message = written('1', long, at(-2_000));
		const { bridge, reconcile, homeserver, write } = await roomWith(message);
		homeserver.silence(1, 1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		expect(homeserver.requests).to.deep.equal(['1.0', '1.1']);
		write({ ...message, text: 'short', editedAt: at(-1_000) });
		await reconcile();
		expect(
			homeserver.events.map(({ transactionId, redacted }) => [transactionId, redacted]),
		).to.deep.equal([
			['1.0', false],
			['1.1', true],
			[`1.0.${at(-1_000).getTime()}`, false],
		]);
	});

	it('goes on where the host failed in the middle, without doing anything twice', async () => {
		const { bridge, reconcile, homeserver } = await roomWith(
			written('1', 'one', at(-3_000)),
			written('2', 'two', at(-2_000)),
			written('3', 'three', at(-1_000)),
		);
		const byId = bridge.messages.byId.bind(bridge.messages);
		const messages = Object.create(bridge.messages, {
			byId: {
				value: (id: RocketChatMessageId) =>
					id === '2' ? Promise.reject(new Error('the database is away')) : byId(id),
			},
		}) as typeof bridge.messages;
		const failure: unknown = await reconcile({ ...bridge, messages }).catch((error: unknown) => error);
		expect(failure).to.be.instanceOf(Error);
		expect((await bridge.store.progress.of(rid))?.checkedTo).to.equal(at(-HOUR).getTime());
		await reconcile();
		expect(homeserver.requests).to.deep.equal(['1.0', '2.0', '3.0']);
	});

	it('stops at the first message that the homeserver does not take, so that the order stays', async () => {
		const { reconcile, homeserver, told } = await roomWith(
			written('1', 'one', at(-3_000)),
			written('2', 'two', at(-2_000)),
		);
		homeserver.refuse(1);
		const failure: unknown = await reconcile().catch((error: unknown) => error);
		expect(failure).to.include({ code: 'homeserver-unreachable' });
		await reconcile();
		expect(homeserver.readable()).to.deep.equal(['one', 'two']);
		expect(told()).to.deep.equal([]);
	});

	it('tells a message that the homeserver refuses for good once, and goes on with the next', async () => {
		const { bridge, reconcile, homeserver, told } = await roomWith(
			written('1', 'bad', at(-3_000)),
			written('2', 'good', at(-2_000)),
		);
		const send = bridge.homeserver.events.send.bind(bridge.homeserver.events);
		const refusing = sendingBy(bridge, (...given) =>
			given[2] === '1.0'
				? Promise.reject(new HomeserverError('M_TOO_LARGE', 413, 'too large'))
				: send(...given),
		);
		await reconcile(refusing);
		await reconcile();
		expect(homeserver.readable()).to.deep.equal(['good']);
		expect(told()).to.deep.equal([
			[
				alice.id,
				"Your message was **not** delivered to Matrix. The Matrix server of this workspace refused it (M_TOO_LARGE, status 413). An administrator finds the details in the app's log.",
			],
		]);
	});

	it('gives a message up that the homeserver fails on ten times, and goes on with the next', async () => {
		const { bridge, homeserver, told, reconcile } = await roomWith(
			written('1', 'bad', at(-3_000)),
			written('2', 'good', at(-2_000)),
		);
		const send = bridge.homeserver.events.send.bind(bridge.homeserver.events);
		let failures = 0;
		const failing = sendingBy(bridge, (...given) => {
			failures += given[2] === '1.0' ? 1 : 0;
			return given[2] === '1.0'
				? Promise.reject(new HomeserverError('M_UNKNOWN', 500, 'Internal server error'))
				: send(...given);
		});
		for (let attempt = 1; attempt < 10; attempt++) {
			await reconcile(failing).catch(() => undefined);
		}
		expect([failures, told(), homeserver.readable()]).to.deep.equal([9, [], []]);
		await reconcile(failing);
		expect([failures, told().length, homeserver.readable()]).to.deep.equal([10, 1, ['good']]);
	});

	it('gives up messages older than the limit, and tells each writer once how many', async () => {
		const message = (id: string, days: number, sender = alice) =>
			written(id, id, at(-days * DAY), { sender });
		const messages = [
			...[message('1', 9), message('2', 5), message('3', 4, carol), message('4', 4, bot)],
			...[message('5', 2)],
		];
		const { reconcile, restarted, homeserver, told } = await waitingRoom(
			at(-10 * DAY).getTime(),
			messages,
		);
		await reconcile();
		await reconcile(restarted());
		expect(homeserver.readable()).to.deep.equal(['5']);
		expect(told().map(([who]) => who)).to.deep.equal([alice.id, carol.id]);
		expect(told()[0]?.[1]).to.match(/\b2\b/).and.match(/\b3\b/);
	});

	it('finds a message that was written after the clock was set back', async () => {
		const { reconcile, homeserver } = await waitingRoom(at(HOUR).getTime(), [
			written('1', 'one', at(-1_000)),
		]);
		await reconcile();
		expect(homeserver.readable()).to.deep.equal(['one']);
	});

	it('sends nothing twice after the clock was set back and the app was restarted', async () => {
		const { reconcile, restarted, homeserver } = await roomWith(written('1', 'one', at(-1_000)));
		await reconcile();
		homeserver.forgetTransactions();
		const before = at(-7 * HOUR).getTime();
		await atTime(before, () => reconcile(restarted()));
		expect(homeserver.readable()).to.deep.equal(['one']);
	});

	it('sends to the room that the direct message is linked to now, and edits in the room of the message', async () => {
		const newer = '!newer:example.org' as RoomId;
		const { bridge, reconcile, homeserver, write } = await roomWith(written('1', 'one', at(-3_000)));
		await reconcile();
		await bridge.store.progress.save({
			...{ roomId: rid, matrixRoomId: newer },
			from: 0,
			checkedTo: at(-HOUR).getTime(),
		});
		write(written('1', 'changed', at(-3_000), { editedAt: at(-2_000) }));
		write(written('2', 'two', at(-1_000)));
		await reconcile();
		expect(homeserver.events.map((event) => [event.transactionId, event.roomId])).to.deep.equal([
			['1.0', roomId],
			['2.0', newer],
			[`1.0.${at(-2_000).getTime()}`, roomId],
		]);
	});

	describe('reactions', () => {
		const reacted = (...usernames: string[]) =>
			written('1', 'one', at(-3_000), { reactions: { ':thumbsup:': { usernames } } });
		const reactionsOn = (events: readonly { type: string; as: string; redacted: boolean }[]) =>
			events.filter(({ type, redacted }) => type === 'm.reaction' && !redacted).map(({ as }) => as);

		it('are added and taken back', async () => {
			const { reconcile, restarted, homeserver, write } = await roomWith(
				reacted('alice', bot.username),
			);
			await reconcile();
			await reconcile(restarted());
			expect(reactionsOn(homeserver.events)).to.deep.equal(['@rc_alice:example.org']);
			write(reacted('carol', bot.username));
			await reconcile(restarted());
			expect(reactionsOn(homeserver.events)).to.deep.equal(['@rc_carol:example.org']);
			write(reacted());
			await reconcile(restarted());
			expect(reactionsOn(homeserver.events)).to.deep.equal([]);
		});

		it('stay if they are shown under a name that nobody has any more: their person was renamed', async () => {
			const { reconcile, restarted, homeserver, write } = await roomWith(reacted('alice'));
			await reconcile();
			write(reacted('former.name'));
			await reconcile(restarted());
			expect(reactionsOn(homeserver.events)).to.deep.equal(['@rc_alice:example.org']);
		});

		it('that were sent before the app was killed are found and linked, so that they can be taken back', async () => {
			const { bridge, reconcile, restarted, dying, homeserver, write } = await roomWith(reacted());
			await reconcile();
			write(reacted('alice'));
			await reconcile(dying()).catch(() => undefined);
			homeserver.forgetTransactions();
			await reconcile(restarted());
			expect(reactionsOn(homeserver.events)).to.have.length(1);
			expect(await bridge.store.reactions.byMatrixId('$1' as EventId)).not.to.equal(undefined);
			write(reacted());
			await reconcile(restarted());
			expect(reactionsOn(homeserver.events)).to.deep.equal([]);
		});
	});

	describe('the outbox', () => {
		const item = { roomId: rid, messageId: idOf('1'), createdAt: at(-3 * HOUR).getTime() };

		it('is worked off with the changes of messages that are older than what is compared', async () => {
			const message = written('1', 'one', at(-3 * HOUR));
			const { bridge, reconcile, homeserver, write } = await roomWith(message);
			await sendMessage(bridge, message, roomId);
			write({ ...message, text: 'changed', editedAt: at(-1_000) });
			const edit = { ...item, id: 'a', what: 'edit', actorId: alice.id, senderId: alice.id } as const;
			await bridge.store.outbox.add({ ...edit, at: at(-1_000).getTime() });
			await reconcile();
			expect(homeserver.readable()).to.deep.equal(['one', '* changed']);
			expect(await bridge.store.outbox.all()).to.deep.equal([]);
		});

		it('is worked off with a deletion by somebody whose account is gone', async () => {
			const message = written('1', 'one', at(-3 * HOUR));
			const { bridge, reconcile, restarted, homeserver, there } = await roomWith(message);
			await sendMessage(bridge, message, roomId);
			there.clear();
			const deletion = { ...item, id: 'a', what: 'deletion', senderId: alice.id } as const;
			await bridge.store.outbox.add({ ...deletion, at: at(-1_000).getTime() });
			await reconcile(restarted());
			expect(homeserver.readable()).to.deep.equal([]);
			expect(await bridge.store.outbox.all()).to.deep.equal([]);
		});

		it('keeps what could not be sent', async () => {
			const message = written('1', 'one', at(-3 * HOUR));
			const { bridge, reconcile, homeserver, there } = await roomWith(message);
			await sendMessage(bridge, message, roomId);
			there.clear();
			const deletion = { ...item, id: 'a', what: 'deletion', actorId: alice.id } as const;
			await bridge.store.outbox.add({ ...deletion, at: at(-1_000).getTime() });
			homeserver.silence(1);
			const failure: unknown = await reconcile().catch((error: unknown) => error);
			expect(failure).to.include({ code: 'homeserver-slow' });
			expect(await bridge.store.outbox.ofRoom(rid)).to.have.length(1);
			await reconcile();
			expect(await bridge.store.outbox.ofRoom(rid)).to.deep.equal([]);
		});

		it('does not send a message before older ones if it was written and edited during the comparison', async () => {
			const room = await roomWith(written('1', 'one', at(-3_000)));
			const { bridge, reconcile, homeserver, write } = room;
			const send = bridge.homeserver.events.send.bind(bridge.homeserver.events);
			const meanwhile = async () => {
				write(written('2', 'two', at(-2_000)));
				write(written('3', 'three, changed', at(-1_000), { editedAt: at(-500) }));
				const edit = { ...item, id: 'a', what: 'edit', actorId: alice.id } as const;
				await bridge.store.outbox.add({ ...edit, messageId: idOf('3'), at: at(-500).getTime() });
			};
			await reconcile(
				sendingBy(bridge, async (...given) => {
					await meanwhile();
					return send(...given);
				}),
			);
			await reconcile();
			expect(homeserver.readable()).to.deep.equal(['one', 'two', 'three, changed']);
			expect(await bridge.store.outbox.all()).to.deep.equal([]);
		});

		it('loses an edit of a message that is gone meanwhile', async () => {
			const { bridge, reconcile, homeserver, told } = await roomWith();
			await bridge.store.outbox.add({ ...item, id: 'a', what: 'edit', actorId: alice.id, at: 1 });
			await reconcile();
			expect([await bridge.store.outbox.all(), homeserver.requests, told()]).to.deep.equal([
				[],
				[],
				[],
			]);
		});
	});
});
