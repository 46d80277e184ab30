import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('invitations from Matrix', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	const ghost = `@rc_alice:${DOMAIN}`;
	const onlyOfTwo = /includes only direct messages between two people/;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
	});
	after(() => federated.stop());

	/** Waits until the ghost has declined an invitation, and checks the reason. Dendrite loses it. */
	async function expectDeclined(roomId: string, reason: RegExp, invited = ghost): Promise<void> {
		const given = await bob.waitUntil(`${invited} declines ${roomId}`, {
			look: async () => {
				const content = await bob.client.getStateEvent(roomId, 'm.room.member', invited);
				return content.membership === 'leave' ? String(content.reason) : undefined;
			},
		});
		expect(given).to.match(federated.software === 'dendrite' ? /^undefined$/ : reason);
	}

	it('are declined with the reason if the room is not a direct message, and the plan has no others', async () => {
		const roomId = await bob.createRoom({ name: 'Many people', invite: [ghost] });
		await expectDeclined(roomId, onlyOfTwo);
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
		await expectDeclined(roomId, /cannot read encrypted rooms/);
		expect(await alice.directRooms()).to.deep.equal([]);
	});

	it('are declined with the reason if a third person is in the direct message, and the plan has no others', async () => {
		const carl = await federated.matrixPerson('carl');
		const roomId = await bob.createRoom({ is_direct: true, invite: [carl.userId, ghost] });
		await expectDeclined(roomId, onlyOfTwo);
	});

	it('are accepted at once by policy, and the federation bot says so', async () => {
		const ann = await federated.app.person('ann');
		const roomId = await bob.createDirectRoom(`@rc_ann:${DOMAIN}`);
		await bob.waitForMember(roomId, `@rc_ann:${DOMAIN}`);
		const room = await ann.waitForDirectRoom('federation.bot');
		const { text } = await ann.waitForMessage(room._id, ({ sender }) => sender === 'federation.bot');
		expect(text)
			.to.include(bob.userId)
			.and.match(/\n✓ Accepted automatically/);
		await ann.waitForDirectRoom(bob.userId.slice(1));
	});

	it('are declined if no local user has the name, and are not parked', async () => {
		const nobody = `@rc_nobody:${DOMAIN}`;
		const roomId = await bob.createRoom({ is_direct: true, invite: [nobody] });
		await expectDeclined(roomId, /^Nobody has this id/, nobody);
		expect(await federated.app.command(federated.app.admin, 'parked')).to.equal('Nothing is parked.');
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
});
