import { expect } from 'chai';
import { waitFor } from '../../sandbox/clients/waiting';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import {
	bobHere,
	commandIn,
	ghostOf,
	startFederatedRooms,
	waitForBotMessage,
} from '../support/federated-rooms';
import { DOMAIN, type FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';
import { WorkspaceRooms } from '../support/workspace-rooms';

describe('the members of a federated room', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rooms: WorkspaceRooms;
	/** A group of Alice, Carol and Bob that Alice has made. */
	let team: { rid: string; roomId: string };
	/** A channel for a public room that Bob has made, with Alice as its owner in Rocket.Chat. */
	let plaza: { rid: string; roomId: string };

	before(async function () {
		this.timeout(600_000);
		({ federated, alice, carol, bob, rooms } = await startFederatedRooms());
		await federated.app.ensureStarter();
	});
	after(() => federated.stop());

	async function membershipEvent(roomId: string, userId: string): Promise<Record<string, unknown>> {
		const state = await bob.client.roomState(roomId);
		const event = state.find(({ type, state_key }) => type === 'm.room.member' && state_key === userId);
		return { ...event?.content, sender: event?.sender };
	}

	it('are invited by command, and are members here from then on', async () => {
		await federated.app.command(alice, 'create Team @carol');
		const room = await rooms.waitFor('team');
		const roomId = (await rooms.matrixRoomOf(room._id)) ?? '';
		team = { rid: room._id, roomId };
		expect(await federated.app.command(alice, `invite ${bob.userId}`)).to.match(
			/^This room is not federated\. .* `\/federation bridge` connects it/,
		);
		expect(await commandIn(alice, team.rid, `invite ${bob.userId}`)).to.equal(
			`Invited on Matrix: \`${bob.userId}\`.`,
		);
		await bob.waitForInvitation((found) => found.roomId === roomId);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
		await bob.join(roomId);
		await bob.waitForMember(roomId, ghostOf('carol'));
	});

	it('keep their only owner, who reads what to do instead of leaving', async () => {
		expect(await commandIn(alice, team.rid, 'leave')).to.match(/^You are the only owner of this room/);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
	});

	it('are gone on both sides when somebody leaves, on either side', async () => {
		const dora = await federated.matrixPerson('dora');
		await commandIn(alice, team.rid, `invite ${dora.userId}`);
		await dora.waitForInvitation(({ roomId }) => roomId === team.roomId);
		await dora.join(team.roomId);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere, `dora:${DOMAIN}`]);
		await dora.leave(team.roomId);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
		await new WorkspaceRooms(carol).leave(team.rid);
		await bob.waitForMembership(team.roomId, ghostOf('carol'), 'leave');
		expect((await membershipEvent(team.roomId, ghostOf('carol'))).sender).to.equal(ghostOf('carol'));
	});

	it('are added by their colleagues as to any room, and their ghosts are invited by whoever added them', async () => {
		await rooms.invite(team.rid, carol.userId);
		await bob.waitForMember(team.roomId, ghostOf('carol'));
		await carol.send(team.rid, 'back');
		await bob.waitForMessage(team.roomId, ({ body }) => body === 'back');
	});

	it('who are removed here are removed on Matrix by whoever did it, and can be added again', async () => {
		const bobId = await rooms.idOf(bobHere);
		await rooms.kick(team.rid, bobId);
		await bob.waitUntil('the removal', {
			look: () => (bob.joinedRooms().some(({ roomId }) => roomId === team.roomId) ? undefined : true),
		});
		await rooms.waitForMembers(team.rid, ['alice', 'carol']);
		await rooms.invite(team.rid, bobId);
		const invitation = await bob.waitForInvitation(({ roomId }) => roomId === team.roomId);
		const inviter = invitation.getMember(bob.userId)?.events.member?.getSender();
		expect(inviter).to.equal(ghostOf('alice'));
		await bob.join(team.roomId);
		await bob.send(team.roomId, 'here again');
		await carol.waitForMessage(team.rid, ({ text }) => text === 'here again');
	});

	it('who decline their invitation are taken out here', async () => {
		const eve = await federated.matrixPerson('eve');
		await commandIn(alice, team.rid, `invite ${eve.userId}`);
		await eve.waitForInvitation(({ roomId }) => roomId === team.roomId);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere, `eve:${DOMAIN}`]);
		await eve.leave(team.roomId);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
	});

	it('are refused in a room that is not federated, before anything happens, with the way to do it', async () => {
		const local = await rooms.create('group', 'local');
		const bobId = await rooms.idOf(bobHere);
		const refusal: unknown = await rooms.invite(local, bobId).catch((error: unknown) => error);
		expect(String(refusal)).to.match(/this room is not federated\. Type \/federation bridge in it first/);
		expect(await rooms.members(local)).to.deep.equal(['alice']);
	});

	it('federate a new room at once if they are members of it from the start', async () => {
		const rid = await rooms.create('group', 'with-bob', [bobHere]);
		const invitation = await bob.waitForInvitation(({ name }) => name === 'with-bob');
		await bob.join(invitation.roomId);
		await alice.send(rid, 'welcome');
		await bob.waitForMessage(invitation.roomId, ({ body }) => body === 'welcome');
	});

	itNeeding('plans', 'prevent a new room if the plan has no federated rooms', async () => {
		await federated.app.putOnPlan('community');
		const refusal: unknown = await rooms.create('group', 'too-early', [bobHere]).catch(String);
		expect(refusal).to.match(/need the Starter plan or higher/);
		expect(await rooms.named('too-early')).to.equal(undefined);
		await federated.app.putOnPlan('starter');
	});

	it('who are banned by command stay out until the ban is lifted', async () => {
		const finn = await federated.matrixPerson('finn');
		await commandIn(alice, team.rid, `invite ${finn.userId}`);
		await finn.waitForInvitation(({ roomId }) => roomId === team.roomId);
		await finn.join(team.roomId);
		expect(await commandIn(alice, team.rid, `ban ${finn.userId} enough is enough`)).to.match(/is banned/);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
		const banned = await membershipEvent(team.roomId, finn.userId);
		expect(banned).to.include({
			membership: 'ban',
			reason: 'enough is enough',
			sender: ghostOf('alice'),
		});
		await rooms.invite(team.rid, await rooms.idOf(`finn:${DOMAIN}`));
		await alice.waitForNotice(({ text }) =>
			text.startsWith(`\`${finn.userId}\` could not be added on Matrix, so they are not in this room`),
		);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
		expect(await commandIn(alice, team.rid, `unban @FINN:${DOMAIN}`)).to.match(
			/^`@finn:matrix\.test` may come back/,
		);
		await commandIn(alice, team.rid, `invite ${finn.userId}`);
		// The client on Dendrite does not hear of an invitation after a ban.
		await bob.waitForMembership(team.roomId, finn.userId, 'invite');
		expect(await commandIn(alice, team.rid, `kick ${finn.userId}`)).to.match(
			/is not in this room any more/,
		);
		await rooms.waitForMembers(team.rid, ['alice', 'carol', bobHere]);
	});

	it('are not changed by a command that does not fit their membership, and the answer says why', async () => {
		const hugo = await federated.matrixPerson('hugo');
		const type = (command: string) => commandIn(alice, team.rid, command);
		const absent = `\`${hugo.userId}\` is not in this room on Matrix.`;
		const banned = `\`${hugo.userId}\` is banned from this room. \`/federation unban ${hugo.userId}\` lifts the ban.`;
		const notBanned = `\`${hugo.userId}\` is not banned from this room.`;
		expect(await type(`kick ${hugo.userId}`)).to.equal(absent);
		await type(`ban ${hugo.userId}`);
		expect(await type(`invite ${hugo.userId}`)).to.equal(banned);
		expect(await type(`kick ${hugo.userId}`)).to.equal(banned);
		await type(`unban ${hugo.userId}`);
		expect(await type(`unban ${hugo.userId}`)).to.equal(notBanned);
		expect(await type(`invite ${bob.userId}`)).to.equal(`\`${bob.userId}\` is in this room already.`);
		expect(await type(`invite ${ghostOf('carol')}`)).to.match(/^`carol` is a colleague/);
		for (const action of ['kick', 'ban', 'unban']) {
			expect(await type(`${action} @alice`)).to.match(/^This does not work on yourself\./);
		}
		expect(await rooms.members(team.rid)).to.include('alice');
	});

	it('stay where the other side does not let them be removed, and who tried it is told', async () => {
		const roomId = await bob.createRoom({
			name: 'Plaza',
			preset: 'public_chat' as never,
			invite: [ghostOf('alice'), ghostOf('carol')],
		});
		await bob.waitForMember(roomId, ghostOf('alice'));
		await bob.waitForMember(roomId, ghostOf('carol'));
		const room = await rooms.waitFor('plaza');
		plaza = { rid: room._id, roomId };
		expect(room.t).to.equal('c');
		await rooms.waitForMembers(plaza.rid, ['alice', 'carol', bobHere]);
		await federated.app.admin.rest.post('/api/v1/channels.addOwner', {
			roomId: plaza.rid,
			userId: alice.userId,
		});
		await rooms.kick(plaza.rid, await rooms.idOf(bobHere));
		await alice.waitForNotice(({ text }) =>
			text.startsWith(
				`\`${bob.userId}\` could not be removed on Matrix, so they are in this room again`,
			),
		);
		await rooms.waitForMembers(plaza.rid, ['alice', 'carol', bobHere]);
		expect(await commandIn(alice, plaza.rid, `kick ${bob.userId}`)).to.match(
			/^The room on Matrix does not let you do that/,
		);
	});

	it('who are removed on Matrix learn by whom and why, and are not let back in by joining here', async () => {
		await bob.client.ban(plaza.roomId, ghostOf('carol'), 'spam');
		await rooms.waitForMembers(plaza.rid, ['alice', bobHere]);
		const told = `\`${bob.userId}\` banned you from the room \`Plaza\` on Matrix, so you are not in it here either. The reason given: spam`;
		await waitForBotMessage(carol, new RegExp(`^${told.replaceAll(/[.]/g, '\\.')}$`));
		const line = `_\`${bob.userId}\` banned \`carol\` from this room. The reason given: spam_`;
		const { sender } = await alice.waitForMessage(plaza.rid, ({ text }) => text === line);
		expect(sender).to.equal(bobHere);
		await carol.rest.post('/api/v1/channels.join', { roomId: plaza.rid });
		await waitForBotMessage(carol, /^You could not join the room `Plaza` on Matrix/);
		await rooms.waitForMembers(plaza.rid, ['alice', bobHere]);
	});

	itNeeding('processes', 'are the same on both sides again after the app was killed', async () => {
		const gus = await federated.matrixPerson('gus');
		await gus.join(plaza.roomId);
		await rooms.waitForMembers(plaza.rid, ['alice', bobHere, `gus:${DOMAIN}`]);
		const erin = await federated.app.person('erin');
		const isRunning = federated.app.kill();
		await Promise.all([
			gus.leave(plaza.roomId),
			untilAppLoads(() => erin.rest.post('/api/v1/channels.join', { roomId: plaza.rid })),
			untilAppLoads(() => rooms.kick(team.rid, carol.userId)),
		]);
		await isRunning;
		await rooms.waitForMembers(plaza.rid, ['alice', 'erin', bobHere]);
		await bob.waitForMember(plaza.roomId, ghostOf('erin'));
		await bob.waitForMembership(team.roomId, ghostOf('carol'), 'leave');
		await rooms.waitForMembers(team.rid, ['alice', bobHere]);
	});

	itNeeding('processes', 'are the same on both sides again after the homeserver was away', async () => {
		await federated.homeserver.stop();
		const dave = await federated.app.person('dave');
		await rooms.kick(team.rid, await rooms.idOf(bobHere));
		await rooms.invite(team.rid, carol.userId);
		await dave.rest.post('/api/v1/channels.join', { roomId: plaza.rid });
		await new WorkspaceRooms(await federated.app.person('erin')).leave(plaza.rid);
		await federated.homeserver.restart();
		await bob.waitForMember(plaza.roomId, ghostOf('dave'));
		await bob.waitForMembership(plaza.roomId, ghostOf('erin'), 'leave');
		await bob.waitUntil('the removal of Bob', {
			look: () => (bob.joinedRooms().some(({ roomId }) => roomId === team.roomId) ? undefined : true),
		});
		await rooms.waitForMembers(team.rid, ['alice', 'carol']);
		await rooms.waitForMembers(plaza.rid, ['alice', 'dave', bobHere]);
	});

	itNeeding('processes', 'are the same on both sides again after the workspace was away', async () => {
		const hana = await federated.matrixPerson('hana');
		await hana.join(plaza.roomId);
		await rooms.waitForMembers(plaza.rid, ['alice', 'dave', bobHere, `hana:${DOMAIN}`]);
		const ivy = await federated.matrixPerson('ivy');
		await federated.app.workspace.stop();
		await hana.leave(plaza.roomId);
		await ivy.join(plaza.roomId);
		await bob.client.kick(plaza.roomId, ghostOf('dave'), 'while nobody looked');
		await federated.app.restart();
		await rooms.waitForMembers(plaza.rid, ['alice', bobHere, `ivy:${DOMAIN}`]);
		await bob.waitForMembership(plaza.roomId, ghostOf('dave'), 'leave');
	});
});

/** Does something again while the engine refuses it: the app's new process runs, and has not loaded the app yet. */
function untilAppLoads(work: () => Promise<unknown>): Promise<true> {
	return waitFor({
		what: 'an app that is loaded again',
		timeout: 60_000,
		look: () =>
			work().then(
				() => true as const,
				(error: unknown) => {
					if (!String(error).includes('Method not found')) {
						throw error;
					}
					return undefined;
				},
			),
	});
}
