import { expect } from 'chai';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { compareMembers } from '../../../src/to-matrix/rooms/compare-members';
import { alice, bob, linkedRoom, roomId } from '../../support/matrix-room';

const carol = '@rc_carol:example.org' as UserId;
const rid = 'rid' as RocketChatRoomId;

/** A federated room with Alice and Carol from here, and Bob. */
async function setUp(isThere: boolean) {
	const { bridge, calls } = await linkedRoom({
		'rooms.byId': () => (isThere ? { id: rid, type: 'c' } : undefined),
		'rooms.members': () => [],
		'homeserver.joinedMembers': () => new Map([alice, carol, bob].map((userId) => [userId, ''])),
	});
	await bridge.store.rooms.change({
		...{ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' },
	});
	await bridge.store.members.replace(roomId, new Set([alice, carol, bob]));
	await compareMembers(bridge, { roomId: rid, matrixRoomId: roomId }, true);
	return { bridge, called: calls.map(([method]) => method) };
}

describe('the comparison of members after a start', () => {
	it('asks Matrix who is in the room', async () => {
		const { called } = await setUp(true);
		expect(called).to.include('homeserver.joinedMembers');
	});

	it('leaves a room that was deleted in Rocket.Chat to its end, for which the ghosts are needed', async () => {
		const { bridge, called } = await setUp(false);
		expect(called).to.deep.equal(['rooms.byId']);
		expect([...(await bridge.store.members.of(roomId))]).to.have.members([alice, carol, bob]);
	});
});
