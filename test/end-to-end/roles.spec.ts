import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { slugOf } from '../../src/convert/room-name';
import { DOMAIN, FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';
import { WorkspaceRooms } from '../support/workspace-rooms';

/** Time limit of the waits, in milliseconds; long enough for a busy machine. */
const WAIT_LIMIT = 60_000;

describe('settings and roles of a federated room', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let dave: WorkspacePerson;
	let bob: MatrixPerson;
	let rid: string;
	let roomId: string;
	const ghost = (name: string) => `@rc_${name}:${DOMAIN}`;

	before(async function () {
		this.timeout(600_000);
		federated = await FederatedWorkspace.start({ invite_policy: 'ask' });
		await federated.app.ensureStarter();
		alice = await federated.app.person('alice');
		carol = await federated.app.person('carol');
		dave = await federated.app.person('dave');
		bob = await federated.matrixPerson('bob');
		await federated.app.command(alice, `create Team ${bob.userId} carol dave`);
		({ roomId } = await bob.waitForInvitation());
		await bob.join(roomId);
		rid = (await new WorkspaceRooms(alice).waitFor('team'))._id;
		await Promise.all(['carol', 'dave'].map((name) => bob.waitForMember(roomId, ghost(name))));
		await new WorkspaceRooms(alice).waitForMembers(rid, ['alice', 'carol', 'dave', `bob:${DOMAIN}`]);
	});
	after(() => federated.stop());

	const post = (name: string, body: object, person = alice) => person.rest.post(`/api/v1/${name}`, body);
	const save = (settings: object, person = alice) =>
		post('rooms.saveRoomSettings', { rid, ...settings }, person);
	const stateOf = (type: string): Promise<Record<string, unknown>> =>
		bob.client.getStateEvent(roomId, type, '').catch(() => ({}));
	const send = (type: string, content: object) =>
		bob.client.sendStateEvent(roomId, type as never, content as never, '');
	const idOf = (username: string) => new WorkspaceRooms(alice).idOf(username);

	/** The room as Rocket.Chat shows it. */
	async function here(): Promise<Record<string, unknown>> {
		return (
			await alice.rest.get<{ room: Record<string, unknown> }>('/api/v1/rooms.info', { roomId: rid })
		).room;
	}

	/** The roles of members by their usernames. */
	async function rolesHere(): Promise<Record<string, string[]>> {
		const kind = (await here()).t === 'c' ? 'channels' : 'groups';
		const { roles } = await alice.rest.get<{ roles: { u: { username: string }; roles: string[] }[] }>(
			`/api/v1/${kind}.roles`,
			{ roomId: rid },
		);
		return Object.fromEntries(
			roles
				.filter((each) => each.roles.length > 0)
				.map(({ u, roles: own }) => [u.username, own.sort()]),
		);
	}

	/** Waits until a value is the expected one, and fails with what there is instead. */
	async function becomes(read: () => Promise<unknown>, expected: unknown): Promise<void> {
		let last: unknown;
		await waitFor({
			what: JSON.stringify(expected),
			timeout: WAIT_LIMIT,
			interval: 100,
			look: async () => {
				last = await read();
				return JSON.stringify(last) === JSON.stringify(expected) || undefined;
			},
			instead: () => JSON.stringify(last),
		});
	}

	const power = async () => (await stateOf('m.room.power_levels')) as { users: Record<string, number> };
	const powerOf = async (userId: string) => (await power()).users[userId] ?? 0;
	/** Sets levels on Matrix, and leaves everything else. */
	const setPower = async (users: Record<string, number>, more: object = {}) => {
		const present = await power();
		await send('m.room.power_levels', { ...present, ...more, users: { ...present.users, ...users } });
	};
	const sendersOf = async (type: string) => {
		const events = bob.client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? [];
		return events.filter((event) => event.getType() === type).map((event) => event.getSender());
	};

	it('go to Matrix by whoever changed them, each in one event', async () => {
		await save({ roomTopic: 'What we do' });
		await becomes(async () => (await stateOf('m.room.topic')).topic, 'What we do');
		await save({ roomName: 'crew' });
		await becomes(async () => (await stateOf('m.room.name')).name, 'crew');
		await save({ readOnly: true });
		await becomes(async () => (await stateOf('m.room.power_levels')).events_default, 50);
		await save({ readOnly: false });
		await becomes(async () => (await stateOf('m.room.power_levels')).events_default, 0);
		await save({ roomType: 'c' });
		await becomes(async () => (await stateOf('m.room.join_rules')).join_rule, 'public');
		await save({ roomType: 'p' });
		await becomes(async () => (await stateOf('m.room.join_rules')).join_rule, 'invite');
		await becomes(() => sendersOf('m.room.topic'), [ghost('alice')]);
		await post('groups.addOwner', { roomId: rid, userId: carol.userId });
		await becomes(() => powerOf(ghost('carol')), 100);
		await save({ roomTopic: 'By Carol' }, carol);
		await becomes(async () => (await stateOf('m.room.topic')).topic, 'By Carol');
		await becomes(() => sendersOf('m.room.topic'), [ghost('alice'), ghost('carol')]);
	});

	it('without the token become a line on their way from Matrix, and nothing is sent back', async () => {
		await post('groups.addOwner', { roomId: rid, userId: await idOf(`bob:${DOMAIN}`) }, carol);
		await becomes(() => powerOf(bob.userId), 100);
		await send('m.room.topic', { topic: 'From Bob' });
		const line = await carol.waitForMessage(rid, ({ text }) => text.includes('From Bob'));
		expect(line).to.include({
			sender: `bob:${DOMAIN}`,
			text: '_changed the topic of this room:_\nFrom Bob',
		});
		await setPower({}, { events_default: 50 });
		await becomes(async () => (await here()).ro, true);
		await setPower({}, { events_default: 0 });
		await becomes(async () => (await here()).ro, false);
		expect((await here()).topic).to.equal('By Carol');
		expect((await stateOf('m.room.topic')).topic).to.equal('From Bob');
	});

	it('with the token follow Matrix', async () => {
		const { token } = await federated.app.admin.rest.post<{ token: string }>(
			'/api/v1/users.generatePersonalAccessToken',
			{ tokenName: 'federation' },
		);
		await federated.app.changeAccess({ userId: federated.app.admin.userId, token });
		// Rocket.Chat lets nobody change roles in a group of which they are no member, not even administrators.
		await post('groups.invite', { roomId: rid, userId: federated.app.admin.userId }, carol);
		await send('m.room.topic', { topic: 'Followed' });
		await becomes(async () => (await here()).topic, 'Followed');
		await send('m.room.name', { name: 'Our crew' });
		await becomes(async () => (await here()).name, 'our-crew');
		await send('m.room.join_rules', { join_rule: 'public' });
		await becomes(async () => (await here()).t, 'c');
		await send('m.room.join_rules', { join_rule: 'invite' });
		await becomes(async () => (await here()).t, 'p');
		expect((await stateOf('m.room.topic')).topic).to.equal('Followed');
		expect((await stateOf('m.room.name')).name).to.equal('Our crew');
	});

	it('with the token have the nearest free name if another room has theirs, and Matrix keeps it', async () => {
		await post('groups.create', { name: 'taken' }, carol);
		await send('m.room.name', { name: 'taken' });
		await becomes(async () => (await here()).name, 'taken-2');
		const slug = slugOf('会議');
		await post('groups.create', { name: slug }, carol);
		await send('m.room.name', { name: '会議' });
		await becomes(async () => (await here()).name, `${slug}-2`);
		await send('m.room.topic', { topic: 'After the names' });
		await becomes(async () => (await here()).topic, 'After the names');
		expect((await stateOf('m.room.name')).name).to.equal('会議');
	});

	it('changed on both sides at once settle to one value on both', async () => {
		await Promise.all([save({ roomTopic: 'Here' }, carol), send('m.room.topic', { topic: 'There' })]);
		await waitFor({
			what: 'one topic on both sides',
			timeout: WAIT_LIMIT,
			look: async () =>
				(await here()).topic === (await stateOf('m.room.topic')).topic ? true : undefined,
		});
		await save({ roomTopic: 'Settled' }, carol);
		await becomes(async () => (await stateOf('m.room.topic')).topic, 'Settled');
	});

	it('of members follow power levels, and leave those that mean no role as they are', async () => {
		await setPower({ [ghost('dave')]: 50 }, { 'org.example.field': { kept: true } });
		await becomes(async () => (await rolesHere()).dave, ['moderator']);
		await setPower({ [ghost('dave')]: 37 });
		await becomes(async () => (await rolesHere()).dave, undefined);
		const { users: usersBefore, ...restBefore } = await power();
		await post('groups.addLeader', { roomId: rid, userId: alice.userId }, carol);
		await post('groups.addModerator', { roomId: rid, userId: carol.userId }, carol);
		await save({ readOnly: true }, carol);
		await becomes(async () => (await stateOf('m.room.power_levels')).events_default, 50);
		await save({ readOnly: false }, carol);
		await becomes(async () => (await stateOf('m.room.power_levels')).events_default, 0);
		const { users, ...rest } = await power();
		expect(users).to.deep.equal(usersBefore);
		expect(users[ghost('dave')]).to.equal(37);
		expect(rest).to.deep.equal(restBefore);
		await post('groups.addLeader', { roomId: rid, userId: dave.userId }, carol);
		await becomes(() => powerOf(ghost('dave')), 50);
		expect((await power()).users).to.deep.equal({ ...usersBefore, [ghost('dave')]: 50 });
	});

	it('that Matrix refuses are changed back here, and whoever did it reads why', async () => {
		// An owner may change another owner here; on Matrix nobody changes an equal.
		await post('groups.removeOwner', { roomId: rid, userId: await idOf(`bob:${DOMAIN}`) }, carol);
		const notice = await carol.waitForNotice(({ text }) => text.includes(bob.userId));
		expect(notice.text).to.equal(
			`On Matrix you may not change the role of \`${bob.userId}\`. You can change the role only of people with fewer rights than you, and you can give nobody more rights than you have. The role was changed back here.`,
		);
		await becomes(async () => (await rolesHere())[`bob:${DOMAIN}`], ['owner']);
		expect(await powerOf(bob.userId)).to.equal(100);
	});

	itNeeding('processes', 'changed while the homeserver is away arrive afterwards', async () => {
		await federated.homeserver.stop();
		await save({ roomTopic: 'Kept' }, carol);
		await post('groups.removeLeader', { roomId: rid, userId: dave.userId }, carol);
		await federated.homeserver.restart();
		await becomes(async () => (await stateOf('m.room.topic')).topic, 'Kept');
		await becomes(() => powerOf(ghost('dave')), 0);
	});

	itNeeding('processes', 'changed while the app is not running arrive after its start', async () => {
		await federated.app.workspace.stop();
		await send('m.room.topic', { topic: 'While away' });
		await setPower({ [bob.userId]: 50 });
		await federated.app.restart();
		await becomes(async () => (await here()).topic, 'While away');
		await becomes(async () => (await rolesHere())[`bob:${DOMAIN}`], ['moderator']);
	});

	itNeeding('plans', 'need the Starter plan for roles, and whoever gives one reads that', async () => {
		await federated.app.putOnPlan('community');
		carol = await federated.app.person('carol');
		await post('groups.addLeader', { roomId: rid, userId: dave.userId }, carol);
		const notice = await carol.waitForNotice(({ text }) => text.startsWith('Roles inside rooms need'));
		expect(notice.text).to.equal(
			'Roles inside rooms need the Starter plan or higher; this workspace has Community. The role was changed here only.',
		);
		expect(await powerOf(ghost('dave'))).to.equal(0);
	});
});
