import { expect } from 'chai';
import type { EventId } from '../../../src/matrix/ids';
import { postText, splitIntoMessages } from '../../../src/to-rocketchat/messages/parts';
import type { RocketChatMessageId, RocketChatRoomId } from '../../../src/rocketchat/ids';
import { bob, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const quote = '[ ](http://workspace.test/direct/rid?msg=asked) ';

async function workspaceWith(messageLimit: number) {
	const { bridge, ...rest } = await linkedRoom();
	return { ...rest, bridge: { ...bridge, workspace: { ...bridge.workspace, messageLimit } } };
}

describe('the parts of an incoming message', () => {
	it('are one if the text fits', async () => {
		const { bridge } = await workspaceWith(100);
		expect(splitIntoMessages(bridge, 'x'.repeat(100))).to.deep.equal(['x'.repeat(100)]);
	});

	it('have the quote in front, which counts towards the limit', async () => {
		const { bridge } = await workspaceWith(148);
		const text = `${'a'.repeat(99)} ${'b'.repeat(50)}`;
		expect(splitIntoMessages(bridge, text, quote)).to.deep.equal([
			`${quote}${'a'.repeat(99)}`,
			'b'.repeat(50),
		]);
	});

	it('are the quote alone where there is no text', async () => {
		const { bridge } = await workspaceWith(148);
		expect(splitIntoMessages(bridge, '', quote)).to.deep.equal([quote]);
	});

	it('go without a quote that leaves them less than half', async () => {
		const { bridge } = await workspaceWith(90);
		expect(splitIntoMessages(bridge, 'x'.repeat(90), quote)).to.deep.equal(['x'.repeat(90)]);
		expect(splitIntoMessages(bridge, 'x'.repeat(42), quote)).to.deep.equal([quote + 'x'.repeat(42)]);
	});

	it('do not become quotes by links to messages of the workspace', async () => {
		const { bridge } = await workspaceWith(200);
		expect(
			splitIntoMessages(bridge, 'x http://workspace.test/channel/x?msg=secret', quote),
		).to.deep.equal([`${quote}x Http://workspace.test/channel/x?msg=secret`]);
	});

	it('cost one call to post and one to link if the event is new', async () => {
		const { bridge, calls } = await workspaceWith(100);
		const event = eventOf('m.room.message', {}, { isNew: true });
		const place = { rocketChatRoomId: 'rid' as RocketChatRoomId };
		await postText(bridge, event, 'warm', place);
		const stored = await bridge.store.messages.allByMatrixId(event.eventId);
		expect(stored).to.have.length(1);
		expect(calls.filter(([method]) => method.startsWith('messages'))).to.have.length(1);
	});

	it('are posted from the first missing one on after a crash, each with its own id', async () => {
		const { bridge, calls } = await workspaceWith(100);
		const event = eventOf('m.room.message', {}, { eventId: '$said' as EventId });
		await bridge.store.messages.add({
			matrixId: event.eventId,
			rocketChatId: 'first' as RocketChatMessageId,
			roomId,
			part: 0,
		});
		const place = {
			rocketChatRoomId: 'rid' as RocketChatRoomId,
			threadId: 'root' as RocketChatMessageId,
		};
		await postText(bridge, event, `${'a'.repeat(60)} ${'b'.repeat(60)}`, place);
		expect(calls).to.deep.equal([
			[
				'messages.post',
				{
					roomId: 'rid',
					senderId: 'bot-bob',
					text: 'b'.repeat(60),
					threadId: 'root',
					origin: { messageId: '7ea58e02629acf0bec1e0497', eventId: '$said', sender: bob },
				},
			],
		]);
		const links = await bridge.store.messages.allByMatrixId('$said' as EventId);
		expect(links.map(({ rocketChatId, roomId: room, part }) => [rocketChatId, room, part])).to.deep.equal(
			[
				['first', roomId, 0],
				['7ea58e02629acf0bec1e0497', roomId, 1],
			],
		);
	});
});
