import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { collections, update } from '../../sandbox/workspace/functions/collections';
import { executeSendMessage } from '../../sandbox/workspace/functions/send-message';
import { FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

describe('end-to-end encryption of Rocket.Chat', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
	});
	after(() => federated.stop());

	itNeeding('internals', 'keeps an encrypted message out of Matrix and tells its writer once', async () => {
		const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
		const sendCiphertext = (msg: string) =>
			executeSendMessage(federated.app.workspace.server, alice.userId, {
				rid: rocketChatId,
				msg,
				t: 'e2e',
			});
		await sendCiphertext('c1ph3rt3xt 1');
		await alice.waitForNotice(({ text }) => text.includes('it is end-to-end encrypted'));
		await sendCiphertext('c1ph3rt3xt 2');
		await alice.send(rocketChatId, 'in plain words');
		await bob.waitForMessage(matrixId, ({ body }) => body === 'in plain words');
		expect(bob.messages(matrixId).map(({ body }) => body)).to.deep.equal(['in plain words']);
		expect(alice.notices.filter(({ text }) => text.includes('end-to-end'))).to.have.length(1);
	});

	itNeeding(
		'database',
		'is shown in the status while a room is encrypted that was opened without it',
		async () => {
			const { app } = federated;
			const dave = await federated.matrixPerson('dave');
			const { rocketChatId } = await federated.directMessage(alice, dave);
			const { rooms } = collections(app.workspace.server);
			update(rooms, rocketChatId, { encrypted: true });
			await executeSendMessage(app.workspace.server, alice.userId, {
				rid: rocketChatId,
				msg: 'c1ph3rt3xt',
				t: 'e2e',
			});
			await alice.waitForNotice(({ roomId }) => roomId === rocketChatId);
			const status = await app.command(app.admin, 'status');
			expect(status).to.match(
				/❌ End-to-end encrypted rooms whose messages do not get to Matrix: 1\..*\n• `alice`, `dave:matrix\.test`\n/,
			);
			update(rooms, rocketChatId, {}, ['encrypted']);
			expect(await app.command(app.admin, 'status')).not.to.include('End-to-end encrypted rooms');
		},
	);

	it('is told where new direct messages are encrypted, and nobody is invited', async () => {
		const { app } = federated;
		const carl = await federated.matrixPerson('carl');
		await app.administration.changeSetting('E2E_Enable', true);
		await app.administration.changeSetting('E2E_Enabled_Default_DirectRooms', true);
		// The app reads the settings again when one of its own has changed.
		await app.changeAccess();
		expect(await app.command(alice, `dm ${carl.userId}`)).to.match(
			/^The direct message is end-to-end encrypted in this workspace.*`E2E_Enabled_Default_DirectRooms`/,
		);
		expect(await app.command(app.admin, 'status')).to.match(
			/❌ This workspace encrypts new direct messages end to end/,
		);
		expect(carl.invitations()).to.deep.equal([]);
		const { users } = await app.admin.rest.get<{ users: { username: string }[] }>('/api/v1/users.list', {
			count: '0',
		});
		expect(users.map(({ username }) => username)).not.to.include(carl.userId.slice(1));
	});

	it('makes the workspace decline direct messages that begin on Matrix', async () => {
		const dora = await federated.matrixPerson('dora');
		const roomId = await dora.createDirectRoom('@rc_alice:matrix.test');
		const reason = await dora.waitUntil('an invitation that was declined', {
			look: async () => {
				const content = await dora.client.getStateEvent(
					roomId,
					'm.room.member',
					'@rc_alice:matrix.test',
				);
				return content.membership === 'leave' ? String(content.reason) : undefined;
			},
		});
		expect(reason).to.match(
			federated.software === 'dendrite'
				? /^undefined$/ // it drops the reason
				: /Direct messages there are end-to-end encrypted/,
		);
	});
});
