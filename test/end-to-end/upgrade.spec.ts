import { expect } from 'chai';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('a direct message whose room is upgraded on Matrix', () => {
	let federated: FederatedWorkspace;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
	});
	after(() => federated.stop());

	it('waits for the invitation into the new room, and goes on there with what was written', async () => {
		const alice = await federated.app.person('alice');
		const bob = await federated.matrixPerson('bob');
		const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
		await alice.send(rocketChatId, 'before');
		await bob.waitForMessage(matrixId, ({ body }) => body === 'before');
		const { replacement_room: replacement } = await bob.client.upgradeRoom(matrixId, '11');
		await alice.waitForMessage(rocketChatId, ({ text }) =>
			text.startsWith(`\`${bob.userId}\` has moved this conversation to a new room on Matrix, where`),
		);
		await alice.send(rocketChatId, 'where are you?');
		const { text } = await alice.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.match(/not yet\*\* on Matrix\. This direct message was moved to a new room/);

		await bob.send(replacement, 'here');
		await bob.invite(replacement, `@rc_alice:${DOMAIN}`);
		await alice.waitForMessage(rocketChatId, (message) => message.text === 'here');
		await bob.waitForMessage(replacement, ({ body }) => body === 'where are you?');
		await alice.send(rocketChatId, 'after');
		await bob.waitForMessage(replacement, ({ body }) => body === 'after');
		expect(bob.messages(matrixId).map(({ body }) => body)).to.deep.equal(['before']);
	});
});
