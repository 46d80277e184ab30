import { expect } from 'chai';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { compareMembers } from '../../../src/to-matrix/rooms/compare-members';
import { alice, bob, linkedRoom, roomId } from '../../support/matrix-room';

const carol = '@rc_carol:example.org' as UserId;
const rid = 'rid' as RocketChatRoomId;

/** A federated room with Alice and Carol from here, and Bob, in which Rocket.Chat has no member any more. */
async function setUp(isThere: boolean) {
	const left: unknown[] = [];
	const { bridge, calls } = await linkedRoom({
		'rooms.byId': () => (isThere ? { id: rid, type: 'c' } : undefined),
		'rooms.members': () => [],
		'people.byId': () => undefined,
		'homeserver.joinedMembers': () => new Map([alice, carol, bob].map((userId) => [userId, ''])),
		'homeserver.invitedMembers': () => [],
		'homeserver.leave': (userId: unknown) => left.push(userId),
		'homeserver.kick': (_by: unknown, _room: unknown, userId: unknown) => left.push(userId),
	});
	await bridge.store.rooms.change({
		...{ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' },
	});
	await bridge.store.members.replace(roomId, new Set([alice, carol, bob]));
	await compareMembers(bridge, { roomId: rid, matrixRoomId: roomId }, true);
	return { bridge, left, called: calls.map(([method]) => method) };
}

describe('the comparison of members after a start', () => {
	it('has everybody leave the Matrix room of a room that nobody is in any more', async () => {
		const { left } = await setUp(true);
		expect(left).to.have.members([alice, carol, bob]);
	});

	it('leaves a room that was deleted in Rocket.Chat to its end, for which the ghosts are needed', async () => {
		const { bridge, left, called } = await setUp(false);
		expect(left).to.deep.equal([]);
		expect([...(await bridge.store.members.of(roomId))]).to.have.members([alice, carol, bob]);
		expect(called.indexOf('rooms.byId'), 'looked at after its members').to.be.greaterThan(
			called.indexOf('rooms.members'),
		);
	});
});
