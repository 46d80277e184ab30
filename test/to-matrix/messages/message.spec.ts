import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import { sendMessage } from '../../../src/to-matrix/messages/message';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { settled } from '../../support/mock-timers';
import { standingClock } from '../../support/standing-clock';
import type { RocketChatMessageId, RocketChatUserId, RocketChatRoomId } from '../../../src/rocketchat/ids';

const other = 'other' as RocketChatMessageId;
const zed = 'Zed' as RocketChatUserId;
const roomId = '!room:example.org' as RoomId;
const now = new Date('2026-01-01T12:00:00Z');
const message = {
	id: 'mid',
	text: 'hello',
	createdAt: now,
	sender: { id: 'uid', username: 'alice', name: 'Alice Smith', type: 'user' },
	room: { id: 'rid', type: 'd', customFields: { federation: { roomId } } },
} as unknown as RocketChatMessage;

const working: Answers = {
	'homeserver.register': () => undefined,
	'homeserver.setDisplayName': () => undefined,
	'homeserver.send': () => '$sent',
};

async function inLinkedRoom(answers: Answers) {
	const fake = fakeBridge(answers);
	await fake.bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
	return fake;
}

describe('sendMessage', () => {
	standingClock(now);

	it('sends as the ghost, with the time of the message, and stores the link', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await sendMessage(bridge, message, roomId);
		expect(calls).to.deep.equal([
			['homeserver.register', 'rc_alice'],
			['homeserver.setDisplayName', '@rc_alice:example.org', 'Alice Smith'],
			[
				'homeserver.send',
				'@rc_alice:example.org',
				roomId,
				'mid.0',
				{
					type: 'm.room.message',
					content: { msgtype: 'm.text', body: 'hello', 'm.mentions': {} },
				},
				now.getTime(),
			],
		]);
		expect(await bridge.store.messages.byRocketChatId('mid' as RocketChatMessageId)).to.include({
			matrixId: '$sent' as EventId,
			part: 0,
		});
	});

	it('ends the typing of its sender when it is sent, and says that they have read what was there', async () => {
		const { bridge, calls } = await inLinkedRoom({ ...working, 'homeserver.markRead': () => undefined });
		const ended: string[] = [];
		bridge.readEvents.note({ roomId, thread: undefined }, '$read' as EventId);
		const given = {
			...bridge,
			configuration: { ...bridge.configuration, syncReadReceipts: true },
			typingRequests: { end: (room: string, name: string) => void ended.push(`${room} ${name}`) },
		};
		await sendMessage(given, message, roomId);
		await settled();
		expect(ended).to.deep.equal(['rid alice']);
		expect(calls.at(-1)).to.deep.equal([
			...['homeserver.markRead', '@rc_alice:example.org', roomId, '$read', undefined],
		]);
	});

	it('registers one ghost for two messages at once', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await Promise.all([
			sendMessage(bridge, message, roomId),
			sendMessage(bridge, { ...message, id: other }, roomId),
		]);
		expect(calls.filter(([method]) => method === 'homeserver.register')).to.have.length(1);
	});

	it('keeps the ghost if the username changes', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await sendMessage(bridge, message, roomId);
		const renamed = { ...message, id: other, sender: { ...message.sender, username: 'alicia' } };
		await sendMessage(bridge, renamed, roomId);
		expect(calls.at(-1)?.[1]).to.equal('@rc_alice:example.org');
	});

	it('registers another ghost for a user with the former username of another user', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		await sendMessage(bridge, message, roomId);
		const newcomer = { ...message, id: other, sender: { ...message.sender, id: zed } };
		await sendMessage(bridge, newcomer, roomId);
		expect(calls.at(-1)?.[1]).to.equal('@rc_alice._zed:example.org');
	});

	it('fails on time-out, and finds the event in its room when it is called again', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = await inLinkedRoom(homeserver.answers);
		homeserver.silence(1);
		const failure: unknown = await sendMessage(bridge, message, roomId).catch((error: unknown) => error);
		expect(failure).to.include({ errcode: 'TIMED_OUT' });
		expect(homeserver.requests).to.deep.equal(['mid.0']);
		await sendMessage(bridge, message, roomId);
		expect(homeserver.requests).to.deep.equal(['mid.0']);
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(bridge.unconfirmedParts.find('mid')).to.equal(undefined);
	});

	it('repeats an unconfirmed request under its own transaction id, which may be one of an edit', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = await inLinkedRoom(homeserver.answers);
		bridge.unconfirmedParts.add('mid', {
			...{ part: 0, ghostId: '@rc_alice:example.org' as UserId, roomId },
			...{ transactionId: 'mid.0.777', sentAt: now.getTime() },
		});
		await sendMessage(bridge, message, roomId);
		expect(homeserver.requests).to.deep.equal(['mid.0.777']);
	});

	it('notes an edit that a message has shown since it was sent, so that the edit is not sent again', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = await inLinkedRoom(homeserver.answers);
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		const editedAt = new Date(now.getTime() + 5_000);
		await sendMessage(bridge, { ...message, text: 'hello again', editedAt }, roomId);
		expect(homeserver.readable()).to.deep.equal(['hello', '* hello again']);
		expect(await bridge.store.messages.byRocketChatId('mid' as RocketChatMessageId)).to.include({
			editedAt: editedAt.getTime(),
		});
	});

	it('edits what an earlier process has sent and not linked, if the message has another text by now', async () => {
		const homeserver = new FakeHomeserver();
		await sendMessage((await inLinkedRoom(homeserver.answers)).bridge, message, roomId);
		const { bridge } = await inLinkedRoom(homeserver.answers);
		const editedAt = new Date(now.getTime() + 5_000);
		const restarted = { ...bridge, startedAt: editedAt.getTime() };
		await sendMessage(restarted, { ...message, text: 'hello again', editedAt }, roomId);
		expect(homeserver.readable()).to.deep.equal(['hello', '* hello again']);
	});

	it('redacts what an earlier process has sent and not linked, if the message shows nothing by now', async () => {
		const homeserver = new FakeHomeserver();
		await sendMessage((await inLinkedRoom(homeserver.answers)).bridge, message, roomId);
		const { bridge } = await inLinkedRoom(homeserver.answers);
		const editedAt = new Date(now.getTime() + 5_000);
		const restarted = { ...bridge, startedAt: editedAt.getTime() };
		await sendMessage(restarted, { ...message, text: '', attachments: [{}], editedAt }, roomId);
		expect(homeserver.readable()).to.deep.equal([]);
		expect(await bridge.store.messages.allByRocketChatId(message.id)).to.deep.equal([]);
		expect(bridge.settledMessages.has('mid')).to.equal(true);
	});

	it('sends nothing for a message that shows nothing, and does not look for it later', async () => {
		const { bridge, calls } = await inLinkedRoom({});
		const empty = { ...message, text: '', attachments: [{}] };
		expect(await sendMessage(bridge, empty, roomId)).to.deep.equal([]);
		expect(calls).to.deep.equal([]);
		expect(bridge.settledMessages.has('mid')).to.equal(true);
	});

	it('makes only the first of several events the reply', async () => {
		const homeserver = new FakeHomeserver();
		const { bridge } = await inLinkedRoom(homeserver.answers);
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const text = `[ ](http://workspace.test/direct/rid?msg=a) ${'many words '.repeat(6_000)}`;
		await sendMessage(bridge, { ...message, text }, roomId);
		const relations = homeserver.events.map(({ content }) => content['m.relates_to']);
		expect(relations.length).to.be.greaterThan(2);
		expect(relations).to.deep.equal(
			relations.map((_, part) => (part === 0 ? { 'm.in_reply_to': { event_id: '$a' } } : undefined)),
		);
	});

	it('registers a new ghost if the known one has a former prefix', async () => {
		const { bridge, calls } = await inLinkedRoom(working);
		const before = {
			matrixId: '@old_alice:example.org' as UserId,
			rocketChatId: 'uid' as RocketChatUserId,
		};
		await bridge.store.users.add(before);
		await sendMessage(bridge, message, roomId);
		expect(calls.at(-1)?.[1]).to.equal('@rc_alice:example.org');
		expect(await bridge.store.users.byMatrixId(before.matrixId)).to.equal(undefined);
	});

	it('remembers the part as unconfirmed if the homeserver failed, but not if the connection was refused', async () => {
		for (const [error, isUnconfirmed] of [
			[new HomeserverError('NOT_MATRIX', 504, 'gateway timeout'), true],
			[new HomeserverError('TIMED_OUT', undefined, 'no answer in time'), true],
			[new HomeserverError('UNREACHABLE', undefined, 'no connection'), false],
			[new HomeserverError('M_FORBIDDEN', 403, 'not in room'), false],
		] as const) {
			const { bridge } = await inLinkedRoom({
				...working,
				'homeserver.send': () => {
					throw error;
				},
			});
			await sendMessage(bridge, message, roomId).catch(() => undefined);
			expect(bridge.unconfirmedParts.find('mid') !== undefined, error.errcode).to.equal(isUnconfirmed);
		}
	});
});
