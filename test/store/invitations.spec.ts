import { expect } from 'chai';
import type { EventId } from '../../src/matrix/ids';
import type { RocketChatMessageId, RocketChatUserId } from '../../src/rocketchat/ids';
import { Invitations, type StoredInvitation } from '../../src/store/invitations';
import { keys } from '../../src/store/keys';
import { aliceId, idIn } from '../support/invited-workspace';
import { alice, bob, elsewhere, roomId } from '../support/matrix-room';
import { memoryPersistence } from '../support/memory-persistence';

const invitation: Omit<StoredInvitation, 'changedAt'> = {
	...{ id: idIn(roomId), roomId, ghostId: alice, userId: aliceId, inviter: bob },
	...{ number: 2, times: 1, state: 'open', details: {}, at: 1 },
	eventId: '$event' as EventId,
	cardId: 'card' as RocketChatMessageId,
};
const another = { ...invitation, id: idIn(elsewhere), roomId: elsewhere, number: 1 };

describe('stored invitations', () => {
	it('are found by id and by user, in the order of their numbers', async () => {
		const invitations = new Invitations(memoryPersistence());
		await invitations.put(invitation);
		await invitations.put(another);
		expect(await invitations.byId(invitation.id)).to.deep.include(invitation);
		expect((await invitations.ofUser(aliceId)).map(({ number }) => number)).to.deep.equal([1, 2]);
		expect(await invitations.ofUser('uid-carol' as RocketChatUserId)).to.deep.equal([]);
		expect(await invitations.all()).to.have.length(2);
	});

	it('are replaced and removed', async () => {
		const persistence = memoryPersistence();
		const invitations = new Invitations(persistence);
		await invitations.put(invitation);
		await invitations.put({ ...invitation, state: 'declined' });
		expect(await invitations.byId(invitation.id)).to.include({ state: 'declined' });
		expect(persistence.all()).to.have.length(1);
		await invitations.remove(invitation);
		expect(await invitations.byId(invitation.id)).to.equal(undefined);
	});

	it('are the ones written last if two instances have created the same one', async () => {
		const persistence = memoryPersistence();
		const invitations = new Invitations(persistence);
		const associations = [
			keys.invitation(invitation.id),
			keys.invitationsOf(aliceId),
			keys.invitations(),
		];
		for (const [state, changedAt] of [
			['joined', 2],
			['open', 1],
		] as const) {
			await persistence.write.createWithAssociations({ ...invitation, state, changedAt }, associations);
		}
		expect(await invitations.byId(invitation.id)).to.include({ state: 'joined' });
		expect(await invitations.ofUser(aliceId)).to.have.length(1);
	});
});
