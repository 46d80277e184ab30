import { expect } from 'chai';
import { Preset } from 'matrix-js-sdk';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { bobHere, ghostOf, startFederatedRooms } from '../support/federated-rooms';
import { DOMAIN, type FederatedWorkspace } from '../support/federated-workspace';
import { shutDownRoom } from '../support/homeserver-administration';
import { itNeeding } from '../support/left-out';
import type { WorkspaceRooms } from '../support/workspace-rooms';

describe('somebody whose account ends', () => {
	let federated: FederatedWorkspace;
	let bob: MatrixPerson;

	before(async () => {
		({ federated, bob } = await startFederatedRooms());
		await federated.app.ensureStarter();
	});
	after(() => federated.stop());

	/** @returns the membership of a person in a Matrix room, with its reason, as soon as it is this one */
	const waitForMembership = (roomId: string, userId: string, membership: string) =>
		bob.waitUntil(`${userId} has ${membership} in ${roomId}`, {
			look: async () => {
				const content = await bob.client.getStateEvent(roomId, 'm.room.member', userId);
				return content.membership === membership ? { reason: String(content.reason) } : undefined;
			},
		});

	const expectReason = ({ reason }: { reason: string }, expected: RegExp) =>
		expect(reason).to.match(federated.software === 'dendrite' ? /^undefined$/ : expected); // it drops the reason

	const waitForReport = (expected: RegExp) =>
		waitFor({
			what: `a report with ${String(expected)}`,
			timeout: 60_000,
			look: async () => {
				const report = await federated.app.command(federated.app.admin, 'deleted');
				return expected.test(report) ? report : undefined;
			},
		});

	const setActive = ({ userId }: WorkspacePerson, activeStatus: boolean) =>
		federated.app.admin.rest.post('/api/v1/users.setActiveStatus', { userId, activeStatus });

	describe('here, by deletion', () => {
		it('leaves Matrix with the reason, and what they wrote stays', async () => {
			const alice = await federated.app.person('alice');
			const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
			await alice.send(rocketChatId, 'see you');
			await bob.waitForMessage(matrixId, ({ body }) => body === 'see you');
			await federated.app.administration.removeUser(alice.userId);

			const ghost = ghostOf('alice');
			const left = await waitForMembership(matrixId, ghost, 'leave');
			expectReason(left, /^The account of this person in Rocket\.Chat was deleted\.$/);
			const report = await waitForReport(/`@rc_alice:matrix\.test`.*rooms left: 1;.*erased: 0\./);
			expect(report).to.match(
				federated.software === 'dendrite'
					? /does not let the app deactivate the account/
					: /has deactivated the account/,
			);
			expect(bob.messages(matrixId).map(({ body }) => body)).to.deep.equal(['see you']);
		});

		it('leaves nothing to a new person of the same name, who has another id on Matrix', async () => {
			const alice = await federated.app.person('alice');
			const refused = await bob.createDirectRoom(ghostOf('alice'));
			await waitForMembership(refused, ghostOf('alice'), 'leave');
			expect(await alice.directRooms()).to.deep.equal([]);

			const { rocketChatId, matrixId } = await federated.directMessage(alice, bob);
			await alice.send(rocketChatId, 'I am new');
			const { sender } = await bob.waitForMessage(matrixId, ({ body }) => body === 'I am new');
			expect(sender).to.match(/^@rc_alice\..+:matrix\.test$/);
			await bob.send(matrixId, 'welcome');
			await alice.waitForMessage(rocketChatId, ({ text }) => text === 'welcome');
		});

		it('is erased on Matrix if the administrators want that, and they read what was erased', async () => {
			await federated.app.administration.setAppSettings(federated.app.appId, {
				erase_deleted_users: 'erase',
			});
			const carol = await federated.app.person('carol');
			const { rocketChatId, matrixId } = await federated.directMessage(carol, bob);
			await carol.send(rocketChatId, 'forget this');
			const { eventId } = await bob.waitForMessage(matrixId, ({ body }) => body === 'forget this');
			const sent = await bob.send(matrixId, 'keep this');
			const { id } = await carol.waitForMessage(rocketChatId, ({ text }) => text === 'keep this');
			await carol.react(id, ':tada:');
			await bob.waitUntil('a reaction', { look: () => bob.reactionsTo(matrixId, sent)[0] });
			await federated.app.administration.removeUser(carol.userId);

			await waitForMembership(matrixId, ghostOf('carol'), 'leave');
			const report = await waitForReport(/`@rc_carol:matrix\.test`.*erased: 2\. Erased in: /);
			expect(report).to.contain(`\`${matrixId}\` (2)`);
			const erased = await bob.client.fetchRoomEvent(matrixId, eventId);
			expect(erased.content).to.deep.equal({});
			const kept = await bob.client.fetchRoomEvent(matrixId, sent);
			expect(kept.content).to.include({ body: 'keep this' });
		});
	});

	describe('here, by deactivation', () => {
		it('leaves the rooms of several people at once, and is back when the account is active again', async () => {
			const frank = await federated.app.person('frank');
			const gina = await federated.app.person('gina');
			await federated.app.command(frank, `dm ${bob.userId} gina`);
			const { roomId } = await bob.waitForInvitation();
			await bob.join(roomId);
			const ghost = ghostOf('gina');
			await waitForMembership(roomId, ghost, 'join');

			await setActive(gina, false);
			await federated.app.changeAccess();
			const left = await waitForMembership(roomId, ghost, 'leave');
			expectReason(left, /^The account of this person in Rocket\.Chat is deactivated\.$/);
			await setActive(gina, true);
			await federated.app.changeAccess();
			await waitForMembership(roomId, ghost, 'join');
		});
	});

	describe('on Matrix', () => {
		itNeeding('erasure', 'has a deactivated bot user once the account is erased', async () => {
			const hugo = await federated.app.person('hugo');
			const eve = await federated.matrixPerson('eve');
			const { rocketChatId, matrixId } = await federated.directMessage(hugo, eve);
			await eve.send(matrixId, 'good-bye');
			await hugo.waitForMessage(rocketChatId, ({ text }) => text === 'good-bye');
			await eve.client.deactivateAccount(
				{
					type: 'm.login.password',
					identifier: { type: 'm.id.user', user: eve.userId },
					password: 'password of eve',
				},
				true,
			);
			await hugo.waitForMessage(rocketChatId, ({ text }) =>
				text.includes('is not in this direct message on Matrix any more'),
			);
			await federated.app.changeAccess();
			await waitFor({
				what: "Eve's bot user is deactivated",
				timeout: 60_000,
				look: async () => {
					const { user } = await federated.app.admin.rest.get<{ user: { active: boolean } }>(
						`/api/v1/users.info?username=${encodeURIComponent(`eve:${DOMAIN}`)}`,
					);
					return user.active ? undefined : user;
				},
			});
			expect((await hugo.messages(rocketChatId)).map(({ text }) => text)).to.include('good-bye');
		});
	});

	describe('here, while the app is not running', () => {
		it('leaves Matrix when it runs again', async () => {
			const dora = await federated.app.person('dora');
			const { matrixId } = await federated.directMessage(dora, bob);
			const { administration, appId } = federated.app;
			await administration.setAppStatus(appId, 'manually_disabled');
			await administration.removeUser(dora.userId);
			await administration.setAppStatus(appId, 'manually_enabled');
			await federated.app.changeAccess();
			await waitForMembership(matrixId, ghostOf('dora'), 'leave');
		});
	});

	describe('on Matrix, as far as their bot user here was deleted', () => {
		it('is told so, and is reached again by a new direct message', async () => {
			const judy = await federated.app.person('judy');
			const ida = await federated.matrixPerson('ida');
			const { rocketChatId, matrixId } = await federated.directMessage(judy, ida);
			const botUser = await federated.app.admin.rest.get<{ user: { _id: string } }>(
				`/api/v1/users.info?username=${encodeURIComponent(`ida:${DOMAIN}`)}`,
			);
			await federated.app.administration.removeUser(botUser.user._id);
			await ida.send(matrixId, 'anybody there?');
			await ida.waitForMessage(matrixId, ({ body }) => body.startsWith('This was not delivered'));

			const again = await federated.directMessage(judy, ida);
			expect(again.rocketChatId).not.to.equal(rocketChatId);
			await judy.send(again.rocketChatId, 'here I am');
			await ida.waitForMessage(again.matrixId, ({ body }) => body === 'here I am');
			await ida.send(again.matrixId, 'me too');
			await judy.waitForMessage(again.rocketChatId, ({ text }) => text === 'me too');
		});
	});

	it('leaves nothing parked', async () => {
		expect(await federated.app.command(federated.app.admin, 'status')).not.to.match(/parked/);
	});
});

