import { expect } from 'chai';
import type { RoomId, UserId } from '../../../src/matrix/ids';
import type { RocketChatRoomId } from '../../../src/rocketchat/ids';
import { followUpgrade } from '../../../src/to-rocketchat/rooms/upgrade';
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
});
