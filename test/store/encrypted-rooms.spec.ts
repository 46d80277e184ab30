import { expect } from 'chai';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import { EncryptedRooms } from '../../src/store/encrypted-rooms';
import { memoryPersistence } from '../support/memory-persistence';

const rid = 'rid' as RocketChatRoomId;

describe('encrypted rooms', () => {
	it('are stored once each, also over a restart', async () => {
		const persistence = memoryPersistence();
		await new EncryptedRooms(persistence).add(rid);
		const rooms = new EncryptedRooms(persistence);
		await rooms.add(rid);
		expect(await rooms.all()).to.deep.equal([rid]);
	});

	it('can be removed and added again', async () => {
		const rooms = new EncryptedRooms(memoryPersistence());
		await rooms.add(rid);
		await rooms.remove(rid);
		expect(await rooms.all()).to.deep.equal([]);
		await rooms.add(rid);
		expect(await rooms.all()).to.deep.equal([rid]);
	});
});
