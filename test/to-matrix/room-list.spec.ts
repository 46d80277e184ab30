import { expect } from 'chai';
import type { RoomId } from '../../src/matrix/ids';
import { Store } from '../../src/store/store';
import { listRoom } from '../../src/to-matrix/room-list';
import { atTime } from '../support/at-time';
import { memoryPersistence } from '../support/memory-persistence';
import { rid, roomId } from '../support/waiting-room';

const NOW = 10_000_000;
const newer = '!newer:example.org' as RoomId;

/** A room that was linked at a time, in a store that was upgraded at a time. */
async function linkedAt(time: number, upgradedAt = 0) {
	const persistence = memoryPersistence();
	await atTime(time, () => new Store(persistence).rooms.add({ matrixId: roomId, rocketChatId: rid }));
	const store = new Store(persistence); // as after a restart
	const list = (matrixRoomId = roomId) =>
		atTime(NOW, () => listRoom({ store, openStore: async () => upgradedAt }, rid, matrixRoomId));
	return { store, persistence, list };
}

describe('listing a linked room', () => {
	const cases: readonly [what: string, linked: number, upgraded: number, checkedTo: number][] = [
		['ten minutes back', 1, 0, NOW - 600_000],
		['since it was linked, if that was later', NOW - 1_000, 0, NOW - 1_000],
		['since the store was upgraded, if that was later', 1, NOW - 2_000, NOW - 2_000],
	];
	for (const [what, linked, upgraded, checkedTo] of cases) {
		it(`has its messages compared ${what}`, async () => {
			const { store, list } = await linkedAt(linked, upgraded);
			await list();
			expect(await store.progress.of(rid)).to.deep.equal({
				roomId: rid,
				matrixRoomId: roomId,
				from: checkedTo,
				checkedTo,
			});
		});
	}

	it('costs no call once it is listed', async () => {
		const { persistence, list } = await linkedAt(1);
		await list();
		persistence.calls.length = 0;
		await list();
		expect(persistence.calls).to.deep.equal([]);
	});

	it('is not done for a room that was unlinked while its message waited', async () => {
		const { store, list } = await linkedAt(1);
		expect(await list(newer)).to.equal(newer);
		expect(await store.progress.of(rid)).to.equal(undefined);
	});

	it('keeps the progress when the room is linked to another Matrix room', async () => {
		const { store, list } = await linkedAt(1);
		await store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 5, checkedTo: 7 });
		await list(newer);
		expect(await store.progress.of(rid)).to.deep.equal({
			...{ roomId: rid, matrixRoomId: newer, from: 5 },
			checkedTo: 7,
		});
	});
});
