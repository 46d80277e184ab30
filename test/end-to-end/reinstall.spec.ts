import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { FederatedWorkspace } from '../support/federated-workspace';
import { packagedAppJson, packagedZip } from '../support/installed-app';
import { WorkspaceRooms } from '../support/workspace-rooms';

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

	it('goes on with federated rooms, made on either side, with the members that they have by then', async () => {
		await federated.app.ensureStarter();
		const rooms = new WorkspaceRooms(alice);
		await federated.app.command(alice, `create Team ${bob.userId}`);
		const team = await rooms.waitFor('team');
		const teamThere = (await rooms.matrixRoomOf(team._id)) ?? '';
		await bob.join(teamThere);
		const lobbyThere = await carol.createRoom({ preset: Preset.PublicChat, name: 'Lobby' });
		await federated.app.command(alice, `join ${lobbyThere}`);
		const lobby = await rooms.waitFor('lobby');

		await reinstall(() => bob.leave(teamThere).then(() => alice.send(team._id, 'while it was gone')));
		await federated.app.ensureStarter();

		await alice.send(team._id, 'from Alice');
		await rooms.waitForMembers(team._id, ['alice']);
		await carol.send(lobbyThere, 'from Carol in the lobby');
		await alice.waitForMessage(lobby._id, ({ text }) => text === 'from Carol in the lobby');
		await alice.send(lobby._id, 'to the lobby');
		await carol.waitForMessage(lobbyThere, ({ body }) => body === 'to the lobby');
		await alice.runCommand('federation', `invite ${bob.userId}`, team._id);
		await bob.waitForInvitation();
		await bob.join(teamThere);
		await bob.waitForMessage(teamThere, ({ body }) => body === 'from Alice');
		expect(bob.messages(teamThere).map(({ body }) => body)).to.include('while it was gone');
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
