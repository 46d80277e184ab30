import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

const ghost = `@rc_carol:${DOMAIN}`;

describe('a local person in a direct message of several', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;

	before(async () => {
		federated = await FederatedWorkspace.start();
		await federated.app.ensureStarter();
		alice = await federated.app.person('alice');
		carol = await federated.app.person('carol');
		bob = await federated.matrixPerson('bob');
		const dan = await federated.matrixPerson('dan');
		await federated.app.command(alice, `dm ${bob.userId} ${dan.userId} carol`);
		({ roomId: matrixId } = await bob.waitForInvitation());
		await bob.join(matrixId);
		await dan.join(matrixId);
		rocketChatId = (await alice.directRooms())[0]?._id ?? '';
	});
	after(() => federated.stop());

	/** Bob writes, and the recurring job runs, which a changed setting brings forward. */
	async function writeAndRunJob(text: string): Promise<void> {
		await bob.send(matrixId, text);
		await alice.waitForMessage(rocketChatId, (message) => message.text === text);
		await federated.app.changeAccess();
	}

	/** @returns the reason with which Carol's ghost left */
	const reasonOfLeaving = () =>
		bob.waitUntil(`${ghost} leaves`, {
			look: async () => {
				const content = await bob.client.getStateEvent(matrixId, 'm.room.member', ghost);
				return content.membership === 'leave' ? String(content.reason) : undefined;
			},
		});

	const expectReason = (reason: string, expected: RegExp) =>
		expect(reason).to.match(federated.software === 'dendrite' ? /^undefined$/ : expected); // it drops the reason

	it('leaves the Matrix room while the account is deactivated, and is back with the first message', async () => {
		const setActive = (activeStatus: boolean) =>
			federated.app.admin.rest.post('/api/v1/users.setActiveStatus', {
				userId: carol.userId,
				activeStatus,
			});
		await setActive(false);
		await writeAndRunJob('is Carol there?');
		expectReason(
			await reasonOfLeaving(),
			/^The account of this person in Rocket\.Chat is deactivated\.$/,
		);
		await setActive(true);
		const again = await federated.app.person('carol');
		await again.send(rocketChatId, 'here I am');
		const { sender } = await bob.waitForMessage(matrixId, ({ body }) => body === 'here I am');
		expect(sender).to.equal(ghost);
	});

	it('leaves the Matrix room when the account is deleted, and the others go on', async () => {
		await federated.app.administration.removeUser(carol.userId);
		await writeAndRunJob('is Carol still there?');
		expectReason(await reasonOfLeaving(), /^The account of this person in Rocket\.Chat was deleted\.$/);
		await alice.send(rocketChatId, 'she is gone');
		await bob.waitForMessage(matrixId, ({ body }) => body === 'she is gone');
		expect(await federated.app.command(federated.app.admin, 'status')).not.to.match(/parked/);
	});
});
