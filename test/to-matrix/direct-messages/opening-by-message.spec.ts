import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { Tier } from '../../../src/plan/features';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { relayMessage } from '../../../src/to-matrix/relay';
import { MissedRooms } from '../../../src/to-matrix/recovery/missed-rooms';
import { fakeApp } from '../../support/fake-app';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { FakeHomeserver } from '../../support/fake-homeserver';
import { planOn } from '../../support/fake-plan';

const alice = { id: 'uid-alice', username: 'alice', type: 'user', isEnabled: true, roles: ['user'] };
const carol = { id: 'uid-carol', username: 'carol', type: 'user', isEnabled: true, roles: [] };
const bob = { id: 'bot-bob', username: 'bob:far.example', type: 'bot', isEnabled: true };
const dan = { id: 'bot-dan', username: 'dan:far.example', type: 'bot', isEnabled: true };
const users = [alice, carol, bob, dan];

/** A direct message that somebody opened with a click. */
function clicked(members: readonly (typeof users)[number][], tier: Tier = 'community', more: Answers = {}) {
	const homeserver = new FakeHomeserver();
	const room: Record<string, unknown> = {
		...{ id: 'rid', type: 'd', createdAt: new Date() },
		userIds: members.map(({ id }) => id),
	};
	const written: { id: string; text: string; createdAt: Date; sender: typeof alice }[] = [];
	const { bridge, calls } = fakeBridge(
		{
			...homeserver.answers,
			'homeserver.profile': () => ({}),
			'homeserver.createRoom': () => '!room:example.org',
			'homeserver.state': () => [],
			'homeserver.join': () => undefined,
			'homeserver.latest': () => [],
			'people.byId': (id: string) => users.find((user) => user.id === id),
			'rooms.byId': () => room,
			'rooms.members': () => members,
			'people.roomIdsOf': () => ['rid'],
			'rooms.mark': (_id: string, roomId: string) =>
				void (room.customFields = { federation: { roomId } }),
			'messages.byId': (id: string) => {
				const found = written.find((message) => message.id === id);
				return found && { ...found, room };
			},
			'messages.listSince': () =>
				written.map(({ id, createdAt, sender }) => ({
					...{ id, senderId: sender.id, createdAt: createdAt.getTime(), editedAt: undefined },
				})),
			'messages.tell': () => undefined,
			...more,
		},
		planOn(tier),
	);
	const { app, whenRecovered } = fakeApp(bridge);
	const linkBotUsers = async () => {
		for (const { id, username, type } of users) {
			if (type === 'bot' && !(await bridge.store.users.byRocketChatId(id as RocketChatUserId))) {
				const link = { matrixId: `@${username}` as UserId, rocketChatId: id as RocketChatUserId };
				await bridge.store.users.add(link);
			}
		}
	};
	const addMessage = (text: string, sender: typeof alice) => {
		const message = { id: text, text, createdAt: new Date(), sender };
		written.push(message);
		return message;
	};
	return {
		room,
		addMessage,
		/** The app starts again. Another direct message with the same people is federated. */
		restart: async () => {
			await linkBotUsers();
			const listed = {
				roomId: 'other' as RocketChatRoomId,
				matrixRoomId: '!other:example.org' as RoomId,
			};
			await bridge.store.progress.save({ ...listed, from: 0, checkedTo: Date.now() });
			await new MissedRooms().update(await app.requireBridge());
			await whenRecovered();
		},
		calls,
		bridge,
		homeserver,
		whenRecovered,
		write: async (text: string, sender = alice) => {
			await linkBotUsers();
			const message = addMessage(text, sender);
			await relayMessage(app, { ...message, room: { ...room } } as unknown as IMessage);
		},
		invited: () =>
			calls
				.filter(([method]) => method === 'homeserver.createRoom')
				.map(([, , options]) => (options as { invite: unknown }).invite),
		told: () => calls.filter(([method]) => method === 'messages.tell').map(([, , , text]) => text),
	};
}

