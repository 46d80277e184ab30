import { expect } from 'chai';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { sendTyping } from '../../../src/to-matrix/signs/typing';
import { configuration, fakeBridge, type Answers } from '../../support/fake-bridge';

const room = { matrixId: '!room:example.org' as RoomId, rocketChatId: 'rid' as RocketChatRoomId };
const ghost = '@rc_alice:example.org' as UserId;

describe('sendTyping', () => {
	async function requestsFor(
		name: string,
		isTyping: boolean,
		more: { answers?: Answers; showsRealNames?: boolean; isGone?: boolean; syncTyping?: boolean } = {},
	) {
		const members = [
			{ id: 'alice', username: 'alice', name: 'Alice', type: 'user' },
			{ id: 'sam1', username: 'sam1', name: 'Sam', type: 'user' },
			{ id: 'sam2', username: 'sam2', name: 'Sam', type: 'user' },
			{ id: 'bot-bob', username: 'bob:far.example', name: 'Bob', type: 'bot' },
			{ id: 'new', username: 'new', name: 'New', type: 'user' },
		];
		const { bridge, calls } = fakeBridge({
			'people.byUsername': (username: string) => members.find((member) => member.username === username),
			'rooms.members': () => members,
			'homeserver.setTyping': () => undefined,
			...more.answers,
		});
		const { showsRealNames = false, isGone = false, syncTyping = true } = more;
		await bridge.store.rooms.add({ ...room, isGone });
		await bridge.store.users.add({ matrixId: ghost, rocketChatId: 'alice' as RocketChatUserId });
		await bridge.store.users.add({
			matrixId: '@bob:far.example' as UserId,
			rocketChatId: 'bot-bob' as RocketChatUserId,
		});
		const given = {
			...bridge,
			configuration: { ...configuration, syncTyping },
			workspace: { ...bridge.workspace, showsRealNames },
		};
		await sendTyping(given, { roomId: room.rocketChatId, name, isTyping });
		return calls.filter(([method]) => method === 'homeserver.setTyping');
	}

	it('tells the homeserver as the ghost, for 20 s', async () => {
		expect(await requestsFor('alice', true)).to.deep.equal([
			['homeserver.setTyping', ghost, room.matrixId, 20_000],
		]);
	});

	it('tells it when the person stops', async () => {
		expect(await requestsFor('alice', false)).to.deep.equal([
			['homeserver.setTyping', ghost, room.matrixId, undefined],
		]);
	});

	it('finds a person by the name where the workspace shows names, and nobody if two have it', async () => {
		expect(await requestsFor('Alice', true, { showsRealNames: true })).to.have.length(1);
		expect(await requestsFor('Sam', true, { showsRealNames: true })).to.deep.equal([]);
	});

	const silent: readonly [what: string, name: string, more?: Parameters<typeof requestsFor>[2]][] = [
		['a bot user, who types on Matrix', 'bob:far.example'],
		['a person without a ghost', 'new'],
		['a name that nobody has', 'nobody'],
		['a room whose Matrix room is gone', 'alice', { isGone: true }],
		['anybody while the setting is off', 'alice', { syncTyping: false }],
	];
	for (const [what, name, more] of silent) {
		it(`sends nothing for ${what}`, async () => {
			expect(await requestsFor(name, true, more)).to.deep.equal([]);
		});
	}

	it('is silent about a ghost that is not in the room', async () => {
		const forbidden = () => {
			throw new HomeserverError('M_FORBIDDEN', 403, 'not in room');
		};
		expect(
			await requestsFor('alice', true, { answers: { 'homeserver.setTyping': forbidden } }),
		).to.have.length(1);
	});
});
