import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { FederatedWorkspace } from '../support/federated-workspace';
import { packagedAppJson, packagedZip } from '../support/installed-app';

describe('an app that was uninstalled and installed again, with the same tokens', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let carol: MatrixPerson;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		carol = await federated.matrixPerson('carol');
	});
	after(() => federated.stop());

	it('goes on with the direct messages that were open before, whoever writes first', async () => {
		const withBob = await federated.directMessage(alice, bob);
		const withCarol = await federated.directMessage(alice, carol);
		await alice.send(withBob.rocketChatId, 'before');
		await bob.waitForMessage(withBob.matrixId, ({ body }) => body === 'before');

		await reinstall(() => alice.send(withBob.rocketChatId, 'while it was gone'));

		await alice.send(withBob.rocketChatId, 'from Alice');
		await bob.waitForMessage(withBob.matrixId, ({ body }) => body === 'from Alice');
		expect(bob.messages(withBob.matrixId).map(({ body }) => body)).to.deep.equal([
			'before',
			'while it was gone',
			'from Alice',
		]);
		await bob.send(withBob.matrixId, 'from Bob');
		await alice.waitForMessage(withBob.rocketChatId, ({ text }) => text === 'from Bob');

		await carol.send(withCarol.matrixId, 'from Carol');
		await alice.waitForMessage(withCarol.rocketChatId, ({ text }) => text === 'from Carol');
		await alice.send(withCarol.rocketChatId, 'to Carol');
		await carol.waitForMessage(withCarol.matrixId, ({ body }) => body === 'to Carol');
	});

	async function reinstall(meanwhile: () => Promise<unknown>): Promise<void> {
		const { administration, appId } = federated.app;
		const settings = await administration.appSettings(appId);
		await administration.removeApp(appId);
		await meanwhile();
		await administration.installApp(packagedZip(), packagedAppJson());
		await administration.setAppSettings(appId, settings);
	}
});
