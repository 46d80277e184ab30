import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import { FederatedWorkspace } from '../support/federated-workspace';

describe('a direct message whose external person leaves', () => {
	let federated: FederatedWorkspace;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
	});
	after(() => federated.stop());

	it('says so, sends nothing to the empty room, and is opened again by command', async () => {
		const alice = await federated.app.person('alice');
		const bob = await federated.matrixPerson('bob');
		const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
		await bob.leave(matrixId);
		await alice.waitForMessage(rocketChatId, ({ text }) => text.includes('`/federation dm @bob:'));
		await alice.send(rocketChatId, 'are you there?');
		const { text } = await alice.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.match(
			/^Your message was \*\*not\*\* delivered to Matrix\. `@bob:matrix\.test` is not/,
		);

		const again = await federated.directMessage(alice, bob);
		await alice.send(rocketChatId, 'welcome back');
		await bob.waitForMessage(again.matrixId, ({ body }) => body === 'welcome back');
		expect(bob.messages(again.matrixId).map(({ body }) => body)).to.deep.equal(['welcome back']);
	});

	it('is opened again too if the other side removed the local person', async () => {
		const carol = await federated.app.person('carol');
		const dan = await federated.matrixPerson('dan');
		// In a room with this preset the guest has less power than the one who made it.
		const options = { preset: Preset.PrivateChat, is_direct: true, invite: ['@rc_carol:matrix.test'] };
		const matrixId = await dan.createRoom(options);
		const { _id: rocketChatId } = await carol.waitForDirectRoom('dan:matrix.test');
		await dan.waitForMember(matrixId, '@rc_carol:matrix.test');
		await dan.send(matrixId, 'hello');
		await carol.waitForMessage(rocketChatId, ({ text }) => text === 'hello');
		await dan.client.kick(matrixId, '@rc_carol:matrix.test');
		await carol.send(rocketChatId, 'am I here?');
		await carol.waitForNotice(({ roomId }) => roomId === rocketChatId);
		const again = await federated.directMessage(carol, dan);
		expect(again.matrixId).not.to.equal(matrixId);
		await carol.send(rocketChatId, 'yes');
		await dan.waitForMessage(again.matrixId, ({ body }) => body === 'yes');
	});
});
