import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import type { EventId, RoomId } from '../../../src/matrix/ids';
import { sendDeletion } from '../../../src/to-matrix/messages/deletion';
import { sendEdit } from '../../../src/to-matrix/messages/edit';
import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { isOutdated, sendMessage } from '../../../src/to-matrix/messages/message';
import { atTime } from '../../support/at-time';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { theOnlyInstance } from '../../support/only-instance';
import { standingClock } from '../../support/standing-clock';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;
const createdAt = new Date('2026-01-01T12:00:00Z');
const after = (milliseconds: number) => new Date(createdAt.getTime() + milliseconds);
const message = {
	id: 'mid',
	text: 'first',
	createdAt,
	sender: { id: 'uid', username: 'alice', type: 'user' },
	room: { id: 'rid' },
} as unknown as RocketChatMessage;
const edit = (text: string, milliseconds: number): RocketChatMessage => ({
	...message,
	text,
	editedAt: after(milliseconds),
});

function twoSides(more: Answers = {}) {
	const homeserver = new FakeHomeserver(more);
	return { homeserver, ...fakeBridge(homeserver.answers) };
}
const codeOf = (sending: Promise<unknown>) =>
	sending.then(
		() => undefined,
		(error: unknown) => (error as { code?: string }).code,
	);

describe('a message whose sending was never confirmed', () => {
	standingClock(createdAt);

	it('is redacted when it is deleted', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		expect(homeserver.readable()).to.deep.equal(['first']);
		await sendDeletion(bridge, message, message.sender, roomId);
		expect(
			homeserver.events.map(({ transactionId, redacted }) => [transactionId, redacted]),
		).to.deep.equal([['mid.0', true]]);
	});

	it('shows nothing of its text if it arrives only with its deletion', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		homeserver.events.length = 0; // it did not arrive
		await sendDeletion(bridge, message, message.sender, roomId);
		expect(homeserver.events.map(({ content, redacted }) => [content, redacted])).to.deep.equal([
			[{ msgtype: 'm.notice', body: '…', 'm.mentions': {} }, true],
		]);
	});

	it('cannot be deleted if there is no answer again', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(2);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		expect(await codeOf(sendDeletion(bridge, message, message.sender, roomId))).to.equal(
			'homeserver-slow',
		);
	});

	it('is looked for in its room when it is deleted, if the homeserver may have forgotten the transaction', async () => {
		const { homeserver, bridge, calls } = twoSides();
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		homeserver.forgetTransactions();
		await atTime(createdAt.getTime() + 1_200_001, () =>
			sendDeletion(bridge, message, message.sender, roomId),
		);
		expect(calls.map(([method]) => method)).to.include('homeserver.eventsSince');
		expect(homeserver.events.map(({ redacted }) => redacted)).to.deep.equal([true]);
	});

	it('is not sent a second time, if the homeserver may have forgotten the transaction', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		homeserver.forgetTransactions();
		await atTime(createdAt.getTime() + 1_200_001, () => sendMessage(bridge, message, roomId));
		expect(homeserver.readable()).to.deep.equal(['first']);
		expect(await bridge.store.messages.byRocketChatId(message.id)).to.include({ matrixId: '$0' });
	});

	it('are found up to twenty minutes after the first attempt', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		await atTime(createdAt.getTime() + 1_200_000, () =>
			sendDeletion(bridge, message, message.sender, roomId),
		);
		expect(homeserver.readable()).to.deep.equal([]);
	});

	it('keep the time of the first attempt when there is no answer again', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(2);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		homeserver.events.length = 0; // it did not arrive
		const again = () => codeOf(sendDeletion(bridge, message, message.sender, roomId));
		expect(await atTime(createdAt.getTime() + 1_000, again)).to.equal('homeserver-slow');
		expect(bridge.unconfirmedParts.find('mid')?.sentAt).to.equal(createdAt.getTime());
	});

	it('say what they say now when they are edited, however late', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(1);
		await sendMessage(bridge, message, roomId).catch(() => undefined);
		await sendEdit(bridge, edit('second', 600_000), roomId);
		expect(bridge.unconfirmedParts.find('mid')).to.equal(undefined);
		expect(homeserver.events.map(({ transactionId, content }) => [transactionId, content])).to.deep.equal(
			[
				['mid.0', { msgtype: 'm.text', body: 'first', 'm.mentions': {} }],
				[
					`mid.0.${after(600_000).getTime()}`,
					{
						msgtype: 'm.text',
						body: '* second',
						'm.mentions': {},
						'm.new_content': { msgtype: 'm.text', body: 'second', 'm.mentions': {} },
						'm.relates_to': { rel_type: 'm.replace', event_id: '$0' },
					},
				],
			],
		);
	});

	it('loses the unconfirmed part when an edit makes it shorter', async () => {
		const { homeserver, bridge } = twoSides();
		homeserver.silence(1, 2);
		const long = { ...message, text: 'many words '.repeat(6_000) };
		await sendMessage(bridge, long, roomId).catch(() => undefined);
		await sendEdit(bridge, edit('short', 5_000), roomId);
		expect(
			homeserver.events.map(({ transactionId, redacted }) => [transactionId, redacted]),
		).to.deep.equal([
			['mid.0', false],
			['mid.1', true],
			['mid.2', true],
			[`mid.0.${after(5_000).getTime()}`, false],
		]);
	});
});

