import { isFederatedRoom } from '../../store/links';
import type { EventHandler } from '../event-handler';
import { reconcileRoles } from './reconcile-roles';
import { reconcileSettings } from './reconcile-settings';

/**
 * `m.room.name`, `m.room.avatar` and `m.room.power_levels` of a federated room: its name and avatar, who may write in it, and the
 * roles of its members. The event only says what to look at: a newer one may be there already. Client-Server API, "Room events".
 */
export const roomState: EventHandler<{ readonly type: string }> = {
	types: ['m.room.name', 'm.room.avatar', 'm.room.power_levels'],
	stateKey: 'empty',
	parse: ({ type }) => ({ type }),
	async handle(bridge, { roomId }, { type }) {
		const link = await bridge.store.rooms.byMatrixId(roomId);
		if (!link || !isFederatedRoom(link)) {
			return;
		}
		if (type === 'm.room.name') {
			await reconcileSettings(bridge, roomId, { name: 'name' });
		} else if (type === 'm.room.avatar') {
			await reconcileSettings(bridge, roomId, { name: 'avatar' });
		} else {
			await reconcileSettings(bridge, roomId, { name: 'readOnly' });
			await reconcileRoles(bridge, roomId);
		}
	},
};
