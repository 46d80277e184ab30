import { expect } from 'chai';
import { Recovery } from '../../../src/delivery/outage/recovery';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { mockTimers, settled } from '../../support/mock-timers';

const roomsOf = (...names: readonly string[]) => names as RocketChatRoomId[];
const [rid, other] = ['rid', 'other'] as [RocketChatRoomId, RocketChatRoomId];

/** A recovery whose rooms are done when the test says so. */
function recoveryOf() {
	const begun: string[] = [];
	const ends: (() => void)[] = [];
	let isUsable = true;
	const failing = new Set<string>();
	const suspects = new Set<string>();
	const setAside = new Set<string>();
	const unseen = new Set<string>();
	const recovery = new Recovery({
		unreadable: {
			isSuspect: (roomId) => suspects.has(roomId),
			isSetAside: (roomId) => setAside.has(roomId),
			clear: (roomId) => suspects.delete(roomId),
		},
		isUsable: () => isUsable,
		reconcile: (roomId) => {
			begun.push(roomId);
			if (failing.has(roomId)) {
				return Promise.reject(new Error('fails'));
			}
			return new Promise((resolve) => ends.push(resolve));
		},
		needsLookBack: (roomId) => unseen.has(roomId),
		lookBack: (roomId) => {
			begun.push(`older of ${roomId}`);
			unseen.delete(roomId);
			return new Promise((resolve) => ends.push(resolve));
		},
	});
	return {
		recovery,
		begun,
		failing,
		suspects,
		setAside,
		unseen,
		end: async () => {
			ends.shift()?.();
			await settled();
		},
		setUsable: (value: boolean) => (isUsable = value),
	};
}

