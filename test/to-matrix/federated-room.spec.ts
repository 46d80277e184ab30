import { expect } from 'chai';
import type { RoomId } from '../../src/matrix/ids';
import { isMarked, matrixRoomOf } from '../../src/to-matrix/federated-room';
import { fakeBridge } from '../support/fake-bridge';

const roomId = '!room:example.org' as RoomId;

describe('federated room', () => {
	it('is told by its mark', () => {
		expect(isMarked({ customFields: { federation: { roomId } } })).to.equal(true);
	});

	for (const customFields of [
		undefined,
		{},
		{ federation: 'x' },
		{ federation: {} },
		{ federation: { roomId: 'x' } },
	]) {
		it(`is none with the fields ${JSON.stringify(customFields)}`, () => {
			expect(isMarked(customFields ? { customFields } : {})).to.equal(false);
		});
	}

	it('is linked to the room of its mark', async () => {
		const { bridge } = fakeBridge({});
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' });
		const room = { id: 'rid', customFields: { federation: { roomId } } };
		expect(await matrixRoomOf(bridge, room)).to.equal(roomId);
	});

	it('is not linked to what it only pretends', async () => {
		const { bridge } = fakeBridge({});
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'the real one' });
		const room = { id: 'rid', customFields: { federation: { roomId } } };
		expect(await matrixRoomOf(bridge, room)).to.equal(undefined);
	});
});
