import { expect } from 'chai';
import type { EventId } from '../../src/matrix/ids';
import { withHostFailures } from '../../src/failure';
import { reconcileMembers } from '../../src/people/members/reconcile-members';
import { relayOrTellRefusal } from '../../src/to-rocketchat/refusal-notice';
import { eventOf } from '../support/matrix-room';
import { externalOf, matrixRoom, TwoSidedRoom } from '../support/two-sided-room';

const bob = externalOf('bob');
const bobHere = 'bob:far.example';
const hello = eventOf(
	'm.room.message',
	{ msgtype: 'm.text', body: 'hello' },
	{ eventId: '$hello' as EventId, sender: bob, roomId: matrixRoom },
);

/** A room of Alice and Bob, in which both sides agree; Rocket.Chat takes messages of members only. */
async function roomWithBob() {
	const room = new TwoSidedRoom();
	await room.open('alice');
	room.there.set(bob, { membership: 'join', sender: bob });
	await reconcileMembers(room.bridge, matrixRoom);
	let attempts = 0;
	return {
		room,
		attempts: () => attempts,
		relay: (said = 'error-not-allowed') =>
			relayOrTellRefusal(room.bridge, hello, () =>
				withHostFailures(async () => {
					attempts += 1;
					if (!room.here.has(bobHere)) {
						throw new Error(said);
					}
				}),
			),
	};
}

describe('a refused event of a federated room', () => {
	it('is dropped if its sender was removed here at the same time, and they are removed on Matrix', async () => {
		const { room, relay, attempts } = await roomWithBob();
		room.here.delete(bobHere);
		await relay();
		expect(attempts()).to.equal(1);
		expect(room.there.get(bob)).to.include({ membership: 'leave' });
		expect(room.told).to.deep.equal([]);
	});

	it('is relayed again if Matrix does not let its sender be removed, so that they are a member again', async () => {
		const { room, relay, attempts } = await roomWithBob();
		room.here.delete(bobHere);
		room.powerful.clear();
		await relay();
		expect(attempts()).to.equal(2);
		expect(room.membersHere()).to.deep.equal(room.membersThere());
	});

	it('is parked if its sender is a member on both sides, and refused all the same', async () => {
		const { room } = await roomWithBob();
		const refused = withHostFailures(() => Promise.reject(new Error('error-not-allowed')));
		const failure = await relayOrTellRefusal(room.bridge, hello, () => refused).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ code: 'message-refused' });
		expect(room.membersThere()).to.include(bob);
	});

	it('is parked, and its sender stays on Matrix, if the refusal says nothing about them', async () => {
		const { room, relay, attempts } = await roomWithBob();
		room.here.delete(bobHere);
		expect(await relay('room_is_archived').catch((error: unknown) => error)).to.include({
			code: 'message-refused',
		});
		expect(attempts()).to.equal(1);
		expect(room.membersThere()).to.include(bob);
	});

	it('has a bot user forgotten that was deleted, so that the person can be invited again', async () => {
		const { room, relay } = await roomWithBob();
		room.here.delete(bobHere);
		room.remove(bobHere);
		await relay('Invalid user [error-invalid-user]');
		expect(await room.bridge.store.users.byMatrixId(bob)).to.equal(undefined);
		expect(room.there.get(bob)).to.include({ membership: 'leave' });
	});
});
