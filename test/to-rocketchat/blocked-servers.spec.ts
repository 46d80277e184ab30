import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import type { ConfiguredBridge } from '../../src/configured-bridge';
import { serverListFrom } from '../../src/matrix/server-list';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { relayMessage } from '../../src/to-matrix/relay';
import { BlockedServers } from '../../src/to-rocketchat/blocked-servers';
import { receiveInvitation } from '../../src/to-rocketchat/invitations/receive';
import { fakeApp } from '../support/fake-app';
import { configuration, type Answers } from '../support/fake-bridge';
import { FakeHomeserver } from '../support/fake-homeserver';
import { invitation, invitedWorkspace } from '../support/invited-workspace';
import { alice, bob, linkedRoom, roomId } from '../support/matrix-room';
import { changeLink } from '../support/change-link';

const account = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true };
const botBob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot' };
const botEve = { id: 'bot-eve', username: 'eve:bad.example', type: 'bot' };
const eve = '@eve:bad.example';

async function setUp(members: readonly object[], more: Answers = {}) {
	const homeserver = new FakeHomeserver();
	const { bridge, calls } = await linkedRoom({
		...homeserver.answers,
		'messages.tell': () => undefined,
		'messages.tellRoom': () => undefined,
		'rooms.members': () => members,
		...more,
	});
	await bridge.store.users.add({ matrixId: eve as never, rocketChatId: 'bot-eve' as RocketChatUserId });
	const progress = {
		roomId: 'rid' as RocketChatRoomId,
		matrixRoomId: roomId,
		from: 0,
		checkedTo: Date.now(),
	};
	await bridge.store.progress.save(progress);
	let current: ConfiguredBridge = bridge;
	let blockedServers = new BlockedServers();
	let written = 0;
	return {
		homeserver,
		room: () => bridge.store.rooms.byMatrixId(roomId),
		block: async (blocked: string) => {
			current = { ...bridge, servers: serverListFrom('', blocked, configuration.domain) };
			await blockedServers.update(current);
		},
		/** The same lists after a start of the app. */
		restart: async () => {
			blockedServers = new BlockedServers();
			await blockedServers.update(current);
		},
		write: () =>
			relayMessage(fakeApp(current).app, {
				...{ id: `mid${++written}`, text: 'hello', createdAt: new Date(), sender: account },
				room: { id: 'rid', customFields: { federation: { roomId } } },
			} as unknown as IMessage),
		rename: (alias: string) => changeLink(bridge.store.users, bob, { alias }),
		aliases: () =>
			calls
				.filter(([method]) => method === 'messages.post')
				.map(([, post]) => (post as { alias?: string }).alias),
		posted: () =>
			calls
				.filter(([method]) => method === 'messages.post')
				.map(([, post]) => post as { senderId: string; text: string })
				.map(({ senderId, text }) => `${senderId}: ${text.replace(/_.*_ /, '')}`),
		told: () => calls.filter(([method]) => method === 'messages.tell').map(([, , , text]) => text),
		toldRoom: () => calls.filter(([method]) => method === 'messages.tellRoom').length,
		looked: () => calls.filter(([method]) => method === 'rooms.members').length,
	};
}

const nothingSent = 'bot-bob: Messages from here are not sent there, and messages from Matrix are not shown.';

