import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { UserId } from '../../src/matrix/ids';
import type { Tier } from '../../src/plan/features';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { relayMessage } from '../../src/to-matrix/relay';
import { fakeApp } from '../support/fake-app';
import { fakeBridge, type Answers } from '../support/fake-bridge';
import { FakeHomeserver } from '../support/fake-homeserver';
import { planOn } from '../support/fake-plan';

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
	return {
		calls,
		bridge,
		homeserver,
		whenRecovered,
		write: async (text: string, sender = alice) => {
			for (const { id, username, type } of users) {
				if (type === 'bot' && !(await bridge.store.users.byRocketChatId(id as RocketChatUserId))) {
					const link = { matrixId: `@${username}` as UserId, rocketChatId: id as RocketChatUserId };
					await bridge.store.users.add(link);
				}
			}
			const message = { id: text, text, createdAt: new Date(), sender };
			written.push(message);
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
			/You may not use `\/federation dm`\. It needs one of these roles: user\.$/,
		);
	});

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
