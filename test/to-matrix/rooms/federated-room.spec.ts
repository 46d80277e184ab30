import { expect } from 'chai';
import type { RoomId } from '../../../src/matrix/ids';
import { isMarkedFederated, linkedMatrixRoom } from '../../../src/to-matrix/rooms/federated-room';
import { fakeBridge } from '../../support/fake-bridge';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';

const roomId = '!room:example.org' as RoomId;

describe('federated room', () => {
	it('is recognised by its mark', () => {
		expect(isMarkedFederated({ customFields: { federation: { roomId } } })).to.equal(true);
	});

	for (const customFields of [
		undefined,
		{},
		{ federation: 'x' },
		{ federation: {} },
		{ federation: { roomId: 'x' } },
	]) {
		it(`is not recognised with the fields ${JSON.stringify(customFields)}`, () => {
			expect(isMarkedFederated(customFields ? { customFields } : {})).to.equal(false);
		});
	}

	it('is linked to the Matrix room that its mark names', async () => {
		const { bridge } = fakeBridge({});
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
		const room = { id: 'rid' as RocketChatRoomId, customFields: { federation: { roomId } } };
		expect(await linkedMatrixRoom(bridge, room)).to.equal(roomId);
	});

	it('is not linked if its mark has no stored link', async () => {
		const { bridge } = fakeBridge({});
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'the real one' as RocketChatRoomId });
		const room = { id: 'rid' as RocketChatRoomId, customFields: { federation: { roomId } } };
		expect(await linkedMatrixRoom(bridge, room)).to.equal(undefined);
	});
});
