import { expect } from 'chai';
import { EventType, Preset } from 'matrix-js-sdk';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('a direct message whose external person leaves', () => {
	let federated: FederatedWorkspace;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start();
	});
	after(() => federated.stop());

	it('invites the person again when somebody writes, once, and sends what waited', async () => {
		const alice = await federated.app.person('alice');
		const bob = await federated.matrixPerson('bob');
		const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
		await bob.leave(matrixId);
		await alice.waitForMessage(rocketChatId, ({ text }) => text.includes('`/federation dm @bob:'));
		await alice.send(rocketChatId, 'are you there?');
		await alice.send(rocketChatId, 'hello?');
		const { text } = await alice.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.match(
			/^`@bob:matrix\.test` had left this direct message on Matrix\. The app has invited them again\./,
		);
		const invitation = await bob.waitForInvitation();
		expect(invitation.roomId).not.to.equal(matrixId);
		await bob.join(invitation.roomId);
		await bob.waitForMessage(invitation.roomId, ({ body }) => body === 'hello?');
		await alice.send(rocketChatId, 'welcome back');
		await bob.waitForMessage(invitation.roomId, ({ body }) => body === 'welcome back');
		expect(bob.messages(invitation.roomId).map(({ body }) => body)).to.deep.equal([
			'are you there?',
			'hello?',
			'welcome back',
		]);
		const notices = alice.notices.filter(({ roomId }) => roomId === rocketChatId);
		expect(notices.map((notice) => notice.text)).to.deep.equal([text]);
	});

	it('invites only by command who has declined the second invitation, and loses nothing', async () => {
		const kim = await federated.app.person('kim');
		const liz = await federated.matrixPerson('liz');
		await federated.app.command(kim, `dm ${liz.userId}`);
		const first = await liz.waitForInvitation();
		await liz.leave(first.roomId);
		const { _id: rocketChatId } = await kim.waitForDirectRoom(`liz:${DOMAIN}`);
		// Dendrite tells that the person was only invited when the event is pulled, but not when it is pushed.
		const declined =
			federated.software === 'dendrite'
				? /^_(has declined the invitation to this direct message|is not in this direct message) on Matrix/
				: /^_has declined the invitation to this direct message on Matrix\._/;
		const lines = async () =>
			(await kim.messages(rocketChatId)).filter(({ text }) => declined.test(text));
		await kim.waitForMessage(rocketChatId, ({ text }) => declined.test(text));
		await kim.send(rocketChatId, 'one');
		const second = await liz.waitForInvitation(({ roomId }) => roomId !== first.roomId);
		await liz.leave(second.roomId);
		await liz.waitUntil('both lines', {
			look: async () => ((await lines()).length > 1 ? true : undefined),
		});
		await kim.send(rocketChatId, 'two');
		await kim.waitForNotice(({ text }) =>
			text.startsWith('Your message is **not yet** on Matrix. `@liz:matrix.test` is not'),
		);
		expect(liz.invitations()).to.deep.equal([]);

		await kim.runCommand('federation', `dm ${liz.userId}`, 'GENERAL');
		const third = await liz.waitForInvitation();
		await liz.join(third.roomId);
		await liz.waitForMessage(third.roomId, ({ body }) => body === 'two');
		await kim.waitForNotice(({ text }) =>
			text.startsWith('Messages of yours in this room that had waited'),
		);
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
		const line = '`@dan:matrix.test` removed `carol` from this direct message on Matrix.';
		await carol.waitForMessage(rocketChatId, ({ text }) => text.startsWith(line));
		await carol.send(rocketChatId, 'am I here?');
		const { text } = await carol.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.equal(
			'Your message is **not yet** on Matrix. You are not in this direct message on Matrix any more: somebody there removed you. `/federation dm @dan:matrix.test` opens it again.',
		);
		const again = await federated.directMessage(carol, dan);
		expect(again.matrixId).not.to.equal(matrixId);
		await carol.send(rocketChatId, 'yes');
		await dan.waitForMessage(again.matrixId, ({ body }) => body === 'yes');
	});

	it('says why if the other side does not let the local person write', async () => {
		const erin = await federated.app.person('erin');
		const finn = await federated.matrixPerson('finn');
		const options = { preset: Preset.PrivateChat, is_direct: true, invite: [`@rc_erin:${DOMAIN}`] };
		const matrixId = await finn.createRoom(options);
		const { _id: rocketChatId } = await erin.waitForDirectRoom(`finn:${DOMAIN}`);
		await finn.send(matrixId, 'hello');
		await erin.waitForMessage(rocketChatId, ({ text }) => text === 'hello');
		const levels = await finn.client.getStateEvent(matrixId, 'm.room.power_levels', '');
		await finn.client.sendStateEvent(matrixId, EventType.RoomPowerLevels, {
			...levels,
			events_default: 50,
		});
		await erin.send(rocketChatId, 'may I?');
		const { text } = await erin.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.match(/^Your message is \*\*not yet\*\* on Matrix\. You may not write in this/);
	});

	it('says so in a direct message of several, whose others still get messages', async () => {
		await federated.app.ensureStarter();
		const gina = await federated.app.person('gina');
		await federated.app.person('hugo');
		const ivan = await federated.matrixPerson('ivan');
		const jane = await federated.matrixPerson('jane');
		const open = () => federated.app.command(gina, `dm ${ivan.userId} ${jane.userId} hugo`);
		await open();
		const { roomId: matrixId } = await ivan.waitForInvitation();
		await ivan.join(matrixId);
		await jane.join(matrixId);
		const [room] = await gina.directRooms();
		const rocketChatId = room?._id ?? '';
		await ivan.leave(matrixId);
		const line = '_is not in this direct message on Matrix any more._ What you write here does not';
		const { sender } = await gina.waitForMessage(rocketChatId, ({ text }) => text.startsWith(line));
		expect(sender).to.equal(`ivan:${DOMAIN}`);
		await gina.send(rocketChatId, 'who is here?');
		await jane.waitForMessage(matrixId, ({ body }) => body === 'who is here?');

		await jane.leave(matrixId);
		await gina.waitForMessage(
			rocketChatId,
			(message) => message.sender === `jane:${DOMAIN}` && message.text.startsWith(line),
		);
		await gina.send(rocketChatId, 'anybody?');
		const { text } = await gina.waitForNotice(({ roomId }) => roomId === rocketChatId);
		expect(text).to.match(
			/^Nobody on Matrix was in this direct message any more\. The app has invited them again\./,
		);
		const again = await jane.waitForInvitation();
		await jane.join(again.roomId);
		await jane.waitForMessage(again.roomId, ({ body }) => body === 'anybody?');
		expect(await open()).to.match(/already/);
		await gina.send(rocketChatId, 'welcome back');
		await jane.waitForMessage(again.roomId, ({ body }) => body === 'welcome back');
	});
});
