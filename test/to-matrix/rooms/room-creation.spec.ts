import { expect } from 'chai';
import type { ConfiguredBridge } from '../../../src/configured-bridge';
import type { CreateRoomContent } from '../../../src/matrix/events';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import type { RoomPurpose } from '../../../src/store/room-creations';
import { createRoomOnce, endRoomCreation, giveUpRoom } from '../../../src/to-matrix/rooms/room-creation';
import { fakeBridge } from '../../support/fake-bridge';
import { mockTimers } from '../../support/mock-timers';

const alice = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const dan = '@dan:far.example' as UserId;
const userId = 'uid-alice' as RocketChatUserId;
const purpose: RoomPurpose = { what: 'direct', userId, external: [bob], local: [] };
const other: RoomPurpose = { what: 'direct', userId, external: [dan], local: [] };
const roomId = '!new:example.org' as RoomId;
const content: CreateRoomContent = { preset: 'trusted_private_chat', invite: [bob] };
const interrupted = new HomeserverError('INTERRUPTED', undefined, 'the connection broke');

/**
 * A homeserver on which alice creates rooms. The first answer may be lost.
 * @param isMade whether the room was made although the answer was lost
 */
function homeserver({ firstFailsWith = undefined as Error | undefined, isMade = true } = {}) {
	const rooms = new Map<RoomId, object>([['!older:example.org' as RoomId, {}]]);
	let failure = firstFailsWith;
	const { bridge, calls } = fakeBridge({
		'homeserver.createRoom': (
			_as: UserId,
			{ creation_content: created = {} }: { creation_content?: object },
		) => {
			const lost = failure;
			failure = undefined;
			if (!lost || isMade) {
				rooms.set(rooms.size === 1 ? roomId : (`!${rooms.size}:example.org` as RoomId), created);
			}
			if (lost) {
				throw lost;
			}
			return [...rooms.keys()].at(-1);
		},
		'homeserver.joinedRooms': () => [...rooms.keys()],
		'homeserver.stateEvent': (_as: UserId, id: RoomId) => ({ content: rooms.get(id) ?? {} }),
		'homeserver.leave': () => undefined,
	});
	const created = () => calls.filter(([method]) => method === 'homeserver.createRoom').length;
	return { bridge, created, calls };
}

/** @returns the room that is created or found */
const roomFor = async (bridge: ConfiguredBridge, wanted: RoomPurpose) =>
	(await createRoomOnce(bridge, alice, wanted, content)).roomId;

describe('creating a room once', () => {
	const timers = mockTimers();

	it('finds the room again if the app ended before it was linked', async () => {
		const { bridge, created } = homeserver();
		await createRoomOnce(bridge, alice, purpose, content);
		expect(await roomFor(bridge, purpose)).to.equal(roomId);
		expect(created()).to.equal(1);
	});

	it('finds the room again if the answer of the homeserver was lost', async () => {
		const { bridge, created } = homeserver({ firstFailsWith: interrupted });
		const first = await createRoomOnce(bridge, alice, purpose, content).catch((error: unknown) => error);
		expect(first).to.equal(interrupted);
		expect(await roomFor(bridge, purpose)).to.equal(roomId);
		expect(created()).to.equal(1);
	});

	it('looks for ten seconds, then creates another, if the homeserver has made none', async () => {
		const { bridge, created, calls } = homeserver({ firstFailsWith: interrupted, isMade: false });
		await createRoomOnce(bridge, alice, purpose, content).catch(() => undefined);
		const again = createRoomOnce(bridge, alice, purpose, content);
		for (let second = 1; second <= 12; second++) {
			await timers.pass(1_000);
		}
		expect((await again).roomId).to.equal(roomId);
		expect(created()).to.equal(2);
		expect(calls.filter(([method]) => method === 'homeserver.joinedRooms')).to.have.length(11);
	});

	it('does not look for a room that the homeserver has refused', async () => {
		const refused = new HomeserverError('M_FORBIDDEN', 403, '');
		const { bridge, calls } = homeserver({ firstFailsWith: refused, isMade: false });
		await createRoomOnce(bridge, alice, purpose, content).catch(() => undefined);
		await createRoomOnce(bridge, alice, purpose, content);
		expect(calls.map(([method]) => method)).to.not.include('homeserver.joinedRooms');
	});

	it('creates one for each purpose, and another when the first is linked or left', async () => {
		const { bridge, created } = homeserver();
		await createRoomOnce(bridge, alice, purpose, content);
		await createRoomOnce(bridge, alice, other, content);
		expect(created()).to.equal(2);
		await endRoomCreation(bridge, purpose);
		await giveUpRoom(bridge, other, { roomId, ghostIds: [alice], reason: 'decline_failed' });
		await createRoomOnce(bridge, alice, purpose, content);
		await createRoomOnce(bridge, alice, other, content);
		expect(created()).to.equal(4);
	});

	it('leaves out a room that is linked', async () => {
		const { bridge, created } = homeserver();
		await createRoomOnce(bridge, alice, purpose, content);
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId });
		await bridge.store.roomCreations.add({
			...{ id: 'x', ghostId: alice, purpose, at: 0, askedAt: 0 },
		});
		expect(await roomFor(bridge, purpose)).to.not.equal(roomId);
		expect(created()).to.equal(2);
	});
});