describe('a change of the lists of servers', () => {
	it('stops what is written to a person whose server is blocked, and says so once', async () => {
		const { block, restart, write, homeserver, posted, told } = await setUp([account, botBob]);
		await block('far.example');
		await restart();
		await write();
		expect(homeserver.events).to.deep.equal([]);
		expect(posted()).to.deep.equal([nothingSent]);
		expect(told()).to.deep.equal([
			'Your message was **not** delivered to Matrix. This workspace does not federate with `far.example`: an administrator has decided that. Ask them if you need it.',
		]);
	});

	it('lets messages go on when the server is allowed again, and says that once', async () => {
		const { block, write, homeserver, posted } = await setUp([account, botBob]);
		await block('far.example');
		await block('');
		await block('');
		await write();
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(posted()).to.deep.equal([
			nothingSent,
			'bot-bob: What was written in the meantime is not delivered.',
		]);
	});

	it('goes on sending while one external person is on an allowed server, and says who is not heard', async () => {
		const { block, write, homeserver, posted } = await setUp([account, botBob, botEve]);
		await block('bad.example');
		await write();
		expect(homeserver.readable()).to.deep.equal(['hello']);
		expect(posted()).to.deep.equal([
			'bot-eve: Messages of `@eve:bad.example` on Matrix are not shown here. While they are in the conversation on Matrix, they can still read what you write.',
		]);
	});

	it('is said under the changed name of the person', async () => {
		const { block, rename, aliases } = await setUp([account, botBob]);
		await block('far.example');
		await rename('Bobby');
		await block('');
		expect(aliases()).to.deep.equal([undefined, 'Bobby']);
	});

	it('says one thing for each change', async () => {
		const { block, posted } = await setUp([account, botBob, botEve]);
		await block('bad.example');
		await block('*.example');
		await block('*.example\nother.example');
		expect(posted().slice(1)).to.deep.equal([nothingSent]);
	});

	it('looks at no room if the lists are the same as before the start', async () => {
		const { block, restart, looked } = await setUp([account, botBob]);
		await block('other.example');
		const before = looked();
		await restart();
		expect(looked()).to.equal(before);
	});

	it('is told by a notice if Rocket.Chat does not accept the line', async () => {
		const refuse = () => {
			throw new Error("You can't send messages because the room is readonly.");
		};
		const { block, toldRoom } = await setUp([account, botBob], { 'messages.post': refuse });
		await block('far.example');
		expect(toldRoom()).to.equal(1);
	});

	it('is completed later if the workspace could not be used', async () => {
		let isAway = true;
		const { block, restart, room, posted } = await setUp([account, botBob], {
			'rooms.byId': () => {
				if (isAway) {
					throw new Error('the host is away');
				}
				return { id: 'rid', customFields: { federation: { roomId } } };
			},
		});
		await block('far.example');
		expect((await room())?.blocked).to.equal(undefined);
		isAway = false;
		await restart();
		expect((await room())?.blocked?.isEverybody).to.equal(true);
		expect(posted()).to.deep.equal([nothingSent]);
	});
});

describe('an invitation from a blocked server', () => {
	const blocking = (bridge: ConfiguredBridge): ConfiguredBridge => ({
		...bridge,
		servers: serverListFrom('', 'far.example', configuration.domain),
	});
	const reason =
		'This person uses Rocket.Chat, and an administrator there does not allow messages from your server.';

	for (const policy of ['ask', 'accept'] as const) {
		it(`is declined and never shown, with invite_policy ${policy}`, async () => {
			const workspace = await invitedWorkspace({}, policy);
			await receiveInvitation(blocking(workspace.bridge), invitation(), alice);
			expect(workspace.done()).to.deep.equal([['homeserver.leave', alice, roomId, reason]]);
			expect(workspace.shown()).to.deep.equal([]);
		});
	}

	it('is declined when its server is blocked while the card waits, and the card loses its buttons', async () => {
		const workspace = await invitedWorkspace({}, 'ask');
		await receiveInvitation(workspace.bridge, invitation(), alice);
		expect(workspace.shown()[0]?.buttons).to.have.length(2);
		await new BlockedServers().update(blocking(workspace.bridge));
		expect(workspace.done()).to.deep.include(['homeserver.leave', alice, roomId, reason]);
		expect(workspace.shown()[0]?.buttons).to.deep.equal([]);
		const said = reason.replace('Rocket.Chat', 'Rocket.\u2060Chat');
		expect(workspace.shown()[0]?.lines[1]).to.equal(
			`✗ You are not in the room, because this workspace cannot use it. The other side was told: “${said}”`,
		);
	});
});