/** @returns the bridge of a server with another instance */
function besideAnother(bridge: ConfiguredBridge): ConfiguredBridge {
	return { ...bridge, instances: { ...theOnlyInstance, isAlone: false } };
}

describe('events of the platform in the wrong order', () => {
	standingClock(createdAt);

	it('do not send a message that was deleted before its event came', async () => {
		const { homeserver, bridge } = twoSides();
		await sendDeletion(bridge, message, message.sender, roomId);
		expect(await isOutdated(bridge, message)).to.equal(true);
		expect(await sendEdit(bridge, edit('second', 5_000), roomId)).to.deep.equal([]);
		expect(homeserver.events).to.deep.equal([]);
	});

	it('do not send a message that another instance deleted', async () => {
		const { bridge, calls } = twoSides({ 'messages.byId': () => undefined });
		expect(await isOutdated(besideAnother(bridge), message)).to.equal(true);
		expect(calls).to.deep.equal([['messages.byId', 'mid']]);
	});

	it('do not send a message that another instance sent', async () => {
		const { bridge } = twoSides();
		await bridge.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'mid' as RocketChatMessageId,
			roomId,
			part: 1,
		});
		expect(await isOutdated(besideAnother(bridge), message)).to.equal(true);
	});

	it('have a message looked up that comes a minute late, and not before', async () => {
		const { bridge, calls } = twoSides({ 'messages.byId': () => ({}) });
		const lookedUp = () => calls.filter(([method]) => method === 'messages.byId').map(([, id]) => id);
		expect(await isOutdated(bridge, { ...message, createdAt: after(-59_999) })).to.equal(false);
		expect(lookedUp()).to.deep.equal([]);
		const late = { ...message, id: 'late' as RocketChatMessageId };
		expect(await isOutdated(bridge, { ...late, createdAt: after(-60_000) })).to.equal(false);
		expect(lookedUp()).to.deep.equal(['late']);
	});

	it('have a message looked up that was written before the app started, or before the room came to this instance', async () => {
		const { bridge, calls } = twoSides({ 'messages.byId': () => ({}) });
		const lookedUp = () => calls.filter(([method]) => method === 'messages.byId').length;
		await isOutdated({ ...bridge, startedAt: after(1).getTime() }, message);
		expect(lookedUp()).to.equal(1);
		const instances = { ...theOnlyInstance, lastAgreedAt: after(1).getTime() };
		await isOutdated({ ...bridge, instances }, message);
		expect(lookedUp()).to.equal(2);
	});

	it('cost a message that comes at once no look at the workspace', async () => {
		const { bridge, calls } = twoSides();
		expect(await isOutdated(bridge, message)).to.equal(false);
		await sendMessage(bridge, message, roomId);
		expect(calls.map(([method]) => method)).to.deep.equal([
			'homeserver.register',
			'homeserver.setDisplayName',
			'homeserver.send',
		]);
	});

	it('do not send the old text of a message whose shorter edit came first', async () => {
		const { homeserver, bridge } = twoSides();
		await sendEdit(bridge, edit('short', 500), roomId);
		expect(await isOutdated(bridge, { ...message, text: 'secret long text '.repeat(4_000) })).to.equal(
			true,
		);
		expect(homeserver.readable()).to.deep.equal(['short']);
	});

	it('find the event of a message that was sent before the app was killed, and edit it', async () => {
		const { homeserver, bridge } = twoSides();
		await sendMessage(bridge, message, roomId);
		const { store } = fakeBridge({}).bridge; // the link was not written
		const restarted = { ...bridge, store, startedAt: after(1_000).getTime() };
		await sendEdit(restarted, edit('second', 5_000), roomId);
		expect(homeserver.readable()).to.deep.equal(['first', '* second']);
	});

	it('do not undo a later edit when an earlier one comes', async () => {
		const { homeserver, bridge } = twoSides();
		await sendMessage(bridge, message, roomId);
		await sendEdit(bridge, edit('short', 9_000), roomId);
		await sendEdit(bridge, edit('long older text '.repeat(4_000), 8_000), roomId);
		expect(homeserver.readable()).to.deep.equal(['first', '* short']);
	});
});
