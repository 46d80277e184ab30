import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { AppContext } from '../../app-context';
import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { ghostsIn } from '../../people/members/reader';
import { rocketChatRoom } from '../../rocketchat/entities';
import type { EndedRoom } from '../../store/ended-rooms';
import { isFederatedRoom } from '../../store/links';
import type { RoomProgress } from '../../store/room-progress';
import type { RoomLink } from '../../store/store';
import { isMarkedFederated } from '../federated-room';
import { closeMatrixRoom } from './close-matrix-room';

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
			await endRooms(bridge, progress, room.displayName || room.slugifiedName);
			await closeEndedRooms(bridge);
		}
	} catch (error) {
		app.log.failure('a deleted room is still on Matrix', failureOf(error), { roomId: room.id });
	}
}

/**
 * Stores that the Matrix rooms of a deleted room are to be left, also those that it had before, and removes their links: nothing
 * is relayed from there any more.
 */
async function endRooms(
	bridge: ConfiguredBridge,
	{ matrixRoomId, formerRooms = [] }: RoomProgress,
	name?: string,
): Promise<void> {
	const { store } = bridge;
	for (const roomId of [...formerRooms, matrixRoomId]) {
		const link = await store.rooms.byMatrixId(roomId);
		if (link) {
			await store.endedRooms.put(await endedRoom(bridge, link, name));
			await store.forgetRoom(link);
		}
	}
}

async function endedRoom(
	bridge: ConfiguredBridge,
	link: RoomLink,
	name: string | undefined,
): Promise<EndedRoom> {
	return {
		roomId: link.matrixId,
		rocketChatRoomId: link.rocketChatId,
		...(name && { name }),
		isFederatedRoom: isFederatedRoom(link),
		ghostIds: await ghostsIn(bridge, link),
		at: Date.now(),
	};
}

/** Does what is still to be done for the rooms that were deleted. What fails is logged, and done by the next call. */
export async function closeEndedRooms(bridge: ConfiguredBridge): Promise<void> {
	const { store, instances, homeserverState, queues, log } = bridge;
	const ended = homeserverState.isUsable ? await store.endedRooms.all() : [];
	for (const room of ended.filter(({ doneAt }) => doneAt === undefined)) {
		if (!instances.owns(room.roomId)) {
			continue;
		}
		try {
			await queues.run(`matrix ${room.roomId}`, 0, () => close(bridge, room));
		} catch (error) {
			const failure = failureOf(error);
			bridge.outgoing.reportOutageOf(failure);
			log.failure('a deleted room is still on Matrix', failure, { roomId: room.roomId });
		}
	}
}

/** Doing it twice has the effect of doing it once. */
async function close(bridge: ConfiguredBridge, room: EndedRoom): Promise<void> {
	const { store } = bridge;
	const present = (await store.endedRooms.all()).find(({ roomId }) => roomId === room.roomId);
	if (present?.doneAt !== undefined) {
		return;
	}
	const found = await readAsAny(bridge, room.roomId, room.ghostIds);
	const done = found && (await closeMatrixRoom(bridge, room, found.reader, found.members));
	await store.members.save(room.roomId, new Set());
	await store.endedRooms.finish({ ...room, ...done });
}

/** @returns the members of a Matrix room, and the ghost that is in it; undefined if none of the ghosts is */
async function readAsAny(
	{ homeserver }: ConfiguredBridge,
	roomId: RoomId,
	ghostIds: readonly UserId[],
): Promise<{ readonly reader: UserId; readonly members: readonly UserId[] } | undefined> {
	for (const reader of ghostIds) {
		try {
			return { reader, members: [...(await homeserver.joinedMembers(reader, roomId)).keys()] };
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
				throw error;
			}
		}
	}
	return undefined;
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
