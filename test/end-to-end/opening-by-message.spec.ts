import { expect } from 'chai';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('a direct message that is opened without the command', () => {
	let federated: FederatedWorkspace;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
	});
	after(() => federated.stop());

	it('is federated from the first message on', async () => {
		const alice = await federated.app.person('alice');
		const bob = await federated.matrixPerson('bob');
		await federated.directMessage(await federated.app.person('anna'), bob);
		const rocketChatId = await alice.directRoom(`bob:${DOMAIN}`);
		await alice.send(rocketChatId, 'first');
		await alice.send(rocketChatId, 'second');
		const { roomId } = await bob.waitForInvitation();
		await bob.join(roomId);
		await bob.waitForMessage(roomId, ({ body }) => body === 'second');
		await bob.send(roomId, 'answer');
		await alice.waitForMessage(rocketChatId, ({ text }) => text === 'answer');
		await alice.send(rocketChatId, 'third');
		await bob.waitForMessage(roomId, ({ body }) => body === 'third');
		expect(bob.messages(roomId).map(({ body }) => body)).to.deep.equal([
			'first',
			'second',
			'answer',
			'third',
		]);
		expect(alice.notices).to.deep.equal([]);
	});

	it('says at once why it cannot be, and sends everything when the command opens it later', async () => {
		const carol = await federated.app.person('carol');
		const dan = await federated.matrixPerson('dan');
		await federated.directMessage(await federated.app.person('anna'), dan);
		await federated.app.administration.setAppSettings(federated.app.appId, { command_roles: 'admin' });
		const rocketChatId = await carol.directRoom(`dan:${DOMAIN}`);
		await carol.send(rocketChatId, 'is anybody there?');
		const { text } = await carol.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.equal(
			'Your message was **not** delivered to Matrix. You may not use `/federation dm`. It needs one of these roles: admin. An administrator can give you one.',
		);
		await dan.waitUntil('the first room', { look: () => dan.joinedRooms()[0] });
		expect(dan.invitations()).to.deep.equal([]);
		await federated.app.administration.setAppSettings(federated.app.appId, { command_roles: 'user' });
		expect(await federated.app.command(carol, `dm ${dan.userId}`)).to.match(/is open\./);
		const { roomId } = await dan.waitForInvitation();
		await dan.join(roomId);
		await dan.waitForMessage(roomId, ({ body }) => body === 'is anybody there?');
	});

	it('of several needs the plan, and is federated with all of them', async () => {
		const erin = await federated.app.person('erin');
		const finn = await federated.app.person('finn');
		const [gina, hugo] = [await federated.matrixPerson('gina'), await federated.matrixPerson('hugo')];
		const anna = await federated.app.person('anna');
		await federated.directMessage(anna, gina);
		await federated.directMessage(anna, hugo);
		const rocketChatId = await erin.directRoom(`gina:${DOMAIN}`, `hugo:${DOMAIN}`, 'finn');
		await erin.send(rocketChatId, 'too early');
		const { text } = await erin.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.match(/^Your message was \*\*not\*\* delivered to Matrix\. .* need the Starter plan/);

		await federated.app.putOnPlan('starter');
		await finn.send(rocketChatId, 'hello');
		for (const person of [gina, hugo]) {
			const { roomId } = await person.waitForInvitation();
			await person.join(roomId);
			await person.waitForMessage(roomId, ({ body }) => body === 'hello');
			expect(person.messages(roomId).map(({ sender, body }) => [sender, body])).to.deep.equal([
				[`@rc_erin:${DOMAIN}`, 'too early'],
				[`@rc_finn:${DOMAIN}`, 'hello'],
			]);
		}
	});

	it('is opened when the app is back, if the first message was written while it did not run', async () => {
		const { administration, appId } = federated.app;
		const kim = await federated.app.person('kim');
		const lea = await federated.matrixPerson('lea');
		const first = await federated.directMessage(await federated.app.person('anna'), lea);
		const rocketChatId = await kim.directRoom(`lea:${DOMAIN}`);
		await administration.setAppStatus(appId, 'manually_disabled');
		await kim.send(rocketChatId, 'nobody hears this');
		await administration.setAppStatus(appId, 'manually_enabled');
		const { roomId } = await lea.waitForInvitation();
		expect(roomId).not.to.equal(first.matrixId);
		await lea.join(roomId);
		await lea.waitForMessage(roomId, ({ body }) => body === 'nobody hears this');
		expect(kim.notices).to.deep.equal([]);
	});

	it('is opened after an outage of the homeserver', async () => {
		const ida = await federated.app.person('ida');
		const jane = await federated.matrixPerson('jane');
		await federated.directMessage(await federated.app.person('anna'), jane);
		await jane.waitUntil('the first room', { look: () => jane.joinedRooms()[0] });
		const rocketChatId = await ida.directRoom(`jane:${DOMAIN}`);
		await federated.homeserver.stop();
		await ida.send(rocketChatId, 'while you were away');
		await federated.homeserver.restart();
		const { roomId } = await jane.waitForInvitation();
		await jane.join(roomId);
		await jane.waitForMessage(roomId, ({ body }) => body === 'while you were away');
	});
});