describe('a federated room that ends', () => {
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let carol: WorkspacePerson;
	let bob: MatrixPerson;
	let rooms: WorkspaceRooms;
	const deleted = 'This room was deleted in Rocket.Chat. Nobody there reads it any more.';

	before(async () => {
		({ federated, alice, carol, bob, rooms } = await startFederatedRooms());
		await federated.app.ensureStarter();
	});
	after(() => federated.stop());

	/** Creates a public room with Alice, Carol and Bob. @returns its id on both sides */
	async function roomOfThree(name: string): Promise<{ rid: string; roomId: string }> {
		await federated.app.command(alice, `create ${name} public carol`);
		const { _id: rid } = await rooms.waitFor(name);
		const roomId = (await rooms.matrixRoomOf(rid)) ?? '';
		await bob.join(`#rc_${name}:${DOMAIN}`);
		await rooms.waitForMembers(rid, ['alice', 'carol', bobHere]);
		return { rid, roomId };
	}

	const waitForRoomWith = (roomId: string, field: 'ro' | 'archived') =>
		waitFor({
			what: `a room that is ${field}`,
			timeout: 60_000,
			look: async () => {
				const { room } = await alice.rest.get<{ room: { ro?: boolean; archived?: boolean } }>(
					'/api/v1/rooms.info',
					{ roomId },
				);
				return room[field] === true || undefined;
			},
		});

	it('by deletion in Rocket.Chat, loses its address and its members on Matrix, who read why', async () => {
		const { rid, roomId } = await roomOfThree('lobby');
		await alice.rest.post('/api/v1/channels.delete', { roomId: rid });
		await bob.waitForMembership(roomId, bob.userId, 'leave');
		const content = await bob.client.getStateEvent(roomId, 'm.room.member', bob.userId);
		expect(content.reason).to.equal(deleted);
		await bob.waitForMessage(roomId, ({ body }) => body === deleted);
		const noAddress: unknown = await bob.client
			.getRoomIdForAlias(`#rc_lobby:${DOMAIN}`)
			.catch((error: unknown) => error);
		expect(noAddress).to.be.instanceOf(Error);
		await waitFor({
			what: 'a report of the deleted room',
			timeout: 60_000,
			look: async () => {
				const report = await federated.app.command(federated.app.admin, 'deleted');
				return (
					(report.includes(`lobby, since`) && /left: 2;.*removed: 1\./.test(report)) || undefined
				);
			},
		});
	});

	it('while the app is not running, is left on Matrix when it runs again', async () => {
		const { rid, roomId } = await roomOfThree('hall');
		const { administration, appId } = federated.app;
		await administration.setAppStatus(appId, 'manually_disabled');
		await alice.rest.post('/api/v1/channels.delete', { roomId: rid });
		await administration.setAppStatus(appId, 'manually_enabled');
		await bob.waitForMembership(roomId, bob.userId, 'leave');
	});

	itNeeding(
		'removal of a room',
		'on Matrix, by its administrator, stays readable in Rocket.Chat, and nobody is thrown out',
		async () => {
			const { rid, roomId } = await roomOfThree('garden');
			await alice.send(rid, 'to be kept');
			await bob.waitForMessage(roomId, ({ body }) => body === 'to be kept');
			await shutDownRoom(federated, roomId);
			await carol.waitForMessage(rid, ({ text }) => text.includes('does not exist any more'));
			expect((await carol.messages(rid)).map(({ text }) => text)).to.include('to be kept');
			expect(await rooms.members(rid)).to.include.members(['alice', 'carol']);
			await waitForRoomWith(rid, 'ro');
			const refused: unknown = await carol.send(rid, 'hello?').catch((error: unknown) => error);
			expect(String(refused)).to.match(/readonly/);
		},
	);

	itNeeding(
		'removal of a room',
		'on Matrix, by its administrator, is archived if the workspace has entered a token',
		async () => {
			const { rid, roomId } = await roomOfThree('orchard');
			const { admin } = federated.app;
			const { token } = await admin.rest.post<{ token: string }>(
				'/api/v1/users.generatePersonalAccessToken',
				{ tokenName: 'federation' },
			);
			await federated.app.changeAccess({ userId: admin.userId, token });
			await shutDownRoom(federated, roomId);
			await carol.waitForMessage(rid, ({ text }) => text.includes('does not exist any more'));
			await waitForRoomWith(rid, 'archived');
			await federated.app.changeAccess({ userId: '', token: '' });
		},
	);

	it('because its Matrix room was upgraded, goes on in the new one with its members', async () => {
		const { room_id: roomId } = await bob.client.createRoom({
			name: 'Terrace',
			preset: Preset.PublicChat,
		});
		await bob.invite(roomId, ghostOf('alice'));
		const { _id: rid } = await rooms.waitFor('terrace');
		await bob.waitForMember(roomId, ghostOf('alice'));
		await bob.invite(roomId, ghostOf('carol'));
		await bob.waitForMember(roomId, ghostOf('carol'));
		const { id: before } = await alice.send(rid, 'before');
		await bob.waitForMessage(roomId, ({ body }) => body === 'before');
		const { replacement_room: replacement } = await bob.client.upgradeRoom(roomId, '11');
		await bob.waitForMember(replacement, ghostOf('alice'));
		await bob.waitForMember(replacement, ghostOf('carol'));
		await bob.leave(roomId);
		await carol.send(rid, 'after');
		await bob.waitForMessage(replacement, ({ body }) => body === 'after');
		await bob.send(replacement, 'welcome');
		await carol.waitForMessage(rid, ({ text }) => text === 'welcome');
		expect(await rooms.members(rid)).to.have.members(['alice', 'carol', bobHere]);
		await waitFor({
			what: 'the room to be open for writing, as the new one on Matrix is',
			timeout: 60_000,
			look: async () => {
				const { room } = await carol.rest.get<{ room: { ro?: boolean } }>('/api/v1/rooms.info', {
					roomId: rid,
				});
				return !room.ro || undefined;
			},
		});

		await carol.react(before, ':thumbsup:');
		const reaction = await carol.waitForNotice(({ text }) => text.startsWith('Your reaction'));
		expect(reaction.text).to.match(/not\*\* delivered to Matrix\. .* before the room moved to a new one/);
		await alice.edit(rid, before, 'before the move');
		const edit = await alice.waitForNotice(({ text }) => text.startsWith('Your edit'));
		expect(edit.text).to.match(/The old room there does not let you change anything/);
		if (federated.software === 'dendrite') {
			return; // its answer does not say that the deletion is forbidden, so the app tries it for about five minutes
		}
		await alice.remove(rid, before);
		const deletion = await alice.waitForNotice(({ text }) => text.startsWith('The message was **not**'));
		expect(deletion.text).to.match(/before the room moved to a new one on Matrix/);
	});

	it('leaves nothing parked', async () => {
		expect(await federated.app.command(federated.app.admin, 'status')).not.to.match(/parked/);
	});
});
