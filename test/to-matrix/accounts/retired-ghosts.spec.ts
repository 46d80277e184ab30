import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { EventId, RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { AccountWatch } from '../../../src/to-matrix/accounts/account-watch';
import { finishRetiring, retireGhost } from '../../../src/to-matrix/accounts/retired-ghosts';
import { settle } from '../../../src/to-matrix/recovery/settlement';
import type { Answers } from '../../support/fake-bridge';
import { alice, linkedRoom, roomId, unlinkedRoomId } from '../../support/matrix-room';

const carol = '@rc_carol:example.org' as UserId;
const userId = 'uid-alice' as RocketChatUserId;
const link = { matrixId: alice, rocketChatId: userId };
const deleted = 'The account of this person in Rocket.Chat was deleted.';
const rid = 'rid' as RocketChatRoomId;
const carolsAccount = { id: 'uid-carol', username: 'carol', type: 'user', isEnabled: true };

/** The events that a ghost has sent to the rooms that it is in. */
async function* eventsOf(...events: string[]): AsyncGenerator<EventId> {
	yield* events as EventId[];
}

/** Alice, whose account is deleted, is in a linked room and in one that is not federated; Carol is in the linked one, too. */
async function setUp(more: Answers = {}, eraseDeletedUsers: 'keep' | 'erase' = 'keep') {
	const joined = new Set<RoomId>([roomId, unlinkedRoomId]);
	const { bridge: made, calls } = await linkedRoom({
		'homeserver.joinedRooms': () => [...joined],
		'homeserver.leave': (_as: UserId, left: RoomId) => void joined.delete(left),
		'homeserver.deactivate': () => true,
		'homeserver.membership': () => 'join',
		'rooms.members': () => [carolsAccount],
		'messages.listSince': () => [],
		'people.byId': (id: string) => (id === 'uid-carol' ? carolsAccount : undefined),
		...more,
	});
	const bridge = { ...made, configuration: { ...made.configuration, eraseDeletedUsers } };
	const { store } = bridge;
	await store.users.add({ matrixId: carol, rocketChatId: 'uid-carol' as RocketChatUserId });
	const room = { matrixId: roomId, rocketChatId: rid, ghostId: alice };
	await store.rooms.change(room);
	await store.progress.save({ roomId: rid, matrixRoomId: roomId, from: 0, checkedTo: 0 });
	const deeds = () =>
		calls
			.filter(([method]) => /\.(leave|deactivate|redact|setDisplayName)$/.test(method))
			.map(([method, ...given]) => [method.replace('homeserver.', ''), ...given]);
	return { bridge, store, calls, deeds };
}

describe('the ghost of a deleted account', () => {
	it('leaves every room with the reason, is deactivated, and is linked to nobody', async () => {
		const { bridge, store, deeds } = await setUp();
		await retireGhost(bridge, link);
		expect(await finishRetiring(bridge)).to.deep.equal([alice]);
		expect(deeds()).to.deep.equal([
			['leave', alice, roomId, deleted],
			['leave', alice, unlinkedRoomId, deleted],
			['deactivate', alice, false],
		]);
		expect(await store.users.byMatrixId(alice)).to.equal(undefined);
		expect(await store.retiredGhosts.leaving()).to.deep.equal([]);
		expect(await store.retiredGhosts.byId(alice)).to.deep.include({
			...{ ghostId: alice, userId, isErased: false, isDeactivated: true, roomCount: 2, erasedCount: 0 },
		});
	});

	it('does not leave a room before what the person wrote there is on Matrix', async () => {
		const message = {
			id: 'm1',
			room: { id: rid },
			sender: { id: userId, username: 'alice', type: 'unknown' },
		};
		const { bridge, store, deeds } = await setUp({
			'messages.listSince': () => [{ id: 'm1', createdAt: Date.now() }],
			'messages.byId': () => message,
			'people.isMadeByApp': () => false,
		});
		await retireGhost(bridge, link);
		expect(await finishRetiring(bridge)).to.deep.equal([]);
		expect(deeds()).to.deep.equal([['leave', alice, unlinkedRoomId, deleted]]);
		await settle(bridge, message as never, {});
		expect(await finishRetiring(bridge)).to.deep.equal([alice]);
		expect(deeds().slice(1)).to.deep.equal([
			['leave', alice, roomId, deleted],
			['deactivate', alice, false],
		]);
		expect(await store.retiredGhosts.leaving()).to.deep.equal([]);
	});

	it('leaves the room to another ghost, as which the app goes on', async () => {
		const { bridge, store } = await setUp();
		await retireGhost(bridge, link);
		await finishRetiring(bridge);
		expect(await store.rooms.byMatrixId(roomId)).to.include({ ghostId: carol });
		expect(await store.progress.of(rid)).to.include({ matrixRoomId: roomId });
	});

	it('takes the link of a direct message along that Rocket.Chat has deleted with the account', async () => {
		const { bridge, store } = await setUp({ 'rooms.byId': () => undefined });
		await store.outbox.add({
			...{ id: 'o', what: 'edit', roomId: rid, messageId: 'm' as never, createdAt: 0, at: 0 },
		});
		await retireGhost(bridge, link);
		await finishRetiring(bridge);
		expect(await store.rooms.byMatrixId(roomId)).to.equal(undefined);
		expect(await store.progress.all()).to.deep.equal([]);
		expect(await store.outbox.all()).to.deep.equal([]);
	});

	it('redacts what the person wrote if the administrators want that, and counts it', async () => {
		const { bridge, store, deeds } = await setUp(
			{
				'homeserver.redact': () => undefined,
			},
			'erase',
		);
		Object.assign(bridge.homeserver.events, {
			eventsBy: (_as: UserId, room: RoomId) => (room === roomId ? eventsOf('$b', '$a') : eventsOf()),
		});
		await retireGhost(bridge, link);
		await finishRetiring(bridge);
		expect(deeds().slice(0, 3)).to.deep.equal([
			['redact', alice, roomId, '$b', 'erase.$b'],
			['redact', alice, roomId, '$a', 'erase.$a'],
			['leave', alice, roomId, deleted],
		]);
		expect(deeds().at(-1)).to.deep.equal(['deactivate', alice, true]);
		expect(await store.retiredGhosts.byId(alice)).to.deep.include({
			isErased: true,
			erasedCount: 2,
			rooms: [
				{ roomId, erased: 2 },
				{ roomId: unlinkedRoomId, erased: 0 },
			],
		});
	});

	it('loses its name if it is to be erased and the homeserver deactivates no ghosts', async () => {
		const { bridge, deeds } = await setUp(
			{ 'homeserver.deactivate': () => false, 'homeserver.setDisplayName': () => undefined },
			'erase',
		);
		Object.assign(bridge.homeserver.events, { eventsBy: () => eventsOf() });
		await retireGhost(bridge, link);
		await finishRetiring(bridge);
		expect(deeds().at(-1)).to.deep.equal(['setDisplayName', alice, '']);
	});

	it('goes on where it was interrupted', async () => {
		let failures = 1;
		const { bridge, store, deeds } = await setUp({
			'homeserver.deactivate': () => {
				if (failures-- > 0) {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				}
				return true;
			},
		});
		await retireGhost(bridge, link);
		expect(await finishRetiring(bridge)).to.deep.equal([]);
		expect(await store.retiredGhosts.leaving()).to.deep.equal([alice]);
		await bridge.homeserverState.whenOnline();
		expect(await finishRetiring(bridge)).to.deep.equal([alice]);
		expect(deeds().filter(([what]) => what === 'leave')).to.have.length(2);
		expect(await store.retiredGhosts.byId(alice)).to.include({ roomCount: 2 });
	});

	it('is found without an event of Rocket.Chat', async () => {
		const { bridge, store } = await setUp();
		await new AccountWatch().update(bridge, [carol, alice]);
		expect(await store.retiredGhosts.leaving()).to.deep.equal([alice]);
	});
});

describe('the accounts of ghosts', () => {
	it('are looked at in turn, a hundred in each call', async () => {
		const { bridge, calls } = await setUp();
		const ghosts: UserId[] = [];
		for (let number = 0; number < 130; number++) {
			const ghostId = `@rc_${number}:example.org` as UserId;
			await bridge.store.users.add({
				matrixId: ghostId,
				rocketChatId: 'uid-carol' as RocketChatUserId,
			});
			ghosts.push(ghostId);
		}
		const watch = new AccountWatch();
		const looks: number[] = [];
		for (let turn = 0; turn < 3; turn++) {
			calls.length = 0;
			await watch.update(bridge, ghosts);
			looks.push(calls.filter(([method]) => method === 'people.byId').length);
		}
		expect(looks).to.deep.equal([100, 30, 100]);
	});

	it('have their rooms looked at once they are deactivated, and once they are active again', async () => {
		let isEnabled = true;
		const { bridge } = await setUp({
			'people.byId': () => ({ ...carolsAccount, isEnabled }),
			'people.roomIdsOf': () => ['rid', 'another'],
		});
		const watch = new AccountWatch();
		const roomsToLookAt = async () => {
			bridge.heardRooms.clear();
			await watch.update(bridge, [carol]);
			return [...bridge.heardRooms];
		};
		expect(await roomsToLookAt()).to.deep.equal([]);
		isEnabled = false;
		expect(await roomsToLookAt()).to.deep.equal([roomId]);
		expect(await roomsToLookAt()).to.deep.equal([]);
		isEnabled = true;
		expect(await roomsToLookAt()).to.deep.equal([roomId]);
	});
});
