import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('changed names', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;
	const ghost = `@rc_alice:${DOMAIN}`;

	before(async () => {
		federated = await FederatedWorkspace.start();
		await federated.app.ensureStarter();
		alice = await federated.app.person('alice', 'Alice Smith');
		bob = await federated.matrixPerson('bob');
		({ rocketChatId, matrixId } = await federated.directMessage(alice, bob));
	});
	after(() => federated.stop());

	const nameOfGhost = async () => (await bob.client.getProfileInfo(ghost)).displayname;
	const say = async (text: string) => {
		await bob.send(matrixId, text);
		return alice.waitForMessage(rocketChatId, (message) => message.text === text);
	};

	/** Changes Bob's name. The homeserver tells the rooms of it after it has answered. */
	const changeName = async (name: string) => {
		await bob.client.setDisplayName(name);
		await bob.waitUntil(`the name ${name} in the room`, {
			look: async () => {
				const member = await bob.client.getStateEvent(matrixId, 'm.room.member', bob.userId);
				return member.displayname === name || undefined;
			},
		});
	};

	it('of a local user is that of the ghost', async () => {
		expect(await nameOfGhost()).to.equal('Alice Smith');
		await federated.app.admin.rest.post('/api/v1/users.update', {
			userId: alice.userId,
			data: { name: 'Alice Jones' },
		});
		await bob.waitUntil('the new name', {
			look: async () => (await nameOfGhost()) === 'Alice Jones' || undefined,
		});
	});

	it('of an external person is shown with their messages', async () => {
		expect((await say('one')).raw.alias).to.equal(undefined);
		await changeName('Bobby');
		expect((await say('two')).raw.alias).to.equal('Bobby');
		await changeName('bob');
		expect((await say('three')).raw.alias).to.equal(undefined);
	});

	it('for one room only changes nothing', async () => {
		await bob.client.sendStateEvent(
			matrixId,
			'm.room.member' as never,
			{ membership: 'join', displayname: 'Boss' } as never,
			bob.userId,
		);
		expect((await say('four')).raw.alias).to.equal(undefined);
	});
});
