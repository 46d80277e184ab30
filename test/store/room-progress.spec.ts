import { expect } from 'chai';
import type { RoomId } from '../../src/matrix/ids';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import { keys } from '../../src/store/keys';
import { RoomProgressTable } from '../../src/store/room-progress';
import { memoryPersistence } from '../support/memory-persistence';

const rid = 'rid' as RocketChatRoomId;
const progressTo = (checkedTo: number, roomId = rid) => ({
	...{ roomId, matrixRoomId: '!room:example.org' as RoomId },
	from: 0,
	checkedTo,
});

describe('the progress of rooms', () => {
	it('is unknown for a room that is not listed', async () => {
		const table = new RoomProgressTable(memoryPersistence());
		expect([await table.of(rid), await table.all()]).to.deep.equal([undefined, []]);
	});

	it('is stored once for each room, and found after a restart', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		await table.save(progressTo(1));
		await table.save(progressTo(2));
		await table.save(progressTo(3, 'other' as RocketChatRoomId));
		expect(persistence.all()).to.deep.equal([progressTo(2), progressTo(3, 'other' as RocketChatRoomId)]);
		const restarted = new RoomProgressTable(persistence);
		expect(await restarted.of(rid)).to.deep.equal(progressTo(2));
		expect(await restarted.all()).to.have.length(2);
	});

	it('is not remembered from a read that began before the room was taken from the list', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		await table.save(progressTo(1));
		const { read } = persistence;
		let answer: () => void = () => undefined;
		const answered = new Promise<void>((resolve) => (answer = resolve));
		const slow = new RoomProgressTable({
			...persistence,
			read: {
				...read,
				async readByAssociation(key) {
					const records = await read.readByAssociation(key);
					await answered;
					return records;
				},
			},
		});
		const reading = slow.all();
		await slow.remove(rid);
		answer();
		await reading;
		expect(await slow.of(rid)).to.equal(undefined);
	});

	it('costs no call once it is known', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		await table.save(progressTo(1));
		persistence.calls.length = 0;
		expect(await table.of(rid)).to.deep.equal(progressTo(1));
		expect(persistence.calls).to.deep.equal([]);
	});

	it('is stored only after enough of it, and remembered at once', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		await table.save(progressTo(1_000));
		await table.advance(progressTo(1_500), 500);
		await table.endLookBack(rid);
		expect(persistence.all()).to.deep.equal([progressTo(1_000)]);
		expect(await table.of(rid)).to.deep.equal(progressTo(1_500));
		expect(await table.all()).to.deep.equal([progressTo(1_500)]);
		await table.advance(progressTo(1_501), 500);
		expect(persistence.all()).to.deep.equal([progressTo(1_501)]);
	});

	it('keeps, over restarts, from where older messages are still to be compared', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		await table.save(progressTo(1_000));
		expect(table.lookBackFrom(rid)).to.equal(undefined);
		await table.advance(progressTo(2_000), 500);
		await table.advance(progressTo(3_000), 500);
		const stored = { ...progressTo(3_000), lookBackFrom: 1_000 };
		expect([table.lookBackFrom(rid), persistence.all()]).to.deep.equal([1_000, [stored]]);
		const restarted = new RoomProgressTable(persistence);
		expect(await restarted.of(rid)).to.deep.equal(stored);
		await restarted.hold(rid, 2_900);
		await restarted.advance({ ...stored, checkedTo: 4_000 }, 500);
		expect([restarted.lookBackFrom(rid), persistence.all()]).to.deep.equal([
			1_000,
			[{ ...stored, heldSince: 2_900, checkedTo: 4_000 }],
		]);
	});

	it('forgets that once they are compared, with a write only if it is stored', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		await table.save(progressTo(1_000));
		await table.advance(progressTo(2_000), 500);
		await table.endLookBack(rid);
		expect([table.lookBackFrom(rid), persistence.all()]).to.deep.equal([undefined, [progressTo(2_000)]]);
		const restarted = new RoomProgressTable(persistence);
		await restarted.of(rid);
		await restarted.advance(progressTo(2_100), 500);
		persistence.calls.length = 0;
		await restarted.endLookBack(rid);
		expect([restarted.lookBackFrom(rid), persistence.calls]).to.deep.equal([undefined, []]);
	});

	it('is stored after a minute of it when a room is compared first since a start', async () => {
		const persistence = memoryPersistence();
		await new RoomProgressTable(persistence).save(progressTo(1_000));
		const table = new RoomProgressTable(persistence);
		await table.of(rid);
		await table.advance(progressTo(61_001), 600_000);
		await table.advance(progressTo(200_000), 600_000);
		expect(persistence.all()).to.deep.equal([{ ...progressTo(61_001), lookBackFrom: 1_000 }]);
	});

	it('is read again if another instance has linked the room to another Matrix room', async () => {
		const persistence = memoryPersistence();
		const [table, other] = [new RoomProgressTable(persistence), new RoomProgressTable(persistence)];
		await table.save(progressTo(1_000));
		await table.advance(progressTo(1_500), 10_000);
		const moved = { ...progressTo(1_000), matrixRoomId: '!second:example.org' as RoomId };
		await other.save(moved);
		table.forgetIfMoved(rid, progressTo(0).matrixRoomId);
		expect(await table.of(rid)).to.deep.equal(progressTo(1_500));
		table.forgetIfMoved(rid, moved.matrixRoomId);
		expect(await table.of(rid)).to.deep.equal(moved);
	});

	it('has the Matrix room that is stored, if all rooms are read', async () => {
		const persistence = memoryPersistence();
		const [table, other] = [new RoomProgressTable(persistence), new RoomProgressTable(persistence)];
		await table.save(progressTo(1_500));
		const moved = { ...progressTo(1_000), matrixRoomId: '!second:example.org' as RoomId };
		await other.save(moved);
		expect(await table.all()).to.deep.equal([moved]);
	});

	it('is listed with the room first that was not compared for the longest time', async () => {
		const persistence = memoryPersistence();
		const table = new RoomProgressTable(persistence);
		for (const checkedTo of [3_000, 1_000, 2_000]) {
			await table.save({ ...progressTo(checkedTo), roomId: `room ${checkedTo}` as RocketChatRoomId });
		}
		const listed = await new RoomProgressTable(persistence).all();
		expect(listed.map(({ roomId }) => roomId)).to.deep.equal(['room 1000', 'room 2000', 'room 3000']);
	});

	it('is the shortest of those that two instances have stored', async () => {
		const persistence = memoryPersistence();
		for (const checkedTo of [9, 4]) {
			const places = [keys.progressOf(rid), keys.progress()];
			await persistence.write.createWithAssociations(progressTo(checkedTo), places);
		}
		expect(await new RoomProgressTable(persistence).of(rid)).to.deep.equal(progressTo(4));
		expect(await new RoomProgressTable(persistence).all()).to.deep.equal([progressTo(4)]);
	});
});
