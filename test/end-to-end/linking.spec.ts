import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { bobHere, commandIn, ghostOf, startFederatedRooms } from '../support/federated-rooms';
import { DOMAIN, type FederatedWorkspace } from '../support/federated-workspace';
import { itNeeding } from '../support/left-out';
import type { WorkspaceRooms } from '../support/workspace-rooms';

describe('linking and unlinking rooms that exist', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rooms: WorkspaceRooms;
	/** A channel of Alice and Carol, and a public room of Bob. */
	let rid: string;
	let roomId: string;

	before(async function () {
		this.timeout(600_000);
		({ federated, alice, carol, bob, rooms } = await startFederatedRooms({ invite_policy: 'ask' }));
		rid = await rooms.create('channel', 'watercooler', ['carol']);
		roomId = await bob.createRoom({
			...{ preset: Preset.PublicChat, room_alias_name: 'kitchen', name: 'Kitchen', topic: 'Cake' },
		});
	});
	after(() => federated.stop());

	const address = `#kitchen:${DOMAIN}`;
	const stateThere = (type: string, key = '', room = roomId) =>
		bob.client.getStateEvent(room, type, key) as Promise<Record<string, unknown>>;
	/** Makes a room on Matrix with Alice's ghost, in which nobody may invite but Bob. */
	async function closedRoom(more: object = {}): Promise<string> {
		const closed = await bob.createRoom({
			...{ preset: Preset.PrivateChat, power_level_content_override: { invite: 50 }, ...more },
		});
		await bob.client.invite(closed, ghostOf('alice'));
		return closed;
	}

	it('needs the Starter plan', async () => {
		expect(await commandIn(alice, rid, `link ${address}`)).to.match(/need the Starter plan or higher/);
		await federated.app.ensureStarter();
	});

	it('is refused to who does not own the room, for what is no address, and for rooms that cannot be', async () => {
		expect(await commandIn(carol, rid, `link ${address}`)).to.match(/^Only an owner of this room/);
		expect(await commandIn(alice, rid, 'link kitchen')).to.match(/`kitchen`/);
		expect(await commandIn(alice, rid, `link #nothing:${DOMAIN}`)).to.match(/`#nothing:matrix\.test`/);
		const space = await bob.createRoom({
			...{ preset: Preset.PublicChat, creation_content: { type: 'm.space' } },
		});
		expect(await commandIn(alice, rid, `link ${space}`)).to.match(/space/);
		const encrypted = await bob.createRoom({
			...{ preset: Preset.PublicChat, room_alias_name: 'secret' },
			initial_state: [
				{ type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' }, state_key: '' },
			],
		});
		expect(await commandIn(alice, rid, `link #secret:${DOMAIN}`)).to.match(/encrypted/);
		const { administration, appId } = federated.app;
		await administration.setAppSettings(appId, { blocked_servers: 'evil.test' });
		expect(await commandIn(alice, rid, 'link #room:evil.test')).to.match(/`evil\.test`/);
		for (const room of [space, encrypted]) {
			await bob.waitUntil('the ghost is not there', {
				look: async () =>
					Object.keys(await bob.client.getJoinedRoomMembers(room).then(({ joined }) => joined))
						.length === 1 || undefined,
			});
		}
		expect(await rooms.matrixRoomOf(rid)).to.equal(undefined);
		expect(await rooms.members(rid)).to.deep.equal(['alice', 'carol']);
	});

	it('is refused if the members could not come in, since they would be taken out here', async () => {
		const closed = await closedRoom();
		expect(await commandIn(alice, rid, `link ${closed}`)).to.match(
			/Only invited people may join .* let `@rc_alice:matrix\.test` invite people/,
		);
		expect(await rooms.members(rid)).to.deep.equal(['alice', 'carol']);
	});

	it('gives both rooms the members of both, and messages pass', async () => {
		expect(await commandIn(alice, rid, `link ${address}`)).to.match(
			/^This room and `#kitchen:matrix\.test` on Matrix are linked now/,
		);
		await rooms.waitForMembers(rid, ['alice', 'carol', bobHere]);
		await bob.waitForMember(roomId, ghostOf('carol'));
		await carol.send(rid, 'hello kitchen');
		const { sender } = await bob.waitForMessage(roomId, ({ body }) => body === 'hello kitchen');
		expect(sender).to.equal(ghostOf('carol'));
		await bob.send(roomId, 'hello watercooler');
		await carol.waitForMessage(rid, ({ text }) => text === 'hello watercooler');
	});

	it('is a channel in messages from Matrix that name it, and a link to the room there in those from here', async () => {
		const html = { format: 'org.matrix.custom.html', body: 'see Kitchen' };
		for (const id of [address, roomId]) {
			const formatted_body = `see <a href="https://matrix.to/#/${id}">Kitchen</a> ${id.length}`;
			await bob.sendContent(roomId, { ...{ msgtype: 'm.text', ...html, formatted_body } } as never);
			await carol.waitForMessage(rid, ({ text }) => text === `see #watercooler ${id.length}`);
		}
		for (const typed of ['#watercooler', address]) {
			await carol.send(rid, `in ${typed} now`);
		}
		const linked = (body: string) => bob.waitForMessage(roomId, (message) => message.body === body);
		const href = (id: string) => `https://matrix.to/#/${encodeURIComponent(id).replaceAll('%3A', ':')}`;
		expect((await linked('in #watercooler now')).content.formatted_body).to.include(
			`href="${href(roomId)}"`,
		);
		expect((await linked(`in ${address} now`)).content.formatted_body).to.include(
			`href="${href(address)}"`,
		);
	});

	it('leaves name, topic, type and roles as they were on both sides', async () => {
		const { room } = await alice.rest.get<{ room: Record<string, unknown> }>('/api/v1/rooms.info', {
			roomId: rid,
		});
		expect([room.name, room.topic, room.t]).to.deep.equal(['watercooler', undefined, 'c']);
		expect((await stateThere('m.room.name')).name).to.equal('Kitchen');
		expect((await stateThere('m.room.topic')).topic).to.equal('Cake');
		const { users } = (await stateThere('m.room.power_levels')) as { users: Record<string, number> };
		expect(users[ghostOf('alice')]).to.equal(undefined);
		await alice.rest.post('/api/v1/channels.addModerator', { roomId: rid, userId: carol.userId });
		await alice.waitForNotice(({ text }) => text.startsWith('On Matrix you may not'));
	});

	/** Pins a message here, or ends that. */
	const pin = (messageId: string, isPinned = true) =>
		alice.rest.post(`/api/v1/chat.${isPinned ? 'pin' : 'unPin'}Message`, { messageId });
	const pinnedThere = async () =>
		((await stateThere('m.room.pinned_events').catch(() => ({}))) as { pinned?: string[] }).pinned ?? [];
	const waitForPinsThere = (expected: readonly string[]) =>
		bob.waitUntil(`the pins ${expected.join()}`, {
			look: async () => (await pinnedThere()).join() === expected.join() || undefined,
		});
	/** A message here, and its event. */
	async function sent(text: string): Promise<{ id: string; eventId: string }> {
		const { id } = await alice.send(rid, text);
		const { eventId } = await bob.waitForMessage(roomId, ({ body }) => body === text);
		return { id, eventId };
	}

	it('carries pins to Matrix by whoever may pin there, and tells who may not', async () => {
		const { id, eventId } = await sent('worth keeping');
		await pin(id);
		await alice.waitForNotice(({ text }) => text.includes('On Matrix you may not pin messages'));
		expect(await pinnedThere()).to.deep.equal([]);
		await pin(id, false);
		await bob.client.setPowerLevel(roomId, ghostOf('alice'), 50);
		await pin(id);
		await waitForPinsThere([eventId]);
		const events = await bob.client.roomState(roomId);
		const { sender } = events.find(({ type }) => type === 'm.room.pinned_events') ?? {};
		expect(sender).to.equal(ghostOf('alice'));
		await pin(id, false);
		await waitForPinsThere([]);
	});

	it('shows pins from Matrix by a line of whoever pinned, and with a token pins here, too', async () => {
		const { id, eventId } = await sent('worth reading');
		const setPins = (pinned: string[]) =>
			bob.client.sendStateEvent(roomId, 'm.room.pinned_events' as never, { pinned } as never, '');
		await setPins([eventId]);
		const line = await alice.waitForMessage(rid, ({ text }) =>
			text.includes('_has pinned this message._'),
		);
		expect(line.sender).to.equal(bobHere);
		expect(line.text).to.include(`?msg=${id}`);
		const isPinnedHere = async () =>
			(await alice.messages(rid)).find((message) => message.id === id)?.raw.pinned === true;
		expect(await isPinnedHere()).to.equal(false);
		await setPins([]);
		await alice.waitForMessage(rid, ({ text }) => text.includes('_has unpinned this message._'));

		const { admin } = federated.app;
		const { token } = await admin.rest.post<{ token: string }>(
			'/api/v1/users.generatePersonalAccessToken',
			{ tokenName: 'federation' },
		);
		await admin.rest.post('/api/v1/channels.join', { roomId: rid });
		await federated.app.changeAccess({ userId: admin.userId, token });
		await setPins([eventId]);
		await bob.waitUntil('the pin here', { look: async () => (await isPinnedHere()) || undefined });
		await setPins([]);
		await bob.waitUntil('no pin here', { look: async () => !(await isPinnedHere()) || undefined });
		expect(await pinnedThere()).to.deep.equal([]);
		await federated.app.changeAccess({ userId: '', token: '' });
		await admin.rest.post('/api/v1/channels.leave', { roomId: rid });
		await rooms.waitForMembers(rid, ['alice', 'carol', bobHere]);
	});

	it('is refused for a room that is linked here already, by either side', async () => {
		const other = await rooms.create('channel', 'other');
		expect(await commandIn(alice, other, `link ${address}`)).to.match(
			/is linked to another room of this workspace already/,
		);
		expect(await commandIn(alice, rid, 'link #more:matrix.test')).to.match(/is federated already/);
	});

	it('is undone by unlinking, which only an owner may do, and which asks first', async () => {
		expect(await commandIn(carol, rid, 'unlink confirm')).to.match(/^Only an owner of this room/);
		expect(await commandIn(alice, rid, 'unlink')).to.match(
			/To unlink the room, type `\/federation unlink confirm`/,
		);
		expect(await rooms.matrixRoomOf(rid)).to.equal(roomId);
		expect(await commandIn(alice, rid, 'unlink confirm')).to.equal(
			'This room is not federated any more.',
		);
		await rooms.waitForMembers(rid, ['alice', 'carol']);
		expect(await rooms.matrixRoomOf(rid)).to.equal(undefined);
		for (const name of ['alice', 'carol']) {
			await bob.waitForMembership(roomId, ghostOf(name), 'leave');
		}
		await bob.waitForMessage(roomId, ({ body }) =>
			body.startsWith('This room is not connected with Rocket.Chat'),
		);
		const texts = (await carol.messages(rid)).map(({ text }) => text);
		expect(texts).to.include.members(['hello kitchen', 'hello watercooler']);
		expect(texts.some((text) => text.startsWith('`alice` has unlinked this room'))).to.equal(true);
		await alice.send(rid, 'among us');
		await bob.send(roomId, 'anybody?');
		expect(await commandIn(alice, rid, 'unlink')).to.match(/^This room is not federated/);
		expect((await stateThere('m.room.canonical_alias')).alias).to.equal(address);
		expect(await federated.app.command(federated.app.admin, 'deleted')).to.match(
			/unlinked by `alice` on .*: people from here who have left: 2\./,
		);
	});

	it('can be done again afterwards, and takes nothing along of what was written in between', async () => {
		expect(await commandIn(alice, rid, `link ${address}`)).to.match(/are linked now/);
		await rooms.waitForMembers(rid, ['alice', 'carol', bobHere]);
		await alice.send(rid, 'linked again');
		await bob.waitForMessage(roomId, ({ body }) => body === 'linked again');
		expect(bob.messages(roomId).map(({ body }) => body)).not.to.include('among us');
		expect((await carol.messages(rid)).map(({ text }) => text)).not.to.include('anybody?');
	});

	it('of a room that began here takes its address and the note about the bridge away', async () => {
		await federated.app.command(alice, 'create Studio public');
		const studio = await rooms.waitFor('studio');
		const there = (await rooms.matrixRoomOf(studio._id)) ?? '';
		await bob.join(`#rc_studio:${DOMAIN}`);
		await rooms.waitForMembers(studio._id, ['alice', bobHere]);
		await commandIn(alice, studio._id, 'unlink confirm');
		await bob.waitForMembership(there, ghostOf('alice'), 'leave');
		const gone: unknown = await bob.client.getRoomIdForAlias(`#rc_studio:${DOMAIN}`).catch(String);
		expect(gone).to.match(/M_NOT_FOUND|not found/i);
		const state = await bob.client.roomState(there);
		const notes = state.filter(({ type }) => ['m.bridge', 'uk.half-shot.bridge'].includes(type));
		expect(notes.map(({ content }) => content)).to.deep.equal([{}, {}]);
		expect(state.find(({ type }) => type === 'm.room.canonical_alias')?.content.alias).to.equal(
			undefined,
		);
		expect(bob.joinedRooms().some(({ roomId: id }) => id === there)).to.equal(true);
	});

	itNeeding('processes', 'is finished after an outage, and who wrote meanwhile is told', async () => {
		await federated.homeserver.stop();
		await carol.send(rid, 'lost in between');
		await carol.waitForNotice(({ text }) => text.startsWith('Matrix cannot be reached'));
		expect(await commandIn(alice, rid, 'unlink confirm')).to.match(
			/the app does the rest as soon as it can/,
		);
		await carol.waitForNotice(({ text }) => text.includes('that are not on Matrix: 1.'));
		await rooms.waitForMembers(rid, ['alice', 'carol']);
		await federated.homeserver.restart();
		await bob.waitForMembership(roomId, ghostOf('alice'), 'leave');
		await bob.waitForMembership(roomId, ghostOf('carol'), 'leave');
		expect(bob.messages(roomId).map(({ body }) => body)).not.to.include('lost in between');
	});
});