describe('a direct message without a Matrix room', () => {
	it('gets one with its first message, once, and everything in it is sent', async () => {
		const { write, whenRecovered, invited, homeserver, told } = clicked([alice, bob]);
		await Promise.all([write('one'), write('two')]);
		await whenRecovered();
		expect(invited()).to.deep.equal([['@bob:far.example']]);
		expect(homeserver.readable()).to.deep.equal(['one', 'two']);
		expect(told()).to.deep.equal([]);
	});

	it('of several gets one if the plan includes it; else the writer reads the reason, and nobody is invited', async () => {
		const starter = clicked([alice, bob, carol, dan], 'starter');
		await starter.write('one');
		await starter.whenRecovered();
		expect(starter.invited()).to.deep.equal([
			['@bob:far.example', '@dan:far.example', '@rc_carol:example.org'],
		]);
		const community = clicked([alice, bob, carol, dan]);
		await community.write('one');
		await community.whenRecovered();
		expect(community.invited()).to.deep.equal([]);
		expect(community.told()).to.deep.equal([
			'Your message was **not** delivered to Matrix. Federated channels and direct messages of several people need the Starter plan or higher; this workspace has Community. Nothing was changed.',
		]);
	});

	it('gets none from somebody who may not use the command', async () => {
		const { write, whenRecovered, invited, told } = clicked([carol, bob] as never);
		await write('one', carol);
		await whenRecovered();
		expect(invited()).to.deep.equal([]);
		expect(told()[0]).to.match(
			/You may not use `\/federation dm`\. It needs one of these roles: user\. An administrator can give you one\.$/,
		);
	});

	const none: readonly [what: string, change: object, sender: typeof alice][] = [
		['that is open already', { customFields: { federation: { roomId: '!open:example.org' } } }, alice],
		['in which a bot writes', {}, { ...bob, roles: [] }],
		['that is a channel', { type: 'c' }, alice],
	];
	for (const [what, change, sender] of none) {
		it(`gets none ${what}`, async () => {
			const { write, room, bridge, invited, whenRecovered } = clicked([alice, bob, dan]);
			Object.assign(room, change);
			await write('one', sender);
			expect(await bridge.store.openings.all()).to.deep.equal([]);
			await whenRecovered();
			expect(invited()).to.deep.equal([]);
		});
	}

	it('stays pending over a failure of the homeserver, also in the next process', async () => {
		const { write, bridge } = clicked([alice, bob], 'community', {
			'homeserver.profile': () => {
				throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
			},
		});
		await write('one');
		expect(await bridge.store.openings.all()).to.have.length(1);
	});

	it('of colleagues is looked at once', async () => {
		const { write, calls } = clicked([alice, carol]);
		await write('one');
		const before = calls.length;
		await write('two');
		expect(calls.slice(before)).to.deep.equal([]);
	});
});

describe('a direct message without a Matrix room, in which somebody wrote while the app did not run', () => {
	it('gets one at the start of the app, and everything in it is sent', async () => {
		const { room, addMessage, restart, invited, homeserver, told } = clicked([alice, bob]);
		room.lastModifiedAt = new Date();
		addMessage('one', alice);
		addMessage('two', alice);
		await restart();
		expect(invited()).to.deep.equal([['@bob:far.example']]);
		expect(homeserver.readable()).to.deep.equal(['one', 'two']);
		expect(told()).to.deep.equal([]);
	});

	it('is refused with the reason, told once', async () => {
		const { room, addMessage, restart, invited, told } = clicked([carol, bob] as never);
		room.lastModifiedAt = new Date();
		addMessage('one', carol);
		await restart();
		expect(invited()).to.deep.equal([]);
		expect(told()).to.have.length(1);
	});

	it('is looked for once after a start, and not read if nothing was written lately', async () => {
		const { room, calls, bridge } = clicked([alice, bob]);
		room.lastModifiedAt = new Date(0);
		const link = { matrixId: '@bob:far.example' as UserId, rocketChatId: bob.id as RocketChatUserId };
		await bridge.store.users.add(link);
		const listed = { roomId: 'other' as RocketChatRoomId, matrixRoomId: '!other:example.org' as RoomId };
		await bridge.store.progress.save({ ...listed, from: 0, checkedTo: Date.now() });
		const unopened = new MissedRooms();
		const started = { ...bridge, startedAt: Date.now() };
		await unopened.update(started);
		await unopened.update(started);
		expect(calls.map(([method]) => method)).to.deep.equal([
			'rooms.members',
			'rooms.byId',
			'people.roomIdsOf',
			'rooms.byId',
		]);
	});

	const others: readonly [
		what: string,
		change: (clickedRoom: ReturnType<typeof clicked>) => Promise<void>,
	][] = [
		['is no direct message', async ({ room }) => void (room.type = 'p')],
		['was open before', async ({ bridge }) => linkMessage(bridge)],
	];
	for (const [what, change] of others) {
		it(`gets none if it ${what}`, async () => {
			const there = clicked([alice, bob]);
			there.room.lastModifiedAt = new Date();
			there.addMessage('one', alice);
			await change(there);
			await there.restart();
			expect(there.invited()).to.deep.equal([]);
		});
	}

	it('gets none if only an external person wrote', async () => {
		const { room, addMessage, restart, invited } = clicked([alice, bob]);
		room.lastModifiedAt = new Date();
		addMessage('one', bob as never);
		await restart();
		expect(invited()).to.deep.equal([]);
	});

	async function linkMessage({ store }: ReturnType<typeof clicked>['bridge']): Promise<void> {
		const link = { matrixId: '$one' as EventId, rocketChatId: 'one' as RocketChatMessageId, part: 0 };
		await store.messages.add({ ...link, roomId: '!gone:example.org' as RoomId });
	}
});
