import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import { rocketChatUser } from '../../../src/rocketchat/entities';
import { reconcileMembers } from '../../../src/people/members/reconcile-members';
import { sendAsMember } from '../../../src/to-matrix/rooms/send-as-member';
import { externalOf, ghostOf, matrixRoom, TwoSidedRoom } from '../../support/two-sided-room';

const bob = externalOf('bob');
const erin = ghostOf('erin');

/** A public room in which Erin writes. */
async function roomOfErin() {
	const room = new TwoSidedRoom();
	await room.open('alice');
	await room.link('erin');
	room.isPublic = true;
	room.here.add('erin');
	const write = async () => {
		const link = await room.bridge.store.rooms.byMatrixId(matrixRoom);
		if (!link) {
			throw new Error('the room has no link');
		}
		const sender = rocketChatUser(room.userNamed('erin'));
		return sendAsMember(room.bridge, { link, sender }, async () => {
			if (room.there.get(erin)?.membership !== 'join') {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not in the room');
			}
			return 'sent';
		});
	};
	return { room, write };
}

describe('somebody who writes in a public room on Matrix in which their ghost is not', () => {
	it('joins it first', async () => {
		const { room, write } = await roomOfErin();
		expect(await write()).to.equal('sent');
		expect(room.there.get(erin)).to.include({ membership: 'join' });
	});

	it('does not join it against a removal of which the app has not heard yet', async () => {
		const { room, write } = await roomOfErin();
		await reconcileMembers(room.bridge, matrixRoom);
		room.there.set(erin, { membership: 'leave', sender: bob, at: Date.now() });
		const failure: unknown = await write().catch((error: unknown) => error);
		expect(failure).to.have.property('code', 'removed-on-matrix');
		expect(room.there.get(erin)).to.include({ membership: 'leave', sender: bob });
	});

	it('joins it again if the homeserver has had the ghost leave, or if the removal was carried over before', async () => {
		const { room, write } = await roomOfErin();
		await reconcileMembers(room.bridge, matrixRoom);
		room.there.set(erin, { membership: 'leave', sender: erin, at: Date.now() });
		expect(await write()).to.equal('sent');
		room.there.set(erin, { membership: 'leave', sender: bob, at: Date.now() });
		await reconcileMembers(room.bridge, matrixRoom);
		room.here.add('erin');
		expect(await write()).to.equal('sent');
	});
});
