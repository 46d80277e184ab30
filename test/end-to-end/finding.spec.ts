import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import { buttonNamed, buttonsOf, sectionTextsOf } from '../../sandbox/clients/message-buttons';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace, UNREACHABLE } from '../support/federated-workspace';
import { AnsweringService, GhostClient, newRegistration } from '../../bench/way/application-service';
import { givenToTests } from '../support/given-administration';
import { itNeeding } from '../support/left-out';
import { WorkspaceRooms } from '../support/workspace-rooms';

describe('finding and joining rooms on Matrix', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rooms: WorkspaceRooms;
	let lobby: string;
	/** Another bridge on the homeserver, with people of its own. */
	let otherBridge: GhostClient;
	let service: AnsweringService;

	before(async function () {
		this.timeout(600_000);
		service = await AnsweringService.start(0);
		const registration = newRegistration('slack', service.port);
		const settings = { invite_policy: 'ask', history_messages: '2' };
		federated = await FederatedWorkspace.start(settings, givenToTests(), [registration]);
		otherBridge = new GhostClient(federated.homeserver.url, registration.asToken);
		alice = await federated.app.person('alice');
		carol = await federated.app.person('carol');
		bob = await federated.matrixPerson('bob');
		rooms = new WorkspaceRooms(alice);
		lobby = await publicRoom('lobby', 'The Lobby');
	});
	after(async () => {
		await federated.stop();
		service.stop();
	});

	/** Creates a room that everybody may join, with an address. */
	function publicRoom(alias: string, name: string, more: object = {}, maker = bob): Promise<string> {
		return maker.createRoom({
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
			[bob.userId]:
				/^`@bob:matrix\.test` is a person, not a room\. .* `\/federation dm @bob:matrix\.test`\.$/,
			[`#nothing:${DOMAIN}`]: /^There is no room/,
			[`#nothing:${UNREACHABLE}`]: /^(No server that knows the room|There is no room)/,
			[`#secret:${DOMAIN}`]:
				/^Only invited people may join `#secret:matrix\.test`\. Ask somebody there to invite `@rc_alice:/,
			[`#space:${DOMAIN}`]: /is a space, not a room\./,
			[`#locked:${DOMAIN}`]: /is encrypted on Matrix/,
			[`#banning:${DOMAIN}`]: /^You are banned from/,
		};
		for (const [address, sentence] of Object.entries(answers)) {
			expect(await join(address), address).to.match(sentence);
		}
		expect(await rooms.named('locked')).to.equal(undefined);
	});

	itNeeding('knocking', 'asks to be let in where that is the way', async () => {
		const roomId = await publicRoom('knocking', 'Knocking', {
			room_version: '10',
			initial_state: [{ type: 'm.room.join_rules', state_key: '', content: { join_rule: 'knock' } }],
		});
		expect(await join(`#knocking:${DOMAIN}`)).to.include(`/federation join #knocking:${DOMAIN} knock`);
		expect(await join(`#knocking:${DOMAIN} knock`)).to.match(/You have asked to join/);
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
			'**Members on Matrix: 3** (page 1 of 1)',
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
		expect(list.text).to.include(`• **Garden party** · \`#garden:${DOMAIN}\` · members: 1 · Come in`);
		const [title, room] = sectionTextsOf(list);
		expect(title).to.equal(`Public rooms on \`${DOMAIN}\`:`);
		expect(room).to.match(/^\*\*Garden party\*\*/);
		expect(buttonsOf(list).map(({ label }) => label)).to.deep.equal(['Join']);
		await alice.press(list, buttonNamed('Join', list));
		await bob.waitForMember(roomId, `@rc_alice:${DOMAIN}`);
		await rooms.waitFor('garden-party');
		expect(await command(alice, 'search nothing-like-that')).to.match(/No public room was found/);
		expect(await command(alice, `search garden ${UNREACHABLE}`)).to.include(UNREACHABLE);
	});

	/** Creates a room that the members of another one may join. */
	function roomForMembersOf(
		maker: MatrixPerson,
		club: string,
		rule: string,
		name: string,
	): Promise<string> {
		const allow = [{ type: 'm.room_membership', room_id: club }];
		const content = { join_rule: rule, allow };
		const initial_state = [{ type: 'm.room.join_rules', state_key: '', content }];
		const more = { preset: Preset.PrivateChat, initial_state };
		return publicRoom(name.toLowerCase(), name, more, maker);
	}

	it('lets the members of one room into another that is restricted to them, and says so to others', async () => {
		// Homeservers limit how many rooms one person makes in a minute.
		const dora = await federated.matrixPerson('dora');
		const club = await publicRoom('club', 'Club', {}, dora);
		const cellar = await roomForMembersOf(dora, club, 'restricted', 'Cellar');
		expect(await join(`#cellar:${DOMAIN}`)).to.match(
			federated.software === 'dendrite'
				? /^No server that knows the room/ // docs/homeservers.md
				: /Only members of certain other rooms/,
		);
		await join(`#club:${DOMAIN}`);
		await dora.waitForMember(club, `@rc_alice:${DOMAIN}`);
		expect(await join(`#cellar:${DOMAIN}`)).to.match(/room \*\*Cellar\*\*/);
		await dora.waitForMember(cellar, `@rc_alice:${DOMAIN}`);
		expect((await rooms.waitFor('cellar')).t).to.equal('p');
	});

	itNeeding(
		'knocking',
		'asks at the door of a room that lets in members of another, and who asks',
		async () => {
			const dora = await federated.matrixPerson('dina');
			const club = await publicRoom('circle', 'Circle', {}, dora);
			const den = await roomForMembersOf(dora, club, 'knock_restricted', 'Den');
			const address = `#den:${DOMAIN}`;
			expect(await join(address)).to.match(
				/You have to ask before you can join .* Type `\/federation join #den:matrix\.test knock`/,
			);
			expect(await join(`${address} knock`)).to.match(/You have asked to join/);
			await dora.waitForMembership(den, `@rc_alice:${DOMAIN}`, 'knock');
			await command(carol, `join #circle:${DOMAIN}`);
			await dora.waitForMember(club, `@rc_carol:${DOMAIN}`);
			expect(await command(carol, `join ${address}`)).to.match(/room \*\*Den\*\*/);
			await dora.waitForMember(den, `@rc_carol:${DOMAIN}`);
		},
	);

	it('shows the people of another bridge as people, and says from which network that brings them', async () => {
		const [bridgeBot, eve] = [`@slack_bot:${DOMAIN}`, `@slack_acme_eve:${DOMAIN}`];
		await otherBridge.register('slack_acme_eve');
		await otherBridge.setDisplayName(eve, 'Eve of Slack');
		await otherBridge.join(bridgeBot, lobby);
		await bob.client.setPowerLevel(lobby, bridgeBot, 50);
		const content = {
			...{ bridgebot: bridgeBot, protocol: { id: 'slack', displayname: 'Slack' } },
			...{ network: { id: 'acme', displayname: 'Acme' }, channel: { id: 'C1' } },
		};
		await otherBridge.sendState(bridgeBot, lobby, {
			type: 'm.bridge',
			stateKey: 'slack://acme/C1',
			content,
		});
		await otherBridge.join(eve, lobby);
		await otherBridge.send(eve, lobby, 'hello from Slack');
		const room = await rooms.waitFor('the-lobby');
		const { sender } = await alice.waitForMessage(room._id, ({ text }) => text === 'hello from Slack');
		expect(sender).to.equal(eve.slice(1));
		const { user } = await alice.rest.get<{ user: { name: string } }>(
			`/api/v1/users.info?username=${encodeURIComponent(sender)}`,
		);
		expect(user.name).to.equal('Eve of Slack');
		expect(await command(alice, `whois ${eve}`)).to.include(
			'They come from Slack (Acme), through another bridge.',
		);
		expect(await command(alice, `whois ${bob.userId}`)).not.to.include('through another bridge');
	});

	it('opens a direct message with somebody of another bridge, and takes none of its names', async () => {
		const eve = `@slack_acme_eve:${DOMAIN}`;
		await command(alice, `dm ${eve}`);
		const room = await alice.waitForDirectRoom(eve.slice(1));
		const matrixId = (await rooms.matrixRoomOf(room._id)) ?? '';
		await otherBridge.join(eve, matrixId);
		await otherBridge.send(eve, matrixId, 'in private');
		await alice.waitForMessage(room._id, ({ text }) => text === 'in private');
		await alice.send(room._id, 'understood');
		await waitFor({
			...{ what: 'the answer at the other bridge', timeout: 60_000 },
			look: async () => (await otherBridge.texts(eve, matrixId)).includes('understood') || undefined,
		});
		expect(await command(alice, `dm @slack_nobody:${DOMAIN}`)).to.include('knows nobody with the id');
		const taken: unknown = await otherBridge.register('rc_mallory').catch((error: unknown) => error);
		expect(String(taken)).to.include('M_EXCLUSIVE');
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
			`Your lists of servers do not allow \`${DOMAIN}\``,
		);
		await bob.send(lobby, 'our own server is never blocked');
		const room = await rooms.waitFor('the-lobby');
		await alice.waitForMessage(room._id, ({ text }) => text === 'our own server is never blocked');
	});
});
