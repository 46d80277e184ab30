import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomAlias, ServerName } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import type { NewRoom } from '../../../src/rocketchat/rooms';
import type { PendingJoin } from '../../../src/store/pending-joins';
import { resumeJoins } from '../../../src/to-matrix/rooms/resume-joins';
import type { Answers } from '../../support/fake-bridge';
import { aliceId, aliceHere, invitedWorkspace } from '../../support/invited-workspace';
import { alice, bob, roomId } from '../../support/matrix-room';
import { joinedBySecond, survivor } from '../../support/only-instance';

const rid = 'rid' as RocketChatRoomId;
const BEGUN_AT = Date.now() - 60_000;
const lobby: PendingJoin = {
	userId: aliceId,
	address: { id: '#lobby:far.example' as RoomAlias, via: [] },
	mayKnock: false,
	at: BEGUN_AT,
};

const state: Readonly<Record<string, object>> = {
	'm.room.name': { name: 'Lobby' },
	'm.room.join_rules': { join_rule: 'public' },
};

/** A workspace whose app has started again while Alice was joining a public room. */
async function restarted(answers: Answers = {}, join = lobby) {
	const created: NewRoom[] = [];
	const told: string[] = [];
	const { bridge, calls } = await invitedWorkspace({
		'homeserver.lookUpAlias': () => ({ roomId, servers: ['far.example' as ServerName] }),
		'homeserver.roomSummary': () => undefined,
		'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
			state[type] && { type, state_key: '', sender: bob, content: state[type] },
		'homeserver.joinedMembers': () => new Map([[bob, {}]]),
		'people.roomIdsOf': () => [],
		'rooms.nameOf': () => 'Lobby',
		'rooms.create': (room: NewRoom) => {
			created.push(room);
			return rid;
		},
		'rooms.addMember': () => undefined,
		'messages.post': ({ text }: { text: string }) => void told.push(text),
		...answers,
	});
	await bridge.store.pendingJoins.add(join);
	const named = (name: string) => calls.filter(([method]) => method === name);
	return { bridge: { ...bridge, startedAt: Date.now() }, created, told, named };
}

describe('a room that was being joined when the app ended', () => {
	it('is joined after the start, relayed since it was begun, and whoever wanted it is told once', async () => {
		const { bridge, created, told } = await restarted();
		await Promise.all([resumeJoins(bridge), resumeJoins(bridge)]);
		expect(created).to.have.length(1);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid, ghostId: alice });
		expect(await bridge.store.progress.of(rid)).to.include({ from: BEGUN_AT });
		expect(told).to.deep.equal([
			'You are in `#lobby:far.example` now. Here it is the room **Lobby**, in your list of rooms.',
		]);
		expect(await bridge.store.pendingJoins.all()).to.deep.equal([]);
	});

	it('gets no second room, and the rest is done, if it was linked already', async () => {
		const { bridge, created, told, named } = await restarted();
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' });
		await resumeJoins(bridge);
		expect(created).to.deep.equal([]);
		expect(await bridge.store.progress.of(rid)).to.include({ from: BEGUN_AT });
		expect(named('homeserver.latest')).to.have.length(1);
		expect(told).to.have.length(1);
	});

	it('is told with the reason if it cannot be joined any more', async () => {
		const { bridge, told } = await restarted({
			'homeserver.join': () => {
				throw new HomeserverError('M_FORBIDDEN', 403, 'You are banned from this room');
			},
		});
		await resumeJoins(bridge);
		expect(told).to.have.length(1);
		expect(told[0]).to.include('banned').and.to.include('#lobby:far.example');
		expect(await bridge.store.pendingJoins.all()).to.deep.equal([]);
	});

	it('is left to the next call while the homeserver is away', async () => {
		const { bridge, told } = await restarted({
			'homeserver.lookUpAlias': () => {
				throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
			},
		});
		await resumeJoins(bridge);
		expect(told).to.deep.equal([]);
		expect(await bridge.store.pendingJoins.all()).to.have.length(1);
	});

	it('is left alone if this process has begun it', async () => {
		const { bridge, named } = await restarted();
		await resumeJoins({ ...bridge, startedAt: BEGUN_AT - 60_000 });
		expect(named('homeserver.lookUpAlias')).to.deep.equal([]);
		expect(await bridge.store.pendingJoins.all()).to.have.length(1);
	});

	it('is left alone while another server does it, and finished by one that is left when that has ended', async () => {
		let isAway = true;
		const found = { roomId, servers: ['far.example' as ServerName] };
		const { bridge, told, named } = await restarted(
			{
				'homeserver.lookUpAlias': () => {
					if (isAway) {
						throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
					}
					return found;
				},
			},
			{ ...lobby, by: 'instance 1' },
		);
		await resumeJoins(joinedBySecond(bridge));
		expect(named('homeserver.lookUpAlias')).to.deep.equal([]);
		const left = survivor(bridge);
		await resumeJoins({ ...left, instances: { ...left.instances, owns: () => false } });
		expect(named('homeserver.lookUpAlias')).to.deep.equal([]);
		await resumeJoins(left);
		isAway = false;
		await resumeJoins(left);
		expect(told).to.have.length(1);
		expect(await bridge.store.pendingJoins.all()).to.deep.equal([]);
	});

	for (const isLinked of [false, true]) {
		const state = isLinked ? 'marked and linked' : 'marked, but not linked';
		it(`is linked to the channel for which it was joined, if that was ${state}`, async () => {
			const customFields = { federation: { roomId } };
			const { bridge, created, told } = await restarted(
				{
					'rooms.byId': () => ({ id: rid, type: 'c', slugifiedName: 'Lobby', customFields }),
					'rooms.members': () => [aliceHere],
					'rooms.rolesOf': () => new Map(),
					'homeserver.joinedRooms': () => [roomId],
					'homeserver.sendState': () => undefined,
				},
				{ ...lobby, rocketChatRoomId: rid },
			);
			if (isLinked) {
				await bridge.store.rooms.add({
					matrixId: roomId,
					rocketChatId: rid,
					ghostId: alice,
					kind: 'room',
				});
			}
			await resumeJoins(bridge);
			expect(created).to.deep.equal([]);
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid });
			expect(await bridge.store.progress.of(rid)).to.include({ from: BEGUN_AT });
			expect(told[0]).to.match(
				/^The room \*\*Lobby\*\* and `#lobby:far.example` on Matrix are linked now/,
			);
			expect(await bridge.store.pendingJoins.all()).to.deep.equal([]);
		});
	}
});
