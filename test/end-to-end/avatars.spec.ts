import { expect } from 'chai';
import type { MatrixPerson } from '../../sandbox/clients/matrix-client';
import { waitFor } from '../../sandbox/clients/waiting';
import type { WorkspaceMessage } from '../../sandbox/clients/workspace-message';
import type { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { DOMAIN, FederatedWorkspace, UNREACHABLE } from '../support/federated-workspace';
import { HoldingProxy } from '../support/holding-proxy';
import { WorkspaceRooms } from '../support/workspace-rooms';
import { blue, bomb, html, red, svg } from '../support/pictures';

/** What Rocket.Chat says as the date of the letters that stand for somebody without a picture. */
const LETTERS = 'Thu, 01 Jan 2015 00:00:00 GMT';

describe('avatars', () => {
	let proxy: HoldingProxy;
	let federated: FederatedWorkspace;
	let alice: WorkspacePerson;
	let bob: MatrixPerson;
	let rid: string;
	let roomId: string;
	let token: { userId: string; token: string };
	const noToken = { userId: '', token: '' };
	const ghost = `@rc_alice:${DOMAIN}`;

	before(async function () {
		this.timeout(600_000);
		proxy = await HoldingProxy.start();
		federated = await FederatedWorkspace.start();
		proxy.target = federated.homeserver.url;
		await federated.app.administration.setAppSettings(federated.app.appId, {
			homeserver_url: proxy.url,
		});
		await federated.app.ensureStarter();
		const { token: secret } = await federated.app.admin.rest.post<{ token: string }>(
			'/api/v1/users.generatePersonalAccessToken',
			{ tokenName: 'avatars' },
		);
		token = { userId: federated.app.admin.userId, token: secret };
		alice = await federated.app.person('alice');
		bob = await federated.matrixPerson('bob');
		({ rocketChatId: rid, matrixId: roomId } = await federated.directMessage(alice, bob));
	});
	after(async () => {
		await federated.stop();
		proxy.stop();
	});

	/** Lets the app look at once at everybody's avatar, as it does once a minute. */
	const lookAgain = (access = token) => federated.app.changeAccess(access);
	let said = 0;
	const aliceSays = async () => {
		const text = `from Alice ${++said}`;
		await alice.send(rid, text);
		await bob.waitForMessage(roomId, ({ body }) => body === text);
	};
	const bobSays = async (): Promise<WorkspaceMessage> => {
		const text = `from Bob ${++said}`;
		await bob.send(roomId, text);
		return alice.waitForMessage(rid, (message) => message.text === text);
	};
	const eventually = <Found>(what: string, look: () => Promise<Found | undefined>) =>
		waitFor({ what, timeout: 60_000, interval: 100, look });

	const setAvatar = async (bytes: Buffer, type = 'image/png') => {
		const form = new FormData();
		form.append('image', new Blob([new Uint8Array(bytes)], { type }), 'picture');
		const response = await alice.rest.fetch('/api/v1/users.setAvatar', { method: 'POST', body: form });
		expect(response.status).to.equal(200);
	};
	/** How often the app has uploaded a file, and has set the ghost's avatar. */
	const writes = () => ({
		uploads: proxy.requests.filter((each) => /^POST .*\/upload/.test(each)).length,
		changes: proxy.requests.filter((each) => /^PUT .*\/avatar_url/.test(each)).length,
	});
	const ghostAvatar = async () => {
		const { avatar_url: mxc = '' } = await bob.client.getProfileInfo(ghost);
		return mxc === '' ? undefined : mxc;
	};
	const download = async (mxc: string) => {
		const url = bob.client.mxcUrlToHttp(mxc, undefined, undefined, undefined, true, false, true) ?? '';
		const headers = { authorization: `Bearer ${String(bob.client.getAccessToken())}` };
		return Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
	};

	const uploadAsBob = async (bytes: Buffer, type = 'image/png') =>
		(await bob.client.uploadContent(new Blob([new Uint8Array(bytes)]), { type })).content_uri;
	const memberOfBob = () => bob.client.getStateEvent(roomId, 'm.room.member', bob.userId);
	/** Changes Bob's avatar. The homeserver tells the rooms of it after it has answered. */
	const setBobsAvatar = async (mxc: string) => {
		await bob.client.setAvatarUrl(mxc);
		await eventually(`the avatar ${mxc} in the room`, async () => {
			const { avatar_url: present = '' } = await memberOfBob();
			return present === mxc || undefined;
		});
	};
	/** What a person who is logged in sees as the avatar of Bob's bot user. */
	const avatarOfBob = async () => {
		const cookie = `rc_uid=${alice.userId}; rc_token=${alice.authToken}`;
		const response = await fetch(`${federated.app.url}/avatar/${bob.userId.slice(1)}`, {
			headers: { cookie },
		});
		const bytes = Buffer.from(await response.arrayBuffer());
		return response.headers.get('last-modified') === LETTERS ? undefined : bytes;
	};
	const bobIsShownAs = (bytes: Buffer | undefined) =>
		eventually('the avatar of the bot user', async () => {
			const shown = await avatarOfBob();
			const isShown = bytes ? shown?.equals(bytes) : shown === undefined;
			return isShown ? true : undefined;
		});
	const infoOfBob = async () =>
		(
			await alice.rest.get<{ user: Record<string, unknown> }>('/api/v1/users.info', {
				username: bob.userId.slice(1),
			})
		).user;

	describe('of local people', () => {
		it('stay unknown while the workspace shows them to nobody without a token, and nobody is harmed', async () => {
			await setAvatar(red);
			await lookAgain(noToken);
			await aliceSays();
			expect(await federated.app.command(federated.app.admin, 'status')).to.contain(
				'Avatars of local people do not reach Matrix',
			);
			expect([await ghostAvatar(), writes()]).to.deep.equal([undefined, { uploads: 0, changes: 0 }]);
		});

		it('are those of their ghosts, byte by byte', async () => {
			await lookAgain();
			await aliceSays();
			const mxc = await eventually('an avatar of the ghost', ghostAvatar);
			expect((await download(mxc)).equals(red)).to.equal(true);
			expect(writes()).to.deep.equal({ uploads: 1, changes: 1 });
		});

		it('are uploaded once, and again only when they change', async () => {
			await lookAgain();
			await aliceSays();
			await setAvatar(blue);
			const before = await ghostAvatar();
			await lookAgain();
			await aliceSays();
			const mxc = await eventually('another avatar', async () => {
				const present = await ghostAvatar();
				return present === before ? undefined : present;
			});
			expect((await download(mxc)).equals(blue)).to.equal(true);
			expect(writes()).to.deep.equal({ uploads: 2, changes: 2 });
		});

		it('are taken away when they are taken away', async () => {
			await alice.rest.post('/api/v1/users.resetAvatar', { userId: alice.userId });
			await lookAgain();
			await aliceSays();
			await eventually('no avatar', async () => ((await ghostAvatar()) ? undefined : true));
			expect(writes()).to.deep.equal({ uploads: 2, changes: 3 });
		});

		it('are left out if they are pages, drawings that run scripts, or too large to unpack', async () => {
			for (const bytes of [html, svg, bomb]) {
				await setAvatar(bytes);
				await lookAgain();
				await aliceSays();
			}
			await setAvatar(red);
			await lookAgain();
			await aliceSays();
			await eventually('an avatar of the ghost', ghostAvatar);
			expect(writes()).to.deep.equal({ uploads: 3, changes: 4 });
		});
	});

	describe('of external people', () => {
		it('are those of their bot users, byte by byte', async () => {
			await lookAgain();
			await setBobsAvatar(await uploadAsBob(red));
			await bobIsShownAs(red);
			expect((await bobSays()).raw).not.to.have.property('avatar');
		});

		it('are written once, and again only when they change', async () => {
			const { avatarETag: before } = await infoOfBob();
			await bob.client.setDisplayName('Bobby');
			await eventually(
				'the name in the room',
				async () => (await memberOfBob()).displayname === 'Bobby' || undefined,
			);
			await lookAgain();
			expect((await bobSays()).raw.alias).to.equal('Bobby');
			expect((await infoOfBob()).avatarETag).to.equal(before);
			await setBobsAvatar(await uploadAsBob(blue));
			await bobIsShownAs(blue);
			expect((await infoOfBob()).avatarETag).not.to.equal(before);
		});

		it('for one room only change nothing', async () => {
			await bob.client.sendStateEvent(
				roomId,
				'm.room.member' as never,
				{ membership: 'join', avatar_url: await uploadAsBob(red) } as never,
				bob.userId,
			);
			await bobSays();
			await bobSays();
			expect((await avatarOfBob())?.equals(blue)).to.equal(true);
		});

		it('are taken away when they are taken away', async () => {
			await setBobsAvatar('');
			await bobIsShownAs(undefined);
		});

		it('are shown with each message while there is no token, by a link that names no homeserver', async () => {
			await lookAgain(noToken);
			await setBobsAvatar(await uploadAsBob(red));
			const link = await eventually('an avatar of a message', async () => {
				const { avatar } = (await bobSays()).raw;
				return typeof avatar === 'string' ? avatar : undefined;
			});
			expect(link.startsWith(federated.app.publicApi)).to.equal(true);
			expect(link).not.to.contain(proxy.url);
			const picture = await fetch(link);
			expect(picture.headers.get('content-type')).to.equal('image/png');
			expect(Buffer.from(await picture.arrayBuffer()).equals(red)).to.equal(true);
		});

		for (const [what, access] of [
			['wrong', () => ({ ...token, token: 'mistyped' })],
			[
				'that of somebody who may not set avatars',
				() => ({ userId: alice.userId, token: alice.authToken }),
			],
		] as const) {
			it(`are shown with each message if the token is ${what}, and the status says so`, async () => {
				await lookAgain(access());
				expect((await bobSays()).raw.avatar).to.be.a('string');
				await eventually('a line of the status', async () => {
					await bobSays();
					const status = await federated.app.command(federated.app.admin, 'status');
					return (
						status.includes('Avatars of people from Matrix are shown with each message') ||
						undefined
					);
				});
				expect((await bobSays()).raw.avatar).to.be.a('string');
			});
		}

		it('become those of the bot users once there is a token', async () => {
			await lookAgain();
			await bobSays();
			await bobIsShownAs(red);
			expect((await bobSays()).raw).not.to.have.property('avatar');
		});

		it('are left out if they are no pictures, too large to unpack, gone, or elsewhere', async () => {
			const bad = [
				await uploadAsBob(html, 'image/png'),
				await uploadAsBob(svg, 'image/svg+xml'),
				await uploadAsBob(bomb),
				`mxc://${DOMAIN}/gone`,
			];
			for (const mxc of bad) {
				await setBobsAvatar(mxc);
				await bobIsShownAs(undefined);
				expect((await bobSays()).raw).not.to.have.property('avatar');
				await setBobsAvatar(await uploadAsBob(red));
				await bobIsShownAs(red);
			}
			await setBobsAvatar(`mxc://${UNREACHABLE}/picture`);
			await bobSays();
			await setBobsAvatar(await uploadAsBob(blue));
			await bobIsShownAs(blue);
		});
	});

	describe('of federated rooms', () => {
		let teamId: string;
		let team: string;

		before(async () => {
			await lookAgain();
			await federated.app.command(alice, `create Team ${bob.userId}`);
			const invitation = await bob.waitForInvitation();
			team = invitation.roomId;
			await bob.join(team);
			teamId = (await new WorkspaceRooms(alice).waitFor('team'))._id;
			await eventually('the name of the Matrix room', () => stateOf('m.room.name'));
			// Who made the room may let Bob change it.
			const levels = (await stateOf('m.room.power_levels')) ?? {};
			expect(levels).to.have.property('users');
			await alice.rest.post('/api/v1/groups.addModerator', {
				roomId: teamId,
				userId: (await infoOfBob())._id,
			});
			await eventually('power for Bob', async () => {
				const { users } = ((await stateOf('m.room.power_levels')) ?? {}) as {
					users?: Record<string, number>;
				};
				return users?.[bob.userId] === 50 || undefined;
			});
		});

		const stateOf = (type: string): Promise<Record<string, unknown> | undefined> =>
			bob.client.getStateEvent(team, type, '').catch(() => undefined);
		const avatarThere = async () => {
			const { url } = (await stateOf('m.room.avatar')) ?? {};
			return typeof url === 'string' ? url : undefined;
		};
		const avatarHere = async () => {
			const cookie = `rc_uid=${alice.userId}; rc_token=${alice.authToken}`;
			const response = await fetch(`${federated.app.url}/avatar/room/${teamId}`, {
				headers: { cookie },
			});
			const bytes = Buffer.from(await response.arrayBuffer());
			return response.headers.get('last-modified') === LETTERS ? undefined : bytes;
		};
		const save = (roomAvatar: string) =>
			alice.rest.post('/api/v1/rooms.saveRoomSettings', { rid: teamId, roomAvatar });
		const uriOf = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`;
		const sent = () =>
			proxy.requests.filter((each) => /^PUT .*\/state\/m\.room\.avatar/.test(each)).length;
		const lineSaying = (text: string) =>
			alice.waitForMessage(teamId, (message) => message.text.includes(text));

		it('go to Matrix, byte by byte, and are taken away there', async () => {
			await save(uriOf(red));
			const mxc = await eventually('an avatar there', avatarThere);
			expect((await download(mxc)).equals(red)).to.equal(true);
			await save('');
			await eventually('no avatar there', async () => ((await avatarThere()) ? undefined : true));
			expect(sent()).to.equal(2);
		});

		it('that cannot be shown on Matrix stay here, and whoever set one reads so', async () => {
			await save(uriOf(html));
			await alice.waitForNotice(({ text }) => text.includes('cannot be shown on Matrix'));
			expect([sent(), await avatarThere()]).to.deep.equal([2, undefined]);
		});

		it('come from Matrix, byte by byte, once, and are taken away here', async () => {
			const { uploads } = writes();
			await bob.client.sendStateEvent(
				team,
				'm.room.avatar' as never,
				{ url: await uploadAsBob(blue) } as never,
				'',
			);
			await lineSaying('changed the avatar of this room');
			await eventually('the avatar here', async () =>
				(await avatarHere())?.equals(blue) ? true : undefined,
			);
			await bob.client.sendStateEvent(team, 'm.room.avatar' as never, {} as never, '');
			await lineSaying('removed the avatar of this room');
			await eventually('no avatar here', async () => ((await avatarHere()) ? undefined : true));
			expect([sent(), writes().uploads]).to.deep.equal([2, uploads]);
		});
	});
});
