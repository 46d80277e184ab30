import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { commandIn, startFederatedRooms, waitForBotMessage } from '../support/federated-rooms';
import { DOMAIN, type FederatedWorkspace } from '../support/federated-workspace';
import { WorkspaceRooms } from '../support/workspace-rooms';

describe('a federated room', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rooms: WorkspaceRooms;
	const ghost = `@rc_alice:${DOMAIN}`;

	before(async function () {
		this.timeout(600_000);
		({ federated, alice, carol, bob, rooms } = await startFederatedRooms({ invite_policy: 'ask' }));
	});
	after(() => federated.stop());

	it('needs the Starter plan, and is refused before anything is made', async () => {
		const refusal = /need the Starter plan or higher; this workspace has Community\. Nothing was changed/;
		expect(await federated.app.command(alice, `create Plans ${bob.userId}`)).to.match(refusal);
		expect(await rooms.named('plans')).to.equal(undefined);
		const refused = await bob.createRoom({ name: 'Too early', invite: [ghost] });
		await bob.waitForMembership(refused, ghost, 'leave');
		expect(bob.invitations()).to.deep.equal([]);
		await federated.app.ensureStarter();
	});

	it('is created by command with people of both sides, and messages pass both ways', async () => {
		const answer = await federated.app.command(alice, `create Project X ${bob.userId} carol`);
		expect(answer).to.match(/^The federated group \*\*Project X\*\* is created\./);
		expect(answer).to.include(`Invited on Matrix: \`${bob.userId}\``);
		const invitation = await bob.waitForInvitation();
		expect(invitation.name).to.equal('Project X');
		await bob.join(invitation.roomId);
		const { roomId } = invitation;
		const room = await rooms.waitFor('project-x');
		expect(room).to.include({ t: 'p', fname: 'Project X' });
		await bob.waitForMember(roomId, `@rc_carol:${DOMAIN}`);

		await alice.send(room._id, 'from Alice');
		await carol.send(room._id, 'from Carol');
		const { sender } = await bob.waitForMessage(roomId, ({ body }) => body === 'from Carol');
		expect(sender).to.equal(`@rc_carol:${DOMAIN}`);
		const sent = await bob.send(roomId, 'from Bob');
		const received = await carol.waitForMessage(room._id, ({ text }) => text === 'from Bob');
		expect(received.sender).to.equal(`bob:${DOMAIN}`);
		await carol.react(received.id, ':tada:');
		await bob.waitUntil('the reaction', {
			look: () => bob.reactionsTo(roomId, sent).find(({ key }) => key === '🎉'),
		});
		await alice.edit(
			room._id,
			(await alice.messages(room._id)).find(({ text }) => text === 'from Alice')?.id ?? '',
			'edited',
		);
		await bob.waitForMessage(roomId, ({ body }) => body === 'edited');
		expect((await bob.client.getStateEvent(roomId, 'm.room.join_rules', '')).join_rule).to.equal(
			'invite',
		);
	});

	it('that is public has an address under the prefix, and everybody on Matrix may join it', async () => {
		const answer = await federated.app.command(alice, 'create Lobby public');
		expect(answer).to.include(`Its address on Matrix: \`#rc_lobby:${DOMAIN}\``);
		const room = await rooms.waitFor('lobby');
		expect(room.t).to.equal('c');
		await bob.join(`#rc_lobby:${DOMAIN}`);
		const { room_id: roomId } = await bob.client.getRoomIdForAlias(`#rc_lobby:${DOMAIN}`);
		await rooms.waitForMembers(room._id, ['alice', `bob:${DOMAIN}`]);
		await bob.send(roomId, 'hello');
		await alice.waitForMessage(room._id, ({ text }) => text === 'hello');
		const state = await bob.client.roomState(roomId);
		const bridges = state.filter(({ type }) => ['m.bridge', 'uk.half-shot.bridge'].includes(type));
		expect(bridges.map(({ content }) => content.channel as unknown)).to.deep.equal([
			...Array.from({ length: 2 }, () => ({
				id: room._id,
				displayname: 'Lobby',
				external_url: `${federated.app.url}/channel/lobby`,
			})),
		]);
	});

	it('has discussions, which are rooms of their own on Matrix and are announced by a link', async () => {
		const lobby = await rooms.waitFor('lobby');
		const parentId = (await rooms.matrixRoomOf(lobby._id)) ?? '';
		const discussion = await rooms.createDiscussion(lobby._id, {
			...{ t_name: 'Where to <eat>?', reply: 'I am hungry', users: [`bob:${DOMAIN}`] },
		});
		const invitation = await bob.waitForInvitation();
		expect(invitation.name).to.equal('Where to <eat>?');
		const link = `https://matrix.to/#/${encodeURIComponent(invitation.roomId).replace('%3A', ':')}?via=${DOMAIN}`;
		const announced = await bob.waitForMessage(parentId, ({ body }) => body.includes('Where to'));
		expect(announced).to.include({ sender: ghost, body: `Discussion: Where to <eat>? (${link})` });
		expect(announced.content.formatted_body).to.equal(
			`Discussion: <a href="${link}">Where to &lt;eat&gt;?</a>`,
		);
		await bob.join(invitation.roomId);
		await bob.waitForMessage(invitation.roomId, ({ body }) => body === 'I am hungry');
		await bob.send(invitation.roomId, 'pizza');
		await alice.waitForMessage(discussion, ({ text }) => text === 'pizza');
		expect(
			(await bob.client.getStateEvent(invitation.roomId, 'm.room.join_rules', '')).join_rule,
		).to.equal('public');
		const { topic } = await bob.client.getStateEvent(invitation.roomId, 'm.room.topic', '');
		expect(topic).to.equal('lobby');
		await alice.rest.post('/api/v1/rooms.saveRoomSettings', { rid: discussion, roomName: 'Dinner!' });
		await bob.waitUntil('the new name', {
			look: async () => {
				const { name } = await bob.client.getStateEvent(invitation.roomId, 'm.room.name', '');
				return name === 'Dinner!' || undefined;
			},
		});
	});

	it('that is a group lets the people of its Matrix room join a discussion, which goes with its announcement', async () => {
		const group = await rooms.waitFor('project-x');
		const parentId = (await rooms.matrixRoomOf(group._id)) ?? '';
		const discussion = await rooms.createDiscussion(group._id, { t_name: 'Only for us' });
		const announced = await bob.waitForMessage(parentId, ({ body }) => body.includes('Only for us'));
		const roomId = (await rooms.matrixRoomOf(discussion)) ?? '';
		const stranger = await federated.matrixPerson('stranger');
		expect(await stranger.join(roomId).catch((error: unknown) => error)).to.be.an('error');
		await bob.join(roomId);
		await rooms.waitForMembers(discussion, ['alice', `bob:${DOMAIN}`]);
		await bob.send(roomId, 'found it');
		await alice.waitForMessage(discussion, ({ text }) => text === 'found it');

		await alice.rest.post('/api/v1/rooms.saveRoomSettings', { rid: group._id, roomName: 'project-y' });
		await bob.waitUntil('the new name of the group as the topic of its discussion', {
			look: async () => {
				const { topic } = await bob.client.getStateEvent(roomId, 'm.room.topic', '');
				return topic === 'project-y' || undefined;
			},
		});

		const { messages } = await alice.rest.get<{ messages: { _id: string; drid?: string }[] }>(
			'/api/v1/chat.getDiscussions',
			{ roomId: group._id },
		);
		await alice.remove(group._id, messages.find(({ drid }) => drid === discussion)?._id ?? '');
		await bob.waitUntil('the announcement to be redacted', {
			look: () => bob.messages(parentId).find(({ eventId }) => eventId === announced.eventId)?.redacted,
		});
		await bob.waitForMembership(roomId, bob.userId, 'leave');
	});

	it('is what a discussion of a direct message becomes, which the people in it may join', async () => {
		await federated.app.command(alice, `dm ${bob.userId}`);
		const parent = await rooms.waitForDirect(['alice', `bob:${DOMAIN}`]);
		const { roomId: parentId } = await bob.waitForInvitation();
		await bob.join(parentId);
		const discussion = await rooms.createDiscussion(parent._id, { t_name: 'Between us' });
		await bob.waitForMessage(parentId, ({ body }) => body.startsWith('Discussion: Between us'));
		const roomId = (await rooms.matrixRoomOf(discussion)) ?? '';
		await bob.join(roomId);
		await alice.send(discussion, 'welcome');
		await bob.waitForMessage(roomId, ({ body }) => body === 'welcome');
	});

	it('has discussions also if they are started while the app does not run', async () => {
		const { administration, appId } = federated.app;
		const lobby = await rooms.waitFor('lobby');
		const parentId = (await rooms.matrixRoomOf(lobby._id)) ?? '';
		await administration.setAppStatus(appId, 'manually_disabled');
		const discussion = await rooms.createDiscussion(lobby._id, { t_name: 'Unheard', reply: 'anybody?' });
		await administration.setAppStatus(appId, 'manually_enabled');
		await bob.waitForMessage(parentId, ({ body }) => body.startsWith('Discussion: Unheard'));
		const roomId = (await rooms.matrixRoomOf(discussion)) ?? '';
		await bob.join(roomId);
		await bob.waitForMessage(roomId, ({ body }) => body === 'anybody?');
	});

	it('of a private team is open to nobody else on Matrix, and who joins the team comes into its auto-join rooms', async () => {
		const { team } = await alice.rest.post<{ team: { _id: string; roomId: string } }>(
			'/api/v1/teams.create',
			{ name: 'crew', type: 1, members: ['carol'] },
		);
		const talk = await rooms.create('channel', 'crew-talk', ['carol']);
		const news = await rooms.create('channel', 'crew-news');
		const inside = await rooms.create('channel', 'crew-inside');
		const ruleOf = async (roomId: string) =>
			(await bob.client.getStateEvent(roomId, 'm.room.join_rules', '')).join_rule as unknown;
		expect(await commandIn(alice, talk, 'bridge')).to.include(`#rc_crew-talk:${DOMAIN}`);
		await bob.join(`#rc_crew-talk:${DOMAIN}`);
		const talkThere = (await rooms.matrixRoomOf(talk)) ?? '';
		expect(await ruleOf(talkThere)).to.equal('public');
		await alice.rest.post('/api/v1/teams.addRooms', { teamId: team._id, rooms: [talk, news, inside] });
		await bob.waitUntil('the channel to be closed on Matrix', {
			look: async () => (await ruleOf(talkThere)) === 'invite' || undefined,
		});

		expect(await commandIn(alice, news, 'bridge')).not.to.include('#rc_crew-news');
		for (const roomId of [news, inside]) {
			await alice.rest.post('/api/v1/teams.updateRoom', { roomId, isDefault: true });
		}
		await commandIn(alice, team.roomId, 'bridge');
		await commandIn(alice, team.roomId, `invite ${bob.userId}`);
		const newsThere = await bob.waitForInvitation(({ name }) => name === 'crew-news');
		const crewThere = await bob.waitForInvitation(({ name }) => name === 'crew');
		expect(crewThere.roomId).to.equal(await rooms.matrixRoomOf(team.roomId));
		await bob.join(newsThere.roomId);
		await bob.join(crewThere.roomId);
		await rooms.waitForMembers(news, ['alice', 'carol', `bob:${DOMAIN}`]);
		await rooms.waitForMembers(inside, ['alice', 'carol']);
		await rooms.waitForMembers(team.roomId, ['alice', 'carol', `bob:${DOMAIN}`]);
	});

	it('refuses a name that is taken, and somebody who does not exist, before anything is made', async () => {
		const taken = await federated.app.command(alice, `create lobby ${bob.userId}`);
		expect(taken).to.match(/^Another room here has the name `lobby`/);
		const unknown = await federated.app.command(alice, `create Fresh @nobody:${DOMAIN}`);
		expect(unknown).to.match(/nobody/);
		expect(await rooms.named('fresh')).to.equal(undefined);
		const made = bob.invitations().filter(({ name }) => ['lobby', 'Fresh'].includes(name));
		expect(made).to.deep.equal([]);
	});

	it('has any name that people write: in any script, with a colon, with "public" in it', async () => {
		const names = ['会議', 'Кухня', '"Project: Alpha"', 'Public holidays', '#standup'];
		for (const name of names) {
			const answer = await federated.app.command(alice, `create ${name}`);
			expect(answer).to.include(`The federated group **${name.replace(/["#]/g, '')}** is created.`);
		}
		const again = await federated.app.command(alice, 'create 会議');
		expect(again).to.match(/^Another room here has the name `会議`/);
		const { update } = await alice.rest.get<{ update: { fname?: string; t: string }[] }>(
			'/api/v1/rooms.get',
		);
		const created = update.filter(({ fname }) => names.some((name) => name.includes(fname ?? '-')));
		expect(created.map(({ t }) => t)).to.deep.equal(names.map(() => 'p'));
	});

	it('may have colleagues who are named by their ids on Matrix', async () => {
		const answer = await federated.app.command(alice, `create Colleagues @rc_carol:${DOMAIN}`);
		expect(answer).to.match(/is created/);
		const room = await rooms.waitFor('colleagues');
		await rooms.waitForMembers(room._id, ['alice', 'carol']);
	});

	it('may be a channel that exists, if an owner bridges it, with its name, topic and members', async () => {
		const rid = await rooms.create('channel', 'plans', ['carol']);
		await alice.rest.post('/api/v1/channels.setTopic', { roomId: rid, topic: 'What comes next' });
		await alice.send(rid, 'before');
		expect(await commandIn(carol, rid, 'bridge')).to.match(/^Only an owner of this room/);
		expect(await rooms.matrixRoomOf(rid)).to.equal(undefined);
		expect(await commandIn(alice, rid, 'bridge')).to.match(/^This room is federated now/);
		expect(await commandIn(alice, rid, 'bridge')).to.match(/^This room is federated already/);
		const roomId = (await rooms.matrixRoomOf(rid)) ?? '';
		await bob.join(`#rc_plans:${DOMAIN}`);
		await bob.waitForMember(roomId, `@rc_carol:${DOMAIN}`);
		const { topic } = await bob.client.getStateEvent(roomId, 'm.room.topic', '');
		expect(topic).to.equal('What comes next');
		await alice.send(rid, 'after');
		await bob.waitForMessage(roomId, ({ body }) => body === 'after');
		expect(bob.messages(roomId).map(({ body }) => body)).not.to.include('before');
	});

	it('made on Matrix asks each invited person by a card, and is one room for those who accept', async () => {
		const dave = await federated.app.person('dave');
		const erin = await federated.app.person('erin');
		const roomId = await bob.createRoom({
			name: 'Lobby',
			invite: [`@rc_dave:${DOMAIN}`, `@rc_erin:${DOMAIN}`, `@rc_nobody:${DOMAIN}`],
		});
		await bob.send(roomId, 'welcome');
		await bob.waitForMembership(roomId, `@rc_nobody:${DOMAIN}`, 'leave');
		const cards = await Promise.all([dave, erin].map((person) => cardOf(person)));
		expect(cards.map(({ text }) => text)).to.deep.equal(
			cards.map(
				() =>
					`\`bob – ${bob.userId}\` invites you to the room \`Lobby\` on Matrix.\nWithout the buttons: \`/federation accept 1\` or \`/federation decline 1\`.`,
			),
		);
		expect(await federated.app.command(dave, 'decline 1')).to.match(/declined/);
		await bob.waitForMembership(roomId, `@rc_dave:${DOMAIN}`, 'leave');
		expect(await federated.app.command(erin, 'accept 1')).to.match(/find the room in your list of rooms/);
		const theirs = new WorkspaceRooms(erin);
		// A room here has the name already, so the new one is told apart by its server.
		const room = await theirs.waitFor('lobby-matrix.test');
		expect(room).to.include({ t: 'p', fname: 'Lobby (matrix.test)' });
		await theirs.waitForMembers(room._id, ['erin', `bob:${DOMAIN}`]);
		await erin.waitForMessage(room._id, ({ text }) => text.endsWith('welcome'));
		await erin.send(room._id, 'thanks');
		await bob.waitForMessage(roomId, ({ body }) => body === 'thanks');

		await bob.invite(roomId, ghost);
		await cardOf(alice);
		await federated.app.command(alice, 'accept 1');
		await theirs.waitForMembers(room._id, ['alice', 'erin', `bob:${DOMAIN}`]);
	});

	it('is not needed for a direct message of several from Matrix, which takes everybody who accepts', async () => {
		const gina = await federated.app.person('gina');
		const hugo = await federated.app.person('hugo');
		const ivan = await federated.matrixPerson('ivan');
		const invite = [ivan.userId, `@rc_gina:${DOMAIN}`, `@rc_hugo:${DOMAIN}`];
		const roomId = await bob.createRoom({ is_direct: true, invite });
		await bob.send(roomId, 'all of us');
		await federated.app.command(await invitedTo(gina), 'accept 1');
		const withGina = await new WorkspaceRooms(gina).waitForDirect([
			'gina',
			`bob:${DOMAIN}`,
			`ivan:${DOMAIN}`,
		]);
		await gina.waitForMessage(withGina._id, ({ text }) => text === 'all of us');
		await federated.app.command(await invitedTo(hugo), 'accept 1');
		const all = ['gina', 'hugo', `bob:${DOMAIN}`, `ivan:${DOMAIN}`];
		const withBoth = await new WorkspaceRooms(hugo).waitForDirect(all);
		const line = new RegExp(`^\`hugo\` has come into this conversation.*/direct/${withBoth._id} `);
		await gina.waitForMessage(withGina._id, ({ text }) => line.test(text));
		await gina.send(withBoth._id, 'welcome, Hugo');
		await bob.waitForMessage(roomId, ({ body }) => body === 'welcome, Hugo');
		await bob.send(roomId, 'hello both');
		await hugo.waitForMessage(withBoth._id, ({ text }) => text === 'hello both');
		expect((await gina.messages(withGina._id)).map(({ text }) => text)).not.to.include('hello both');

		const jane = await federated.matrixPerson('jane');
		expect(await commandIn(gina, withBoth._id, `invite ${jane.userId}`)).to.match(/is open/);
		const invitation = await jane.waitForInvitation();
		await jane.join(invitation.roomId);
		const withJane = await new WorkspaceRooms(hugo).waitForDirect([...all, `jane:${DOMAIN}`]);
		await hugo.waitForMessage(withBoth._id, ({ text }) => text.includes(`/direct/${withJane._id} `));
		await hugo.send(withJane._id, 'hello Jane');
		await jane.waitForMessage(invitation.roomId, ({ body }) => body === 'hello Jane');
		expect(await commandIn(gina, withBoth._id, `invite ${jane.userId}`)).to.match(/already/);
	});

	/** Waits until the federation bot has told somebody of an invitation. */
	async function invitedTo(person: WorkspacePerson): Promise<WorkspacePerson> {
		await waitForBotMessage(person, /invites you/);
		return person;
	}

	/** Waits for the card of an invitation. */
	const cardOf = (person: WorkspacePerson) => waitForBotMessage(person, /invites you to the room/);
});
