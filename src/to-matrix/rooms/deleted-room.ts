import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { rocketChatRoom } from '../../rocketchat/entities';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { announcedDiscussion } from '../../rocketchat/message-fields';
import type { RoomProgress } from '../../store/room-progress';
import { isMarkedFederated } from './federated-room';
import { closeEndedRooms, endRooms, type Ending } from './end-rooms';

/** Rooms that are looked at in one call, each of which costs one call to the host. */
const MAX_LOOKED_AT = 50;

/** Has everybody from here leave the Matrix room of a room that was deleted. What fails is done by the recurring job. */
export async function relayRoomDeletion(app: AppContext, deleted: IRoom): Promise<void> {
	const room = rocketChatRoom(deleted);
	if (!isMarkedFederated(room)) {
		return;
	}
	await endRoomsOf(app, room.id, { name: room.displayName || room.slugifiedName });
}

/** The same for a discussion. Rocket.Chat deletes it with its announcement, and raises no event for it. */
export async function relayDiscussionDeletion(app: AppContext, announcement: IMessage): Promise<void> {
	const discussionId = announcedDiscussion(announcement);
	if (discussionId !== undefined) {
		await endRoomsOf(app, discussionId, { name: announcement.text ?? '' });
	}
}

async function endRoomsOf(app: AppContext, roomId: RocketChatRoomId, ending: Ending): Promise<void> {
	try {
		const bridge = await app.requireBridge();
		const progress = await bridge.store.progress.of(roomId);
		if (progress) {
			await endRooms(bridge, progress, ending);
			await closeEndedRooms(bridge);
		}
	} catch (error) {
		app.log.failure('a deleted room is still on Matrix', failureOf(error), { roomId });
	}
}

/**
 * Finds rooms that were deleted without the app hearing of it: an app that deletes a room, an account with its direct messages, or a
 * room with its discussions raises no event. Looks at all federated rooms in turn.
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
