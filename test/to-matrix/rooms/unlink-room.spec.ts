import { expect } from 'chai';
import type { UserId } from '../../../src/matrix/ids';
import type { RocketChatRoom, RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { closeEndedRooms } from '../../../src/to-matrix/rooms/end-rooms';
import { unlinkRoom } from '../../../src/to-matrix/rooms/unlink-room';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { Answers } from '../../support/fake-bridge';
import { alice, bob, linkedRoom, roomId } from '../../support/matrix-room';

const carol = '@rc_carol:example.org' as UserId;
const rid = 'rid' as RocketChatRoomId;
const room = {
	id: rid,
	type: 'c',
	displayName: 'Lobby',
	slugifiedName: 'lobby',
} as unknown as RocketChatRoom;
const owner = { id: 'uid-alice', username: 'alice', roles: ['user'] } as unknown as RocketChatUser;
const stateOf = (type: string, key: string, content: object) => ({
	...{ type, state_key: key, sender: bob, content },
});
const bridgeKey = 'chat.rocket.federation://rocketchat/workspace.test/rid';

/** A room that Alice and Carol from here, and Bob are in, of which Carol's ghost has the most power. */
async function setUp(more: Answers = {}) {
	let mark: object = { roomId };
	const { bridge, calls } = await linkedRoom({
		'rooms.byId': () => ({ ...room, customFields: { federation: mark } }),
		'rooms.ownerIds': () => ['uid-alice'],
		'rooms.members': () => [
			{ id: 'uid-alice', username: 'alice', type: 'user' },
			{ id: 'bot-bob', username: 'bob:far.example', type: 'bot' },
		],
		'rooms.removeMember': () => undefined,
		'rooms.unmark': () => void (mark = {}),
		'people.bot': () => ({ id: 'bot' }),
		'messages.listSince': () => [],
		'homeserver.joinedMembers': () => new Map([alice, carol, bob].map((userId) => [userId, ''])),
		'homeserver.state': () => [
			stateOf('m.room.create', '', {}),
			stateOf('m.room.power_levels', '', { users: { [carol]: 100 } }),
			stateOf('m.bridge', bridgeKey, { bridgebot: '@rocketchat:example.org' }),
			stateOf('m.bridge', 'of-another', { bridgebot: '@other:example.org' }),
		],
		'homeserver.stateEvent': () =>
			stateOf('m.room.canonical_alias', '', { alias: '#rc_lobby:example.org' }),
		'homeserver.send': () => '$notice',
		'homeserver.sendState': () => undefined,
		'homeserver.aliasesOf': () => ['#rc_lobby:example.org', '#lobby:example.org'],
		'homeserver.removeAlias': () => undefined,
		'homeserver.leave': () => undefined,
		...more,
	});
	const { store } = bridge;
	await store.rooms.change({ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' });
	await store.members.replace(roomId, new Set([alice, carol, bob]));
	await store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo: 0 });
	const deeds = () =>
		calls
			.filter(([method]) =>
				/\.(sendState|removeAlias|kick|leave|removeMember|unmark|post)$/.test(method),
			)
			.map(([method, ...given]) => [
				method,
				...(method === 'messages.post' ? [] : given.filter((one) => one !== roomId && one !== rid)),
			]);
	return { bridge, store, deeds };
}

const reason = 'This room is not connected with Rocket.Chat any more. Nobody there reads it from now on.';
const everything = [
	['rooms.removeMember', 'bob:far.example'],
	['messages.post'],
	['rooms.unmark'],
	['homeserver.removeAlias', carol, '#rc_lobby:example.org'],
	['homeserver.sendState', carol, 'm.room.canonical_alias', {}],
	['homeserver.sendState', carol, 'm.bridge', {}, bridgeKey],
	['homeserver.leave', carol, reason],
	['homeserver.leave', alice, reason],
];

describe('unlinking a room', () => {
	it('frees it here first, then takes away on Matrix what bridging has put there, and nothing else', async () => {
		const { bridge, store, deeds } = await setUp();
		await unlinkRoom(bridge, owner, room);
		expect(deeds()).to.deep.equal(everything);
		expect(await store.rooms.byMatrixId(roomId)).to.equal(undefined);
		expect(await store.progress.all()).to.deep.equal([]);
		expect((await store.endedRooms.all())[0]).to.include({ unlinkedBy: 'alice', left: 2, removed: 0 });
		await closeEndedRooms(bridge);
		expect(deeds()).to.have.length(everything.length);
	});

	it('is finished by the recurring job if the app was interrupted', async () => {
		let isBroken = true;
		const { bridge, store, deeds } = await setUp({
			'rooms.removeMember': () => {
				if (isBroken) {
					throw new Error('the host did not answer');
				}
			},
		});
		const failure: unknown = await unlinkRoom(bridge, owner, room).catch((error: unknown) => error);
		expect(failure).to.include({ code: 'workspace-failing' });
		expect(await store.rooms.byMatrixId(roomId)).to.equal(undefined);
		isBroken = false;
		await closeEndedRooms(bridge);
		expect(deeds().slice(1)).to.deep.equal(everything);
	});

	it('goes on if the room on Matrix does not let the ghosts take anything away', async () => {
		const forbid = () => {
			throw new HomeserverError('M_FORBIDDEN', 403, 'no power');
		};
		const { bridge, store } = await setUp({
			...{ 'homeserver.removeAlias': forbid, 'homeserver.sendState': forbid },
		});
		await unlinkRoom(bridge, owner, room);
		expect((await store.endedRooms.all())[0]).to.include({ left: 2 });
	});

	it('is refused to who does not own it, and for a direct message', async () => {
		const { bridge, store, deeds } = await setUp();
		const carolHere = { ...owner, id: 'uid-carol' } as unknown as RocketChatUser;
		const codeOf = async (work: Promise<void>) => work.catch((error: unknown) => error);
		expect(await codeOf(unlinkRoom(bridge, carolHere, room))).to.include({ code: 'room-not-owned' });
		await store.rooms.change({ matrixId: roomId, rocketChatId: rid, ghostId: alice });
		expect(await codeOf(unlinkRoom(bridge, owner, room))).to.include({ code: 'room-not-federated' });
		expect(deeds()).to.deep.equal([]);
	});
});
