import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import { serverListFrom } from '../../../src/matrix/server-list';
import { relinkMarkedRoom, relinkRoomOfEvent } from '../../../src/to-rocketchat/rooms/relink-room';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { fakeBridge, type Answers } from '../../support/fake-bridge';

const rid = 'rid' as RocketChatRoomId;
const roomId = '!room:example.org' as RoomId;
const bob = '@bob:far.example' as UserId;
const alice = { id: 'uid-alice', username: 'alice', type: 'user', name: 'Alice' };
const botUser = { id: 'uid-bob', username: 'bob:far.example', type: 'bot', name: 'Bob' };
const member = (userId: string, membership: string) => ({
	type: 'm.room.member',
	state_key: userId,
	content: { membership },
});
const both = [member('@rc_alice:example.org', 'join'), member(bob, 'join')];
const direct = { id: rid, type: 'd', customFields: { federation: { roomId } } };

function reinstalled({
	room = direct,
	members = [alice, botUser],
	state = both,
}: {
	readonly room?: object;
	readonly members?: readonly object[];
	readonly state?: readonly object[] | Error;
} = {}) {
	const answers: Answers = {
		'rooms.byId': () => room,
		'rooms.members': () => members,
		'people.byUsername': (name: string) => (name === botUser.username ? botUser : undefined),
		'people.roomIdsOf': () => ['another', rid],
		'people.ensureBotUserNamed': () => botUser.id,
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
		'homeserver.state': () => {
			if (state instanceof Error) {
				throw state;
			}
			return state;
		},
	};
	return fakeBridge(answers);
}
const linkIn = async ({ store }: ReturnType<typeof fakeBridge>['bridge']) => {
	const link = await store.rooms.byMatrixId(roomId);
	return link && { rocketChatId: link.rocketChatId, departed: link.departed };
};

describe('a marked direct message without a link, after the app was installed again', () => {
	it('is linked if the Matrix room has the same members, and its people with it', async () => {
		const { bridge } = reinstalled();
		expect(await relinkMarkedRoom(bridge, rid)).to.equal(true);
		expect(await linkIn(bridge)).to.deep.equal({ rocketChatId: rid, departed: undefined });
		expect((await bridge.store.users.byMatrixId(bob))?.rocketChatId).to.equal(botUser.id);
		expect((await bridge.store.progress.of(rid))?.matrixRoomId).to.equal(roomId);
	});

	it('is found by an event of its Matrix room', async () => {
		const { bridge } = reinstalled();
		await relinkRoomOfEvent(bridge, { roomId, sender: bob });
		expect(await linkIn(bridge)).to.deep.equal({ rocketChatId: rid, departed: undefined });
	});

	it('waits for a join that gives the room its link, and leaves the link as it is', async () => {
		const { bridge, calls } = reinstalled();
		let finish: () => void = () => undefined;
		const joined = new Promise<void>((resolve) => (finish = resolve));
		const joining = bridge.queues.run(`matrix ${roomId}`, 0, async () => {
			await joined;
			await bridge.store.rooms.claim({ matrixId: roomId, rocketChatId: rid, kind: 'room' });
		});
		const relinked = relinkMarkedRoom(bridge, rid);
		finish();
		await joining;
		expect(await relinked).to.equal(true);
		expect(calls.map(([method]) => method)).to.deep.equal(['rooms.byId']);
	});

	it('remembers who has left meanwhile', async () => {
		const carol = { id: 'uid-carol', username: 'carol:far.example', type: 'bot', name: 'Carol' };
		const { bridge } = reinstalled({
			members: [alice, botUser, carol],
			state: [...both, member('@carol:far.example', 'leave')],
		});
		expect(await relinkMarkedRoom(bridge, rid)).to.equal(true);
		expect((await linkIn(bridge))?.departed).to.deep.equal(['@carol:far.example']);
	});

	it('remembers whose servers are blocked, so that nothing is sent to them', async () => {
		const { bridge } = reinstalled();
		const servers = serverListFrom('', 'far.example', bridge.configuration.domain);
		expect(await relinkMarkedRoom({ ...bridge, servers }, rid)).to.equal(true);
		const link = await bridge.store.rooms.byMatrixId(roomId);
		expect(link?.blocked).to.deep.equal({ people: [bob], isEverybody: true });
	});

	const strangers: Readonly<Record<string, Parameters<typeof reinstalled>[0]>> = {
		'somebody else is in the Matrix room': { state: [...both, member('@eve:far.example', 'join')] },
		'the ghost is only invited': {
			state: [member('@rc_alice:example.org', 'invite'), member(bob, 'join')],
		},
		'nobody from Matrix is in it any more': { state: [member('@rc_alice:example.org', 'join')] },
		'the ghost may not read it': { state: new HomeserverError('M_FORBIDDEN', 403, 'not in the room') },
		'it is encrypted': {
			state: [...both, { type: 'm.room.encryption', state_key: '', content: {} }],
		},
		'a bot of another app is a member': {
			members: [alice, botUser, { id: 'x', username: 'x', type: 'app', name: 'X' }],
		},
		'nobody from Matrix is a member': { members: [alice] },
	};
	for (const [reason, given] of Object.entries(strangers)) {
		it(`stays without a link if ${reason}, and Matrix is asked once`, async () => {
			const { bridge, calls } = reinstalled(given);
			expect(await relinkMarkedRoom(bridge, rid)).to.equal(false);
			expect(await relinkMarkedRoom(bridge, rid)).to.equal(false);
			expect(await linkIn(bridge)).to.equal(undefined);
			expect(calls.filter(([method]) => method === 'homeserver.state').length).to.be.at.most(1);
		});
	}

	it('is not taken from the room that the Matrix room is linked to', async () => {
		const { bridge } = reinstalled();
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: 'other' as RocketChatRoomId });
		expect(await relinkMarkedRoom(bridge, rid)).to.equal(false);
		expect(await linkIn(bridge)).to.deep.equal({ rocketChatId: 'other', departed: undefined });
	});

	it('is looked for again if the homeserver was away', async () => {
		const { bridge } = reinstalled({ state: new HomeserverError('UNREACHABLE', undefined, 'away') });
		const failed = () => relinkMarkedRoom(bridge, rid).then(() => undefined, String);
		expect(await failed()).to.contain('UNREACHABLE');
		expect(await failed()).to.contain('UNREACHABLE');
	});

	it('is looked for once for an event of a room that has none', async () => {
		const { bridge, calls } = reinstalled({ room: { ...direct, customFields: {} } });
		await relinkRoomOfEvent(bridge, { roomId, sender: bob });
		const before = calls.length;
		await relinkRoomOfEvent(bridge, { roomId, sender: bob });
		expect(calls.length).to.equal(before);
	});
});
