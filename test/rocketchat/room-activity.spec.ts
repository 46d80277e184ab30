import { expect } from 'chai';
import { FederationError } from '../../src/errors';
import type { RocketChatRoomId } from '../../src/rocketchat/ids';
import { NO_ANSWER, RealtimeRefusal, type RealtimeListener } from '../../src/rocketchat/realtime-connection';
import type { WorkspaceAccess } from '../../src/rocketchat/rest';
import { RoomActivity } from '../../src/rocketchat/room-activity';
import { mockTimers, settled } from '../support/mock-timers';

const access: WorkspaceAccess = { siteUrl: 'http://workspace.test', userId: 'u', token: 't' };

describe('room activity', () => {
	const time = mockTimers();
	let given: WorkspaceAccess | undefined;
	let rooms: RocketChatRoomId[];
	let forbidden: Set<string>;
	let isAway: boolean;
	let isMute: boolean;
	let opened: RealtimeListener[];
	let subscribed: string[];
	let typed: string[];
	let activity: RoomActivity;

	beforeEach(() => {
		[given, isAway, opened, subscribed, typed] = [access, false, [], [], []];
		isMute = false;
		[rooms, forbidden] = [['a', 'b'] as RocketChatRoomId[], new Set()];
		activity = new RoomActivity({
			access: async () => given,
			rooms: async () => rooms,
			onTyping: (roomId, name, isTyping) => typed.push(`${roomId} ${name} ${String(isTyping)}`),
			open: async (_access, listener) => {
				if (isAway) {
					throw new FederationError('workspace-unreachable', { url: '' });
				}
				opened.push(listener);
				return {
					close: () => listener.onClose(),
					subscribe: async (_stream, eventName) => {
						subscribed.push(eventName);
						const refusal = isMute
							? NO_ANSWER
							: forbidden.has(eventName)
								? 'not-allowed'
								: undefined;
						if (refusal) {
							throw new RealtimeRefusal(refusal);
						}
					},
				};
			},
		});
	});

	const start = async () => {
		activity.start();
		await settled();
	};
	const subscribedSince = () => subscribed.splice(0);

	it('is heard in every room, and told with room and name', async () => {
		await start();
		expect(subscribedSince()).to.deep.equal(['a/user-activity', 'b/user-activity']);
		opened[0]?.onEvent('a/user-activity', ['alice', ['user-typing'], {}]);
		opened[0]?.onEvent('a/user-activity', ['alice', []]);
		opened[0]?.onEvent('a/deleteMessage', ['alice', ['user-typing']]);
		opened[0]?.onEvent('a/user-activity', [7, 'user-typing']);
		expect(typed).to.deep.equal(['a alice true', 'a alice false']);
		expect(activity.state).to.deep.equal({ kind: 'listening', heard: 2, refused: 0 });
	});

	it('is not heard without a login', async () => {
		given = undefined;
		await start();
		expect([opened.length, activity.state]).to.deep.equal([0, { kind: 'off' }]);
	});

	it('is heard as soon as a login is entered, and no more when it is taken away', async () => {
		given = undefined;
		await start();
		given = access;
		activity.lookSoon();
		await settled();
		expect(activity.state.kind).to.equal('listening');
		given = undefined;
		activity.lookSoon();
		await settled();
		expect(activity.state).to.deep.equal({ kind: 'off' });
	});

	it('counts the rooms that the user may not see, and tries them again after ten minutes', async () => {
		forbidden.add('b/user-activity');
		await start();
		subscribedSince();
		expect(activity.state).to.deep.equal({ kind: 'listening', heard: 1, refused: 1 });
		for (let look = 0; look < 19; look += 1) {
			await time.pass(30_000);
		}
		expect(subscribedSince()).to.deep.equal([]);
		await time.pass(30_000);
		expect(subscribedSince()).to.deep.equal(['b/user-activity']);
	});

	it('subscribes at most 40 rooms in 40 s, which Rocket.Chat allows', async () => {
		rooms = Array.from({ length: 100 }, (_, index) => `room${index}` as RocketChatRoomId);
		await start();
		const counts: number[] = [];
		for (let step = 0; step < 600; step += 1) {
			counts.push(subscribed.length);
			await time.pass(200);
		}
		const in40Seconds = counts.map((count, step) => (counts[step + 200] ?? 100) - count);
		expect(Math.max(...in40Seconds, counts[200] ?? 0)).to.be.at.most(40);
		expect(subscribed).to.have.length(100);
	});

	it('is heard at once in a room in which somebody writes', async () => {
		await start();
		subscribedSince();
		activity.hear('new' as RocketChatRoomId);
		activity.hear('a' as RocketChatRoomId);
		await settled();
		expect(subscribedSince()).to.deep.equal(['new/user-activity']);
	});

	it('is heard again after the connection ended', async () => {
		await start();
		subscribedSince();
		opened[0]?.onClose();
		await time.pass(1_000);
		expect([opened.length, subscribedSince()]).to.deep.equal([2, ['a/user-activity', 'b/user-activity']]);
	});

	it('connects again if a subscription gets no answer', async () => {
		isMute = true;
		await start();
		isMute = false;
		await time.pass(1_000);
		expect(activity.state).to.deep.equal({ kind: 'listening', heard: 2, refused: 0 });
		expect(opened).to.have.length(2);
	});

	it('pauses longer and longer while the workspace cannot be reached', async () => {
		isAway = true;
		await start();
		expect(activity.state.kind).to.equal('failing');
		let attempts = 0;
		const counted = new RoomActivity({
			access: async () => {
				attempts += 1;
				return access;
			},
			rooms: async () => [],
			onTyping: () => undefined,
			open: async () => {
				throw new FederationError('workspace-unreachable', { url: '' });
			},
		});
		counted.start();
		for (let second = 0; second < 600; second += 1) {
			await time.pass(1_000);
		}
		expect(attempts).to.be.within(8, 12);
		isAway = false;
		for (let second = 0; second < 600; second += 1) {
			await time.pass(1_000);
		}
		expect(activity.state.kind).to.equal('listening');
	});
});
