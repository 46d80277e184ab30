import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import type { RoomPurpose } from '../../../src/store/room-creations';
import { resumeCreations } from '../../../src/to-matrix/rooms/resume-creations';
import { fakeBridge, type Answers } from '../../support/fake-bridge';
import { joinedBySecond, survivor } from '../../support/only-instance';

const alice = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const roomId = '!new:example.org' as RoomId;
const rid = 'rid' as RocketChatRoomId;
const userId = 'uid-alice' as RocketChatUserId;
const user = { id: userId, username: 'alice', settings: {}, roles: [] };
const direct: RoomPurpose = { what: 'direct', userId, external: [bob], local: [] };
const room: RoomPurpose = { what: 'room', userId, rocketChatRoomId: rid, invited: [bob] };

const BEGUN_AT = Date.now() - 60_000;

/**
 * A bridge whose process started after `purpose` was begun, with the room on Matrix that was created for it.
 * @param by the server that has begun it; left out as earlier versions of the app did
 */
async function restarted(purpose: RoomPurpose, answers: Answers = {}, by?: string) {
	const { bridge, calls } = fakeBridge({
		'people.byId': () => user,
		'people.bot': () => ({ id: 'bot' }),
		'rooms.byId': () => ({
			id: rid,
			type: RoomType.PRIVATE_GROUP,
			displayName: 'plans',
			slugifiedName: 'plans',
		}),
		'rooms.directOf': () => undefined,
		'rooms.ensureDirect': () => rid,
		'rooms.mark': () => undefined,
		'messages.post': () => 'notice',
		'homeserver.profile': () => ({}),
		'homeserver.joinedRooms': () => [roomId],
		'homeserver.stateEvent': (_as: UserId, _room: RoomId, type: string) =>
			type === 'm.room.create' ? { content: { 'chat.rocket.federation.creation': 'c1' } } : undefined,
		'homeserver.state': () => [],
		'homeserver.latest': () => [],
		'homeserver.membership': () => 'leave',
		'homeserver.invite': () => undefined,
		'homeserver.aliasesOf': () => [],
		...answers,
	});
	const { users, roomCreations } = bridge.store;
	await users.add({ matrixId: alice, rocketChatId: userId });
	await users.add({ matrixId: bob, rocketChatId: 'bot-bob' as RocketChatUserId });
	const begun = { id: 'c1', ghostId: alice, purpose, at: BEGUN_AT, askedAt: BEGUN_AT };
	await roomCreations.add({ ...begun, by });
	const named = (name: string) => calls.filter(([method]) => method === name);
	return { bridge: { ...bridge, startedAt: Date.now() }, named };
}

describe('a room that was being created when the app ended', () => {
	it('is finished after the start, without a second room, and whoever wanted it is told once', async () => {
		const { bridge, named } = await restarted(direct);
		await Promise.all([resumeCreations(bridge), resumeCreations(bridge)]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid });
		expect(named('homeserver.createRoom')).to.deep.equal([]);
		expect(named('messages.post')).to.have.length(1);
		expect(JSON.stringify(named('messages.post'))).to.include('`@bob:far.example` is open');
		expect(await bridge.store.roomCreations.all()).to.deep.equal([]);
		expect(await bridge.store.progress.of(rid)).to.include({ from: BEGUN_AT });
	});

	for (const isLinked of [false, true]) {
		const state = isLinked ? 'marked and linked' : 'marked, but not linked';
		it(`has everything sent that was written since it was begun, if it was ${state}`, async () => {
			const marked = { id: rid, customFields: { federation: { roomId } } };
			const { bridge, named } = await restarted(direct, {
				'rooms.directOf': () => marked,
				'homeserver.membership': () => 'join',
			});
			if (isLinked) {
				await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: rid, ghostId: alice });
			}
			await resumeCreations(bridge);
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid });
			expect(await bridge.store.progress.of(rid)).to.include({ from: BEGUN_AT });
			expect(named('homeserver.createRoom')).to.deep.equal([]);
			expect(await bridge.store.roomCreations.all()).to.deep.equal([]);
		});
	}

	it('is compared with Matrix and listed in the directory if the app ended right after its link was stored', async () => {
		const { bridge, named } = await restarted(room, {
			'homeserver.aliasesOf': () => ['#rc_plans:example.org'],
			'homeserver.publish': () => undefined,
		});
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' });
		await resumeCreations(bridge);
		expect(await bridge.store.progress.of(rid)).to.include({ from: BEGUN_AT, matrixRoomId: roomId });
		expect(named('homeserver.publish')).to.deep.equal([['homeserver.publish', alice, roomId]]);
	});

	it('has everybody invited if it was linked already', async () => {
		const { bridge, named } = await restarted(room, { 'homeserver.state': () => [] });
		await bridge.store.rooms.add({ matrixId: roomId, rocketChatId: rid, ghostId: alice, kind: 'room' });
		await resumeCreations(bridge).catch(() => undefined);
		expect(named('homeserver.invite')).to.deep.equal([['homeserver.invite', alice, roomId, bob]]);
	});

	it('is left to the next start if the homeserver is away', async () => {
		const away = new HomeserverError('UNREACHABLE', undefined, 'no connection');
		const { bridge, named } = await restarted(direct, {
			'homeserver.profile': () => {
				throw away;
			},
		});
		await resumeCreations(bridge);
		expect(await bridge.store.roomCreations.all()).to.have.length(1);
		expect(named('messages.post')).to.deep.equal([]);
	});

	it('is left alone if this process has begun it', async () => {
		const { bridge, named } = await restarted(direct);
		await resumeCreations({ ...bridge, startedAt: BEGUN_AT - 60_000 });
		expect(named('homeserver.profile')).to.deep.equal([]);
		expect(await bridge.store.roomCreations.all()).to.have.length(1);
	});

	it('is left alone by a server that starts while another one does it', async () => {
		const { bridge, named } = await restarted(direct, {}, 'instance 1');
		await resumeCreations(joinedBySecond(bridge));
		expect(named('homeserver.profile')).to.deep.equal([]);
	});

	it('is finished once by the servers that are left, which had started before it was begun', async () => {
		const { bridge, named } = await restarted(direct, {}, 'instance 1');
		const left = survivor(bridge);
		await resumeCreations({ ...left, instances: { ...left.instances, owns: () => false } });
		expect(named('homeserver.profile')).to.deep.equal([]);
		await resumeCreations(left);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid });
		expect(await bridge.store.roomCreations.all()).to.deep.equal([]);
	});

	it('is finished after an outage by the server that has tried it in vain, and says meanwhile who does it', async () => {
		let isAway = true;
		const doneBy: (string | undefined)[] = [];
		const { bridge } = await restarted(
			direct,
			{
				'homeserver.profile': async () => {
					doneBy.push((await bridge.store.roomCreations.of(direct))?.by);
					if (isAway) {
						throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
					}
					return {};
				},
			},
			'instance 1',
		);
		const left = survivor(bridge);
		await resumeCreations(left);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.equal(undefined);
		isAway = false;
		await resumeCreations(left);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: rid });
		expect(new Set(doneBy)).to.deep.equal(new Set(['instance 2']));
	});
});
