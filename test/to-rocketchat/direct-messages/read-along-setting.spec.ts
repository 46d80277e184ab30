import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import type { RoomLink } from '../../../src/store/store';
import { ReadAlongSetting } from '../../../src/to-rocketchat/direct-messages/read-along-setting';
import { bob, linkedRoom, roomId } from '../../support/matrix-room';
import { changeLink } from '../../support/change-link';

const rid = 'rid' as RocketChatRoomId;
const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };
const heldSince = 5_000;

async function waitingRoom(change: Partial<RoomLink> = {}) {
	let failures = 0;
	const { bridge, calls } = await linkedRoom({
		'rooms.members': () => {
			if (failures > 0) {
				failures -= 1;
				throw new Error('the host is away');
			}
			return [account, botBob];
		},
	});
	const { rooms, progress } = bridge.store;
	await changeLink(rooms, roomId, { access: ['joinable'], ...change });
	await progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo: 9_000, heldSince });
	const setting = new ReadAlongSetting();
	return {
		fail: () => (failures = 1),
		hold: () => progress.hold(rid, heldSince),
		become: (readAlong: 'tell' | 'stop', more: Partial<ConfiguredBridge> = {}) =>
			setting.update({ ...bridge, configuration: { ...bridge.configuration, readAlong }, ...more }),
		/** Whether the messages that waited are compared again, so that they are sent. */
		isReleased: async () => {
			const now = await progress.of(rid);
			return now !== undefined && now.heldSince === undefined && now.checkedTo === heldSince;
		},
		looked: () => calls.length,
	};
}

describe('the setting that stops what others can read', () => {
	it('releases what waits when it is changed to telling', async () => {
		const { become, isReleased } = await waitingRoom();
		await become('stop');
		expect(await isReleased()).to.equal(false);
		await become('tell');
		expect(await isReleased()).to.equal(true);
	});

	it('releases what waits if it was changed while the app did not run', async () => {
		const { become, isReleased } = await waitingRoom();
		await become('tell');
		expect(await isReleased()).to.equal(true);
	});

	it('looks at no room while it is the same, after the second time', async () => {
		const { become, looked } = await waitingRoom();
		await become('tell');
		await become('tell');
		const before = looked();
		await become('tell');
		expect(looked()).to.equal(before);
	});

	it('releases what began to wait while it was changed', async () => {
		const { become, isReleased, hold } = await waitingRoom();
		await become('tell');
		await hold();
		expect(await isReleased()).to.equal(false);
		await become('tell');
		expect(await isReleased()).to.equal(true);
	});

	it('releases at the next call what could not be released', async () => {
		const { become, isReleased, fail } = await waitingRoom();
		fail();
		await become('tell');
		expect(await isReleased()).to.equal(false);
		await become('tell');
		expect(await isReleased()).to.equal(true);
	});

	const others: readonly [what: string, change: Partial<RoomLink>][] = [
		['nobody else can read', { access: [] }],
		['is encrypted', { access: ['joinable', 'encrypted'] }],
		['all external people have left', { departed: [bob] }],
		['has only people of blocked servers', { blocked: { people: [bob], isEverybody: true } }],
	];
	for (const [what, change] of others) {
		it(`releases nothing in a room that ${what}`, async () => {
			const { become, isReleased } = await waitingRoom(change);
			await become('tell');
			expect(await isReleased()).to.equal(false);
		});
	}

	it('releases nothing in a room of another instance of the server', async () => {
		const { become, isReleased } = await waitingRoom();
		const instances = { isAlone: false, lastAgreedAt: 1, owns: () => false };
		await become('tell', { instances: instances as unknown as ConfiguredBridge['instances'] });
		expect(await isReleased()).to.equal(false);
	});
});
