import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';

describe('direct message', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice', 'Alice Smith');
		bob = await federated.matrixPerson('bob');
	});
	after(() => federated.stop());

	it('is opened by /federation dm and relays text both ways, in order and without echo', async () => {
		const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
		const said = Array.from({ length: 8 }, (_, index) => `from Alice ${index}`);
		for (const text of said) {
			await alice.send(rocketChatId, text);
		}
		await bob.waitForMessage(matrixId, ({ body }) => body === said.at(-1));
		const answered = Array.from({ length: 8 }, (_, index) => `from Bob ${index}`);
		for (const text of answered) {
			await bob.send(matrixId, text);
		}
		await alice.waitForMessage(rocketChatId, ({ text }) => text === answered.at(-1));
		await bob.waitForMessage(matrixId, ({ body }) => body === answered.at(-1)); // his own echo, too

		const both = [
			...said.map((text) => ['alice', text]),
			...answered.map((text) => [`bob:${DOMAIN}`, text]),
		];
		const inRocketChat = await alice.messages(rocketChatId);
		expect(inRocketChat.map(({ sender, text }) => [sender, text])).to.deep.equal(both);
		expect(bob.messages(matrixId).map(({ sender, body }) => [sender, body])).to.deep.equal(
			both.map(([sender, text]) => [sender === 'alice' ? `@rc_alice:${DOMAIN}` : bob.userId, text]),
		);
	});

	it('gives the ghost the name and the event the time of the message', async () => {
		const { rocketChatId, matrixId } = await federated.directMessage(
			alice,
			await federated.matrixPerson('ben'),
		);
		const ben = await federated.matrixPerson('ben');
		const { sentAt } = await alice.send(rocketChatId, 'when?');
		await ben.waitForMessage(matrixId, ({ body }) => body === 'when?');
		const event = ben.client
			.getRoom(matrixId)
			?.getLiveTimeline()
			.getEvents()
			.find((candidate) => candidate.getContent().body === 'when?');
		expect(event?.getTs()).to.equal(sentAt);
		expect(ben.client.getRoom(matrixId)?.getMember(`@rc_alice:${DOMAIN}`)?.name).to.equal('Alice Smith');
	});

	it('is not opened a second time', async () => {
		const answer = await federated.app.command(alice, `dm ${bob.userId}`);
		expect(answer).to.match(/already/);
		expect(bob.invitations()).to.deep.equal([]);
	});

	it('gets a new room if the other person has left', async () => {
		const carl = await federated.matrixPerson('carl');
		const { rocketChatId, matrixId } = await federated.directMessage(alice, carl);
		await carl.leave(matrixId);
		const again = await federated.directMessage(alice, carl);
		expect(again.rocketChatId).to.equal(rocketChatId);
		expect(again.matrixId).not.to.equal(matrixId);
		await alice.send(rocketChatId, 'here?');
		await carl.waitForMessage(again.matrixId, ({ body }) => body === 'here?');
	});

	it('from Matrix appears in Rocket.Chat with the messages before the ghost joined', async () => {
		const dora = await federated.app.person('Dora.E_f');
		const matrixId = await bob.createDirectRoom(`@rc__dora._e__f:${DOMAIN}`);
		await bob.send(matrixId, 'first');
		await bob.send(matrixId, 'second');
		const room = await dora.waitForDirectRoom(`bob:${DOMAIN}`);
		await dora.waitForMessage(room._id, ({ text }) => text === 'second');
		await bob.waitForMember(matrixId, `@rc__dora._e__f:${DOMAIN}`);
		await bob.send(matrixId, 'third');
		await dora.waitForMessage(room._id, ({ text }) => text === 'third');
		expect((await dora.messages(room._id)).map(({ text }) => text)).to.deep.equal([
			'first',
			'second',
			'third',
		]);

		await dora.send(room._id, 'answer');
		await bob.waitForMessage(matrixId, ({ body }) => body === 'answer');
	});

	it('creates one bot user for a person who writes to several people at the same time', async () => {
		const names = ['one', 'two', 'three', 'four'];
		const locals = await Promise.all(names.map((name) => federated.app.person(name)));
		const eve = await federated.matrixPerson('eve');
		const rooms = await Promise.all(names.map((name) => eve.createDirectRoom(`@rc_${name}:${DOMAIN}`)));
		await Promise.all(rooms.map((room, index) => eve.send(room, `hello ${names[index] ?? ''}`)));
		for (const [index, local] of locals.entries()) {
			const room = await local.waitForDirectRoom(`eve:${DOMAIN}`);
			await local.waitForMessage(room._id, ({ text }) => text === `hello ${names[index] ?? ''}`);
		}
		const { users } = await federated.app.admin.rest.get<{ users: { username: string }[] }>(
			'/api/v1/users.list',
			{
				count: '0',
			},
		);
		expect(users.filter(({ username }) => username.startsWith('eve'))).to.have.length(1);
	});
});
