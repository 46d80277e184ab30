import { expect } from 'chai';
import { FederationError } from '../../../src/errors';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { reconcileMembers } from '../../../src/people/members/reconcile-members';
import { reconcileOrLeaveToOwner } from '../../../src/people/members/reconcile-or-leave';
import { compareMembers } from '../../../src/to-matrix/rooms/compare-members';
import { externalOf, ghostOf, matrixRoom, TwoSidedRoom } from '../../support/two-sided-room';

const bob = externalOf('bob');
const rocketChatId = 'rid' as RocketChatRoomId;
const link = { matrixId: matrixRoom, rocketChatId };

/** A room with Alice and Bob whose owner is another server than that of `bridge`. */
async function roomOfAnother() {
	const room = new TwoSidedRoom();
	await room.open('alice');
	room.there.set(bob, { membership: 'join', sender: bob });
	await reconcileMembers(room.bridge, matrixRoom);
	const left: string[] = [];
	const bridge = {
		...room.bridge,
		instances: {
			...room.bridge.instances,
			requireOwned: () => {
				throw new FederationError('room-moved');
			},
		},
		outgoing: {
			leaveToRecovery: (roomId: string, matrixId: string) => left.push(`${roomId} ${matrixId}`),
		} as unknown as typeof room.bridge.outgoing,
	};
	return { room, bridge, left };
}

describe('a change of members that is asked of a server that does not own the room', () => {
	it('is made on the other side by the server that owns it', async () => {
		const { room, bridge, left } = await roomOfAnother();
		room.there.set(bob, { membership: 'leave', sender: ghostOf('alice') });
		await reconcileOrLeaveToOwner(bridge, link, { only: [bob] });
		expect(left).to.deep.equal([`${rocketChatId} ${matrixRoom}`]);
		expect(room.membersHere()).to.include(bob);
		await compareMembers(room.bridge, { roomId: rocketChatId, matrixRoomId: matrixRoom }, false);
		expect(room.membersHere()).to.deep.equal([ghostOf('alice')]);
		expect(room.membersThere()).to.deep.equal([ghostOf('alice')]);
	});

	it('does not fail for somebody who is invited and has no user here yet', async () => {
		const { room, bridge, left } = await roomOfAnother();
		const carol = externalOf('carol');
		room.there.set(carol, { membership: 'invite', sender: ghostOf('alice') });
		await reconcileOrLeaveToOwner(bridge, link, { only: [carol] });
		expect(left).to.have.length(1);
		expect(await bridge.store.memberHints.ofRoom(rocketChatId)).to.deep.equal([]);
	});

	it('fails with any other failure', async () => {
		const { room, bridge, left } = await roomOfAnother();
		room.answered = 0;
		const failure = await reconcileOrLeaveToOwner(bridge, link, { only: [bob] }).catch(
			(error: unknown) => error,
		);
		expect(failure).to.be.an('error');
		expect(left).to.deep.equal([]);
	});
});