describe('the recovery of rooms', () => {
	const { pass } = mockTimers();

	it('compares a room at once, and the room is behind until that is done', async () => {
		const { recovery, begun, end } = recoveryOf();
		expect(recovery.isBehind(rid)).to.equal(false);
		recovery.request(rid);
		expect([recovery.isBehind(rid), recovery.length, begun]).to.deep.equal([true, 1, ['rid']]);
		await end();
		expect([recovery.isBehind(rid), recovery.length]).to.deep.equal([false, 0]);
	});

	it('waits while the homeserver cannot be used', async () => {
		const { recovery, begun, setUsable, end } = recoveryOf();
		setUsable(false);
		recovery.request(rid);
		await settled();
		expect([recovery.isBehind(rid), begun]).to.deep.equal([true, []]);
		setUsable(true);
		void recovery.run();
		await end();
		expect([recovery.isBehind(rid), begun]).to.deep.equal([false, ['rid']]);
	});

	it('compares a room again if something came in meanwhile, and not twice at the same time', async () => {
		const { recovery, begun, end } = recoveryOf();
		recovery.request(rid);
		recovery.request(rid);
		recovery.request(rid);
		expect(begun).to.deep.equal(['rid']);
		await end();
		expect([recovery.isBehind(rid), begun]).to.deep.equal([true, ['rid', 'rid']]);
		await end();
		expect([recovery.isBehind(rid), begun]).to.deep.equal([false, ['rid', 'rid']]);
	});

	it('works on ten rooms at the same time, and on the next when one is done', async () => {
		const { recovery, begun, end } = recoveryOf();
		const rooms = Array.from({ length: 12 }, (_, number) => String(number));
		for (const room of roomsOf(...rooms)) {
			recovery.request(room);
		}
		expect(begun).to.deep.equal(rooms.slice(0, 10));
		await end();
		expect(begun).to.deep.equal(rooms.slice(0, 11));
		await end();
		expect(begun).to.deep.equal(rooms);
		expect(recovery.length).to.equal(10);
	});

	it('compares the older messages of a room after its new ones, which do not wait for them', async () => {
		const { recovery, begun, end, unseen } = recoveryOf();
		unseen.add(rid);
		recovery.request(rid);
		await end();
		expect([recovery.isBehind(rid), recovery.length, recovery.isIdle]).to.deep.equal([false, 0, false]);
		recovery.request(rid);
		expect([recovery.isBehind(rid), recovery.length]).to.deep.equal([true, 1]);
		await end();
		expect(begun).to.deep.equal(['rid', 'older of rid', 'rid']);
		await end();
		expect([recovery.isBehind(rid), recovery.isIdle]).to.deep.equal([false, true]);
	});

	it('compares older messages of two rooms at the same time, behind all rooms whose new ones are compared', async () => {
		const { recovery, begun, end, unseen } = recoveryOf();
		const rooms = Array.from({ length: 12 }, (_, number) => String(number));
		for (const room of roomsOf(...rooms)) {
			unseen.add(room);
			recovery.request(room);
		}
		for (let ended = 0; ended < 12; ended++) {
			await end();
		}
		expect(begun).to.deep.equal([...rooms, 'older of 0', 'older of 1']);
		await end();
		expect(begun.slice(12)).to.deep.equal(['older of 0', 'older of 1', 'older of 2']);
	});

	it('takes the rooms first in which something came in while they waited', async () => {
		const { recovery, begun, end } = recoveryOf();
		const rooms = Array.from({ length: 12 }, (_, number) => String(number));
		for (const room of roomsOf(...rooms, '11')) {
			recovery.request(room);
		}
		await end();
		expect(begun.slice(10)).to.deep.equal(['11']);
	});

	it('tries a room that failed again with growing pauses, also if it is asked for meanwhile', async () => {
		const { recovery, begun, failing } = recoveryOf();
		failing.add(rid);
		recovery.request(rid);
		await settled();
		for (const [tries, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
			recovery.request(rid);
			await pass(seconds * 1_000 - 1);
			expect(begun).to.have.length(tries + 1);
			await pass(1);
			expect(begun).to.have.length(tries + 2);
		}
		expect(recovery.isBehind(rid)).to.equal(true);
	});

	it('is not stopped in other rooms by one that fails', async () => {
		const { recovery, begun, failing, end } = recoveryOf();
		failing.add(rid);
		recovery.request(rid);
		recovery.request(other);
		await end();
		expect([recovery.isBehind(rid), recovery.isBehind(other), begun]).to.deep.equal([
			...[true, false],
			['rid', 'other'],
		]);
	});

	it('compares all rooms at the start, and each again within ten minutes, some at a time', async () => {
		const { recovery, begun, end } = recoveryOf();
		const all = roomsOf('1', '2', '3', '4');
		recovery.start(
			async () => all,
			() => undefined,
		);
		await settled();
		expect(begun).to.deep.equal(all);
		for (const room of all) {
			await end();
			expect(recovery.isBehind(room)).to.equal(false);
		}
		await pass(30_000);
		expect(begun.slice(4)).to.deep.equal(['1']);
		for (let ticks = 1; ticks < 20; ticks++) {
			await end();
			await pass(30_000);
		}
		expect(new Set(begun.slice(4))).to.deep.equal(new Set(all));
	});

	it('reads the rooms again soon if they could not be read', async () => {
		const { recovery, begun } = recoveryOf();
		const failures: unknown[] = [];
		const answers: (() => Promise<RocketChatRoomId[]>)[] = [
			() => Promise.reject(new Error('the host is away')),
			async () => [rid],
		];
		recovery.start(
			async () => (await answers.shift()?.()) ?? [],
			(error) => failures.push(error),
		);
		await settled();
		expect([failures.length, begun]).to.deep.equal([1, []]);
		await pass(30_000);
		expect([failures.length, begun]).to.deep.equal([1, ['rid']]);
	});

	it('compares a room that may have stopped the engine alone', async () => {
		const { recovery, begun, suspects, end } = recoveryOf();
		suspects.add('1').add('2');
		for (const room of roomsOf('3', '1', '2', '4')) {
			recovery.request(room);
		}
		expect(begun).to.deep.equal(['3', '4']);
		await end();
		expect([begun, recovery.underWay]).to.deep.equal([['3', '4'], ['4']]);
		await end();
		expect(begun).to.deep.equal(['3', '4', '1']);
		recovery.request(rid);
		expect(recovery.underWay).to.deep.equal(['1']);
		await end();
		expect([begun, recovery.underWay]).to.deep.equal([['3', '4', '1', '2'], ['2']]);
		await end();
		await end();
		expect([begun, recovery.length]).to.deep.equal([['3', '4', '1', '2', 'rid'], 0]);
	});

	it('does not compare a room that is set aside, and does not count it as behind', () => {
		const { recovery, begun, setAside } = recoveryOf();
		setAside.add(rid);
		recovery.request(rid);
		expect([recovery.isBehind(rid), recovery.length, begun]).to.deep.equal([false, 0, []]);
	});
});
