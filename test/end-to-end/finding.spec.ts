import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import { buttonNamed, buttonsOf } from '../../sandbox/clients/message-buttons';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace, UNREACHABLE } from '../support/federated-workspace';
import { WorkspaceRooms } from '../support/workspace-rooms';

describe('finding and joining rooms on Matrix', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rooms: WorkspaceRooms;
	let lobby: string;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start({ invite_policy: 'ask', history_messages: '2' });
		alice = await federated.app.person('alice');
		carol = await federated.app.person('carol');
		bob = await federated.matrixPerson('bob');
		rooms = new WorkspaceRooms(alice);
		lobby = await publicRoom('lobby', 'The Lobby');
	});
	after(() => federated.stop());

	/** Creates a room that everybody may join, with an address. */
	function publicRoom(alias: string, name: string, more: object = {}): Promise<string> {
		return bob.createRoom({
			...{ preset: Preset.PublicChat, room_alias_name: alias, name, topic: 'Come *in*' },
			...more,
		});
	}
	const command = (person: WorkspacePerson, typed: string) => federated.app.command(person, typed);
	const join = (typed: string) => command(alice, `join ${typed}`);

	/** Types `/federation …` in a room. @returns the whole answer */
	async function answerIn(
		person: WorkspacePerson,
		roomId: string,
		typed: string,
	): Promise<WorkspaceMessage> {
		const before = person.notices.length;
		await person.runCommand('federation', typed, roomId);
		return person.waitForNotice((heard) => person.notices.indexOf(heard) >= before);
	}

	it('needs the Starter plan', async () => {
		expect(await join(`#lobby:${DOMAIN}`)).to.match(/needs the Starter plan or higher/);
		expect(await command(alice, 'search')).to.match(/needs the Starter plan or higher/);
		await federated.app.ensureStarter();
	});

	it('joins by address, shows the last messages with their times, and relays both ways', async () => {
		for (const text of ['first', 'second', `third @rc_alice:${DOMAIN}`]) {
			await bob.send(lobby, text);
		}
		expect(await join(`<https://matrix.to/#/%23lobby:${DOMAIN}?via=${DOMAIN}>`)).to.equal(
			`You are in \`#lobby:${DOMAIN}\` now. Here it is the room **The Lobby**, in your list of rooms.`,
		);
		const room = await rooms.waitFor('the-lobby');
		expect(room.t).to.equal('c');
		await bob.waitForMember(lobby, `@rc_alice:${DOMAIN}`);
		await alice.waitForMessage(room._id, ({ text }) => text.includes('third'));
		const shown = (await alice.messages(room._id)).filter(({ systemType }) => systemType === undefined);
		expect(shown.map(({ sender }) => sender)).to.deep.equal([`bob:${DOMAIN}`, `bob:${DOMAIN}`]);
		expect(shown[0]?.text).to.match(/^<t:\d+:f> second$/);
		await bob.send(lobby, 'live');
		await alice.waitForMessage(room._id, ({ text }) => text === 'live');
		await alice.send(room._id, 'from Alice');
		await bob.waitForMessage(lobby, ({ body }) => body === 'from Alice');
	});

	it('says that somebody is in the room already, and lets colleagues into the same one', async () => {
		expect(await join(`#lobby:${DOMAIN}`)).to.match(/^You are in `#lobby:.*` already/);
		expect(await command(carol, `join ${lobby}`)).to.match(/^You are in/);
		await bob.waitForMember(lobby, `@rc_carol:${DOMAIN}`);
		const room = await rooms.waitFor('the-lobby');
		await rooms.waitForMembers(room._id, ['alice', 'carol', `bob:${DOMAIN}`]);
	});

	it('says why a room cannot be joined', async () => {
		await publicRoom('secret', 'Secret', { preset: Preset.PrivateChat });
		await publicRoom('space', 'Space', { creation_content: { type: 'm.space' } });
		await publicRoom('locked', 'Locked', {
			initial_state: [
				{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } },
			],
		});
		const banning = await publicRoom('banning', 'Banning');
		await bob.client.ban(banning, `@rc_alice:${DOMAIN}`, 'no');
		const answers = {
			'no-address': /is not the address of a room/,
			[`#nothing:${DOMAIN}`]: /^There is no room/,
			[`#nothing:${UNREACHABLE}`]: /^(No server that knows the room|There is no room)/,
			[`#secret:${DOMAIN}`]: /lets in only who is invited\. Ask somebody there to invite `@rc_alice:/,
			[`#space:${DOMAIN}`]: /is a space, a list of rooms/,
			[`#locked:${DOMAIN}`]: /is encrypted on Matrix/,
			[`#banning:${DOMAIN}`]: /^You are banned from/,
		};
		for (const [address, sentence] of Object.entries(answers)) {
			expect(await join(address), address).to.match(sentence);
		}
		expect(await rooms.named('locked')).to.equal(undefined);
	});

	it('asks to be let in where that is the way', async () => {
		const roomId = await publicRoom('knocking', 'Knocking', {
			room_version: '10',
			initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }],
		});
		expect(await join(`#knocking:${DOMAIN}`)).to.include(`/federation join #knocking:${DOMAIN} knock`);
		expect(await join(`#knocking:${DOMAIN} knock`)).to.match(/read that you want to come in/);
		await bob.waitForMembership(roomId, `@rc_alice:${DOMAIN}`, 'knock');
	});

	it('goes to the room that replaces one', async () => {
		const old = await publicRoom('moved', 'Moved');
		const next = await publicRoom('next', 'Next');
		await bob.client.sendStateEvent(
			old,
			'm.room.tombstone' as never,
			{
				body: 'moved',
				replacement_room: next,
			} as never,
		);
		expect(await join(`#moved:${DOMAIN}`)).to.match(/room \*\*Next\*\*/);
		await bob.waitForMember(next, `@rc_alice:${DOMAIN}`);
		await bob.waitForMembership(old, `@rc_alice:${DOMAIN}`, 'leave');
	});

	it('lists who is in the room with their power, and lets people leave on both sides', async () => {
		const room = await rooms.waitFor('the-lobby');
		const list = await answerIn(carol, room._id, 'members');
		expect(list.text.split('\n')).to.deep.equal([
			'**3 members on Matrix** (page 1 of 1)',
			`• \`${bob.userId}\` – bob – owner`,
			`• \`@rc_alice:${DOMAIN}\` – alice`,
			`• \`@rc_carol:${DOMAIN}\` – carol`,
		]);
		expect(await command(carol, 'members')).to.match(/^This room is not federated/);
		await answerIn(carol, room._id, 'leave');
		await bob.waitForMembership(lobby, `@rc_carol:${DOMAIN}`, 'leave');
		await rooms.waitForMembers(room._id, ['alice', `bob:${DOMAIN}`]);
	});

	it('says who somebody is', async () => {
		const external = await command(alice, `whois ${bob.userId}`);
		expect(external).to.include(`is on Matrix, on the server \`${DOMAIN}\``);
		expect(external).to.match(/Federated rooms that you share \(\d\): .*The Lobby/);
		const local = `\`alice\` (alice) is a colleague here. On Matrix they are \`@rc_alice:${DOMAIN}\`.`;
		expect(await command(alice, 'whois alice')).to.equal(local);
		expect(await command(carol, `whois @rc_alice:${DOMAIN}`)).to.equal(local);
	});

	it('lists public rooms with members and topic, and joins by the button', async () => {
		const roomId = await publicRoom('garden', 'Garden *party*');
		await bob.client.setRoomDirectoryVisibility(roomId, 'public' as never);
		const list = await answerIn(alice, 'GENERAL', 'search garden');
		expect(list.text).to.include(`• **Garden party** · \`#garden:${DOMAIN}\` · 1 members · Come in`);
		expect(buttonsOf(list).map(({ label }) => label)).to.deep.equal(['Join']);
		await alice.press(list, buttonNamed('Join', list));
		await bob.waitForMember(roomId, `@rc_alice:${DOMAIN}`);
		await rooms.waitFor('garden-party');
		expect(await command(alice, 'search nothing-like-that')).to.match(/has no public room/);
		expect(await command(alice, `search garden ${UNREACHABLE}`)).to.include(UNREACHABLE);
	});

	it('asks and shows nothing of blocked servers', async () => {
		await federated.app.administration.setAppSettings(federated.app.appId, {
			blocked_servers: `${UNREACHABLE}\n*.test`,
		});
		const refusal = new RegExp(`^This workspace does not federate with \`${UNREACHABLE}\``);
		expect(await command(alice, `search garden ${UNREACHABLE}`)).to.match(refusal);
		expect(await join(`#garden:${UNREACHABLE}`)).to.match(refusal);
		expect(await command(alice, `dm @eve:${UNREACHABLE}`)).to.match(refusal);
		expect(await command(federated.app.admin, 'status')).to.include(
			`The lists of servers do not allow \`${DOMAIN}\``,
		);
		await bob.send(lobby, 'our own server is never blocked');
		const room = await rooms.waitFor('the-lobby');
		await alice.waitForMessage(room._id, ({ text }) => text === 'our own server is never blocked');
	});
});
