import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('invitations from Matrix', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	const ghost = `@rc_alice:${DOMAIN}`;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
	});
	after(() => federated.stop());

	/** @returns the reason somebody gave when they declined an invitation or left */
	async function reasonOf(roomId: string, userId: string): Promise<unknown> {
		return bob.waitUntil(`${userId} declines ${roomId}`, {
			look: () => {
				const event = bob.client.getRoom(roomId)?.getMember(userId)?.events.member;
				return event?.getContent().membership === 'leave'
					? (event.getContent().reason as unknown)
					: undefined;
			},
		});
	}

	it('are declined with the reason if the room is not a direct message', async () => {
		const roomId = await bob.createRoom({ name: 'Many people', invite: [ghost] });
		expect(await reasonOf(roomId, ghost)).to.match(
			/only invitations to direct messages between two people/,
		);
		expect(await alice.directRooms()).to.deep.equal([]);
	});

	it('are declined with the reason if the room is encrypted', async () => {
		const roomId = await bob.createRoom({
			is_direct: true,
			invite: [ghost],
			initial_state: [
				{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } },
			],
		});
		expect(await reasonOf(roomId, ghost)).to.match(/cannot read encrypted rooms/);
		expect(await alice.directRooms()).to.deep.equal([]);
	});

	it('are declined with the reason if a third person is in the direct message', async () => {
		const carl = await federated.matrixPerson('carl');
		const roomId = await bob.createRoom({ is_direct: true, invite: [carl.userId, ghost] });
		expect(await reasonOf(roomId, ghost)).to.match(
			/only invitations to direct messages between two people/,
		);
	});

	it('stay open if no local user has the name, since no ghost is there to decline', async () => {
		const roomId = await bob.createRoom({ is_direct: true, invite: [`@rc_nobody:${DOMAIN}`] });
		// Declined later than the first one would be: the homeserver tells of them in order.
		await reasonOf(await bob.createRoom({ name: 'Many people', invite: [ghost] }), ghost);
		expect(bob.client.getRoom(roomId)?.getMember(`@rc_nobody:${DOMAIN}`)?.membership).to.equal('invite');
	});

	it('register the ghost of a local user when the homeserver asks for it', async () => {
		const { hs_token } = await federated.app.administration.appSettings(federated.app.appId);
		const ask = async (userId: string) => {
			const answer = await fetch(
				`${federated.app.publicApi}/_matrix/app/v1/users/${encodeURIComponent(userId)}`,
				{ headers: { authorization: `Bearer ${String(hs_token)}` } },
			);
			return [answer.status, ((await answer.json()) as { errcode?: string }).errcode];
		};
		await federated.app.person('Petra-Ö'.replace('Ö', 'O'));
		expect(await ask(`@rc__petra-_o:${DOMAIN}`)).to.deep.equal([200, undefined]);
		expect(await bob.client.getProfileInfo(`@rc__petra-_o:${DOMAIN}`)).to.include({
			displayname: 'Petra-O',
		});
		expect(await ask(`@rc_nobody:${DOMAIN}`)).to.deep.equal([404, 'M_NOT_FOUND']);
		expect(await ask(`@bob:${DOMAIN}`)).to.deep.equal([404, 'M_NOT_FOUND']);
		expect(await ask('nonsense')).to.deep.equal([404, 'M_NOT_FOUND']);
	});

	it('only notify the invited user if the policy is to ask', async () => {
		await federated.app.administration.setAppSettings(federated.app.appId, { invite_policy: 'ask' });
		const dora = await federated.app.person('dora');
		const roomId = await bob.createDirectRoom(`@rc_dora:${DOMAIN}`);
		const room = await dora.waitForDirectRoom('federation.bot');
		const { text } = await dora.waitForMessage(room._id, ({ sender }) => sender === 'federation.bot');
		expect(text).to.match(new RegExp(`^\`${bob.userId}\` invites you to a direct message on Matrix\\.`));
		const member = await waitFor({
			what: 'the ghost in the room',
			timeout: 60_000,
			look: () => bob.client.getRoom(roomId)?.getMember(`@rc_dora:${DOMAIN}`)?.membership,
		});
		expect(member).to.equal('invite');
	});

	it('of one stranger to several rooms are one notice with a count', async () => {
		const emma = await federated.app.person('emma');
		const stranger = await federated.matrixPerson('stranger');
		for (let invited = 0; invited < 3; invited++) {
			await stranger.createDirectRoom(`@rc_emma:${DOMAIN}`);
		}
		const room = await emma.waitForDirectRoom('federation.bot');
		await emma.waitForMessage(room._id, ({ text }) => text.includes('3 invitations by now'));
		expect(await emma.messages(room._id)).to.have.length(1);
	});
});
