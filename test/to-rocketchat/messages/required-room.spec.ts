import { expect } from 'chai';
import type { EventId } from '../../../src/matrix/ids';
import type { RocketChatMessageId } from '../../../src/rocketchat/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { alice, eventOf, linkedRoom, roomId } from '../../support/matrix-room';

const target = '$said' as EventId;
const changes = {
	'an edit': eventOf('m.room.message', {
		'm.new_content': { msgtype: 'm.text', body: 'changed' },
		'm.relates_to': { rel_type: 'm.replace', event_id: target },
	}),
	'a reaction': eventOf('m.reaction', {
		'm.relates_to': { rel_type: 'm.annotation', event_id: target, key: '👍' },
	}),
};

for (const [what, event] of Object.entries(changes)) {
	describe(`${what} on Matrix in a direct message that Rocket.Chat has deleted`, () => {
		it('is told there with the reason, and not parked', async () => {
			const { bridge, calls } = await linkedRoom({
				'rooms.byId': () => undefined,
				'homeserver.send': () => '$notice',
			});
			const { store } = bridge;
			const link = await store.rooms.byMatrixId(roomId);
			await store.rooms.change({ ...link, ghostId: alice } as never);
			await store.messages.add({
				matrixId: target,
				rocketChatId: 'mid' as RocketChatMessageId,
				roomId,
				part: 0,
			});
			await relayToRocketChat(bridge, event);
			const bodies = calls
				.filter(([method]) => method === 'homeserver.send')
				.map(([, , , , sent]) => (sent as { content: { body: string } }).content.body);
			expect(bodies).to.have.length(1);
			expect(bodies[0]).to.include('The conversation does not exist there any more');
		});
	});
}
