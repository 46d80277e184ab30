import { expect } from 'chai';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { RocketChatUser } from '../../../src/rocketchat/entities';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { followInvitation, followUpgrade } from '../../../src/to-rocketchat/rooms/upgrade';
import { fakeBridge } from '../../support/fake-bridge';

const old = '!old:example.org' as RoomId;
const replacement = '!new:example.org' as RoomId;
const ghostId = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example';

const stateOf = {
	[old]: [
		{ type: 'm.room.create', state_key: '', sender: bob, content: { room_version: '10', creator: bob } },
		{ type: 'm.room.power_levels', state_key: '', sender: bob, content: { users: { [bob]: 100 } } },
		{
			...{ type: 'm.room.tombstone', state_key: '', sender: bob, event_id: '$tombstone' },
			content: { replacement_room: replacement },
		},
	],
	[replacement]: [
		{
			...{ type: 'm.room.create', state_key: '', sender: bob },
			content: { predecessor: { room_id: old } },
		},
	],
};

const third = '!third:example.org' as RoomId;
const carol = '@rc_carol:example.org' as UserId;

/** A federated room whose Matrix room was replaced twice, and nobody from here was in the one between. */
async function replacedTwice(creator: string) {
	const created = { type: 'm.room.create', state_key: '', sender: creator };
	const states = {
		...stateOf,
		[third]: [{ ...created, content: { predecessor: { room_id: replacement } } }],
	};
	const { bridge, calls } = fakeBridge({
		'rooms.byId': () => ({ id: 'rid', type: 'p', customFields: { federation: { roomId: old } } }),
		'rooms.members': () => [],
		'rooms.mark': () => undefined,
		'homeserver.state': (_as: UserId, roomId: RoomId) => states[roomId as keyof typeof states],
		'homeserver.join': (as: UserId, roomId: RoomId) => {
			if (as !== carol || roomId !== third) {
				throw new HomeserverError('M_FORBIDDEN', 403, 'not invited');
			}
		},
		'homeserver.leave': () => undefined,
		'homeserver.latest': () => [],
		'messages.tellRoom': () => undefined,
		'people.roomIdsOf': () => ['other', 'rid'],
	});
	const rocketChatId = 'rid' as RocketChatRoomId;
	await bridge.store.rooms.add({ matrixId: old, rocketChatId, ghostId, kind: 'room' });
	await followUpgrade(bridge, old, replacement);
	const isFollowed = await followInvitation(
		bridge,
		{ ghostId: carol, roomId: third },
		{ id: 'uid-carol' } as unknown as RocketChatUser,
		replacement,
	);
	return { bridge, calls, isFollowed };
}

describe('a channel or group whose Matrix room is replaced', () => {
	it('is compared with the new room by what both sides of the old one agreed on', async () => {
		const { bridge } = fakeBridge({
			'rooms.byId': () => ({ id: 'rid', type: 'c', customFields: { federation: { roomId: old } } }),
			'rooms.members': () => [],
			'rooms.mark': () => undefined,
			'homeserver.state': (_as: UserId, roomId: RoomId) => stateOf[roomId as keyof typeof stateOf],
			'homeserver.join': () => undefined,
			'homeserver.latest': () => [],
			'messages.tellRoom': () => undefined,
		});
		const { store, staleSettings } = bridge;
		const rocketChatId = 'rid' as RocketChatRoomId;
		await store.rooms.add({ matrixId: old, rocketChatId, ghostId, kind: 'room' });
		const agreed = {
			settings: { name: { here: 'watercooler', there: 'Kitchen' } },
			roles: { [bob]: { here: 'owner', there: 100 } },
		};
		await store.agreements.change(old, { ...agreed, pinned: [] });
		expect(await followUpgrade(bridge, old, replacement)).to.equal(true);
		expect(await store.agreements.of(replacement)).to.deep.equal(agreed);
		expect(staleSettings.has(replacement)).to.equal(true);
	});

	it('is not told to have moved away while a proxy answers in the place of the homeserver', async () => {
		const { bridge, calls } = fakeBridge({
			'rooms.byId': () => ({ id: 'rid', type: 'c', customFields: { federation: { roomId: old } } }),
			'homeserver.state': () => stateOf[old],
			'homeserver.join': () => {
				throw new HomeserverError('NOT_MATRIX', 403, 'the page of a proxy');
			},
		});
		const rocketChatId = 'rid' as RocketChatRoomId;
		await bridge.store.rooms.add({ matrixId: old, rocketChatId, ghostId, kind: 'room' });
		const failure: unknown = await followUpgrade(bridge, old, replacement).catch(
			(error: unknown) => error,
		);
		expect(failure).to.include({ errcode: 'NOT_MATRIX' });
		expect((await bridge.store.rooms.byMatrixId(old))?.replacedBy).to.equal(undefined);
		expect(calls.at(-1)?.[0]).to.equal('homeserver.join');
	});

	it('goes on in the room after the next, of which the first member from here hears by an invitation', async () => {
		const { bridge, isFollowed } = await replacedTwice(bob);
		expect(isFollowed).to.equal(true);
		expect(await bridge.store.rooms.byMatrixId(third)).to.include({
			rocketChatId: 'rid',
			ghostId: carol,
		});
	});

	it('does not go on in a room of somebody else who says that it replaces the next one', async () => {
		const { bridge, calls, isFollowed } = await replacedTwice('@mallory:far.example');
		expect(isFollowed).to.equal(false);
		expect(await bridge.store.rooms.byMatrixId(third)).to.equal(undefined);
		expect(calls.filter(([method]) => method === 'homeserver.leave').map(([, as]) => as)).to.deep.equal([
			carol,
		]);
	});
});
