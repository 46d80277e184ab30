import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';

const REFUSAL =
	'Opening a direct message with several people by command needs the Starter plan or higher; this workspace has Community. Nobody was invited. With one person it works: `/federation dm @user:server`.';

describe('direct message of several people', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let dan: MatrixPerson;
	let rocketChatId: string;
	let matrixId: string;

	before(async () => {
		federated = await FederatedWorkspace.start();
		alice = await federated.app.person('alice');
		carol = await federated.app.person('carol');
		bob = await federated.matrixPerson('bob');
		dan = await federated.matrixPerson('dan');
	});
	after(() => federated.stop());

	const open = () => federated.app.command(alice, `dm ${bob.userId} ${dan.userId} @carol`);
	/** Sends a message on one side and waits until the other side has it. */
	const sayInRocketChat = async (person: WorkspacePerson, text: string) => {
		await person.send(rocketChatId, text);
		await dan.waitForMessage(matrixId, ({ body }) => body === text);
	};
	const sayOnMatrix = async (person: MatrixPerson, text: string, shown = text) => {
		await person.send(matrixId, text);
		await carol.waitForMessage(rocketChatId, (message) => message.text === shown);
	};

	itNeeding('plans', 'is refused on Community, before anything has changed on either side', async () => {
		expect(await open()).to.equal(REFUSAL);
		expect([...bob.invitations(), ...dan.invitations()]).to.deep.equal([]);
		expect(await alice.directRooms()).to.deep.equal([]);
		expect(carol.notices).to.deep.equal([]);
		const { users } = await federated.app.admin.rest.get<{ users: { username: string }[] }>(
			'/api/v1/users.list',
			{ count: '0' },
		);
		expect(users.filter(({ username }) => username.includes(':'))).to.deep.equal([]);
		const profile = await bob.client
			.getProfileInfo(`@rc_alice:${DOMAIN}`)
			.catch((error: unknown) => error);
		expect(profile).to.include(
			federated.software === 'dendrite'
				? { displayname: 'alice' } // it asks the app just now, which registers the ghost
				: { httpStatus: 404 },
		);
	});

	it('is opened on Starter, with a colleague, and relays the messages of all members', async () => {
		await federated.app.ensureStarter();
		expect(await open()).to.equal(
			`The direct message with \`${bob.userId}, ${dan.userId}, carol\` is open. You find it in your list of rooms. People on Matrix get an invitation; as soon as they accept it, they can read what you write there.`,
		);
		({ roomId: matrixId } = await bob.waitForInvitation());
		await bob.join(matrixId);
		await dan.join(matrixId);
		const [room] = await alice.directRooms();
		expect(room?.usernames).to.have.members(['alice', 'carol', `bob:${DOMAIN}`, `dan:${DOMAIN}`]);
		rocketChatId = room?._id ?? '';

		await sayInRocketChat(alice, 'from Alice');
		await sayInRocketChat(carol, 'from Carol');
		await sayOnMatrix(bob, 'from Bob');
		await dan.waitForMessage(matrixId, ({ body }) => body === 'from Bob');
		await sayOnMatrix(dan, 'from Dan');
		await dan.waitForMessage(matrixId, ({ body }) => body === 'from Dan'); // his own echo, too
		const inRocketChat = await carol.messages(rocketChatId);
		expect(inRocketChat.map(({ sender, text }) => [sender, text])).to.deep.equal([
			['alice', 'from Alice'],
			['carol', 'from Carol'],
			[`bob:${DOMAIN}`, 'from Bob'],
			[`dan:${DOMAIN}`, 'from Dan'],
		]);
		expect(dan.messages(matrixId).map(({ sender, body }) => [sender, body])).to.deep.equal([
			[`@rc_alice:${DOMAIN}`, 'from Alice'],
			[`@rc_carol:${DOMAIN}`, 'from Carol'],
			[bob.userId, 'from Bob'],
			[dan.userId, 'from Dan'],
		]);
	});

	it('is not opened a second time', async () => {
		expect(await open()).to.match(/already/);
		expect(await alice.directRooms()).to.have.length(1);
		expect(bob.invitations()).to.deep.equal([]);
	});

	itNeeding('plans', 'is still relayed after a downgrade, while a new one is refused', async () => {
		await federated.app.putOnPlan('community');
		await sayInRocketChat(carol, 'still here?');
		await sayOnMatrix(bob, 'still here');
		expect(await open()).to.equal(REFUSAL);
		expect(await federated.app.command(alice, `dm ${bob.userId} ${dan.userId}`)).to.equal(REFUSAL);
		expect(await alice.directRooms()).to.have.length(1);
		expect([...bob.invitations(), ...dan.invitations()]).to.deep.equal([]);
	});

	itNeeding('plans', 'can be opened again after an upgrade, without a restart', async () => {
		await federated.app.putOnPlan('enterprise');
		expect(await federated.app.command(alice, `dm ${bob.userId} ${dan.userId}`)).to.match(/is open/);
		expect((await alice.directRooms()).map(({ usernames }) => usernames?.length)).to.have.members([3, 4]);
	});

	it('is refused if it would be larger than the workspace allows', async () => {
		await federated.app.administration.changeSetting('DirectMesssage_maxUsers', 3);
		await federated.app.changeAccess();
		expect(await open()).to.equal(
			'A direct message in this workspace holds at most 3 people, including you.',
		);
	});

	itNeeding('plans', 'has two members, as Community allows, if one is named twice', async () => {
		await federated.app.putOnPlan('community');
		const eve = await federated.matrixPerson('eve');
		const twice = `dm ${eve.userId} ${eve.userId.slice(1)} @alice`;
		expect(await federated.app.command(alice, twice)).to.match(/is open/);
		const room = await alice.waitForDirectRoom(`eve:${DOMAIN}`);
		expect(room.usernames).to.have.members(['alice', `eve:${DOMAIN}`]);
	});

	it('is continued in the same room with a new invitation for a member who has left', async () => {
		await federated.app.ensureStarter();
		await federated.app.administration.changeSetting('DirectMesssage_maxUsers', 8);
		await federated.app.changeAccess();
		await bob.leave(matrixId);
		expect(await open()).to.match(/already/);
		await bob.waitForInvitation(({ roomId }) => roomId === matrixId);
		await bob.join(matrixId);
		await sayInRocketChat(carol, 'all here again');
		expect(dan.invitations().map(({ roomId }) => roomId)).not.to.include(matrixId);
	});

	it('is not opened if a local user has the name that a bot user needs', async () => {
		const fay = await federated.matrixPerson('fay');
		await federated.app.administration.changeSetting('UTF8_User_Names_Validation', '[0-9a-zA-Z-_.:]+');
		await federated.app.person(`fay:${DOMAIN}`);
		const before = bob.invitations();
		const answer = await federated.app.command(alice, `dm ${bob.userId} ${fay.userId}`);
		expect(answer).to.match(/has the username/);
		expect(fay.invitations()).to.deep.equal([]);
		expect(bob.invitations()).to.deep.equal(before);
	});

	it('shows a command that was written on Matrix as text and runs nothing', async () => {
		const told = [alice, carol].map(({ notices }) => notices.length);
		await sayOnMatrix(bob, '/federation status');
		const shown = '/federation dm @\u2060rc_carol:elsewhere.test'; // notifies nobody
		await sayOnMatrix(bob, '/federation dm @rc_carol:elsewhere.test', shown);
		expect((await carol.messages(rocketChatId)).slice(-2).map(({ text }) => text)).to.deep.equal([
			'/federation status',
			shown,
		]);
		expect([alice, carol].map(({ notices }) => notices.length)).to.deep.equal(told);
	});
});
