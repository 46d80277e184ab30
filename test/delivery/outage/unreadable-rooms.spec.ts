import { expect } from 'chai';
import { UnreadableRooms } from '../../../src/delivery/outage/unreadable-rooms';
import { Log } from '../../../src/log';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { UnreadableRoomTable } from '../../../src/store/unreadable-rooms';
import { memoryPersistence } from '../../support/memory-persistence';
import { mockTimers, settled } from '../../support/mock-timers';

const [rid, other] = ['rid', 'other'] as [RocketChatRoomId, RocketChatRoomId];

describe('rooms that cannot be read', () => {
	const { pass } = mockTimers();
	let table: UnreadableRoomTable;

	beforeEach(() => (table = new UnreadableRoomTable(memoryPersistence())));

	/** The app ends while it reads rooms, and is started again. */
	async function endWhileReading(...roomIds: RocketChatRoomId[]): Promise<UnreadableRooms> {
		const rooms = await start();
		rooms.suspect(roomIds);
		await settled();
		return start();
	}
	async function start(): Promise<UnreadableRooms> {
		const rooms = new UnreadableRooms({ table, log: new Log() });
		await rooms.load();
		return rooms;
	}
	const stateOf = (rooms: UnreadableRooms, roomId: RocketChatRoomId) => [
		rooms.isSuspect(roomId),
		rooms.isSetAside(roomId),
	];

	it('are none at first', async () => {
		expect(stateOf(await start(), rid)).to.deep.equal([false, false]);
	});

	it('are suspected if they were being read when the engine stopped', async () => {
		const rooms = await endWhileReading(rid, other);
		expect(stateOf(rooms, rid)).to.deep.equal([true, false]);
		expect(stateOf(rooms, other)).to.deep.equal([true, false]);
		expect(rooms.length).to.equal(0);
	});

	it('are no longer suspected once they were read', async () => {
		const rooms = await endWhileReading(rid, other);
		rooms.clear(other);
		await settled();
		expect(stateOf(rooms, other)).to.deep.equal([false, false]);
		expect(stateOf(await start(), other)).to.deep.equal([false, false]);
		expect(stateOf(await start(), rid)).to.deep.equal([true, false]);
	});

	it('are set aside at the second time, for ten minutes and then for twice as long', async () => {
		await endWhileReading(rid, other);
		const rooms = await endWhileReading(rid);
		expect([stateOf(rooms, rid), rooms.length]).to.deep.equal([[true, true], 1]);
		await pass(599_000);
		expect(rooms.isSetAside(rid)).to.equal(true);
		await pass(1_000);
		expect([stateOf(rooms, rid), rooms.length]).to.deep.equal([[true, false], 0]);
		const again = await endWhileReading(rid);
		await pass(1_199_000);
		expect(again.isSetAside(rid)).to.equal(true);
		await pass(1_000);
		expect(again.isSetAside(rid)).to.equal(false);
	});

	it('are set aside for a day at most', async () => {
		for (let time = 0; time < 20; time++) {
			await endWhileReading(rid);
		}
		const rooms = await start();
		await pass(86_399_000);
		expect(rooms.isSetAside(rid)).to.equal(true);
		await pass(1_000);
		expect(rooms.isSetAside(rid)).to.equal(false);
	});
});
