import { expect } from 'chai';
import type { RoomId } from '../../src/matrix/ids';
import { Store } from '../../src/store/store';
import { memoryPersistence } from '../support/memory-persistence';

const matrixId = '!room:example.org' as RoomId;
const link = { matrixId, rocketChatId: 'rid' };

describe('link table', () => {
	it('finds a link from either side with one read', async () => {
		const persistence = memoryPersistence();
		await new Store(persistence).rooms.add(link);
		for (const find of [
			(store: Store) => store.rooms.byMatrixId(matrixId),
			(store: Store) => store.rooms.byRocketChatId('rid'),
		]) {
			persistence.calls.length = 0;
			expect(await find(new Store(persistence))).to.include(link);
			expect(persistence.calls).to.deep.equal(['read']);
		}
	});

	it('asks nobody for a link it has seen', async () => {
		const persistence = memoryPersistence();
		const { rooms } = new Store(persistence);
		await rooms.add(link);
		persistence.calls.length = 0;
		expect(await rooms.byMatrixId(matrixId)).to.include(link);
		expect(await rooms.byRocketChatId('rid')).to.include(link);
		expect(persistence.calls).to.deep.equal([]);
	});

	it('keeps kinds apart that have the same ids', async () => {
		const store = new Store(memoryPersistence());
		await store.rooms.add(link);
		expect(await store.users.byRocketChatId('rid')).to.equal(undefined);
	});

	it('lets the first of two claims win, on every instance', async () => {
		const persistence = memoryPersistence();
		const [one, other] = [new Store(persistence).rooms, new Store(persistence).rooms];
		const [first, second] = await Promise.all([
			one.claim(link),
			other.claim({ matrixId, rocketChatId: 'another' }),
		]);
		expect(first.rocketChatId).to.equal(second.rocketChatId);
		expect(await new Store(persistence).rooms.byMatrixId(matrixId)).to.include({
			rocketChatId: first.rocketChatId,
		});
	});
});
