import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { rocketChatRoom } from '../../rocketchat/entities';
import type { RoomProgress } from '../../store/room-progress';
import { isMarkedFederated } from '../federated-room';
import { closeEndedRooms, endRooms } from './end-rooms';

/** Rooms that are looked at in one call, each of which costs one call to the host. */
const MAX_LOOKED_AT = 50;

/** Has everybody from here leave the Matrix room of a room that was deleted. What fails is done by the recurring job. */
export async function relayRoomDeletion(app: AppContext, deleted: IRoom): Promise<void> {
	const room = rocketChatRoom(deleted);
	if (!isMarkedFederated(room)) {
		return;
	}
	try {
		const bridge = await app.requireBridge();
		const progress = await bridge.store.progress.of(room.id);
		if (progress) {
			await endRooms(bridge, progress, { name: room.displayName || room.slugifiedName });
			await closeEndedRooms(bridge);
		}
	} catch (error) {
		app.log.failure('a deleted room is still on Matrix', failureOf(error), { roomId: room.id });
	}
}

/**
 * Finds rooms that were deleted without the app hearing of it: an app that deletes a room, or an account with its direct messages,
 * raises no event. Looks at all federated rooms in turn.
 */
export class RoomWatch {
	private waiting: RoomProgress[] = [];

	/** Looks at the next rooms. */
	async update(bridge: ConfiguredBridge): Promise<void> {
		const { store, rooms, instances, log } = bridge;
		if (this.waiting.length === 0) {
			this.waiting = await store.progress.all();
		}
		for (const progress of this.waiting.splice(0, MAX_LOOKED_AT)) {
			try {
				if (instances.owns(progress.matrixRoomId) && !(await rooms.byId(progress.roomId))) {
					await endRooms(bridge, progress);
				}
			} catch (error) {
				log.failure('a room could not be looked at', failureOf(error), { roomId: progress.roomId });
			}
		}
	}
}
