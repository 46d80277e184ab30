import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import { ghostsIn, readAsFirst } from '../../people/members/reader';
import type { EndedRoom } from '../../store/ended-rooms';
import { isFederatedRoom } from '../../store/links';
import type { RoomProgress } from '../../store/room-progress';
import type { RoomLink } from '../../store/store';
import { closeMatrixRoom } from './close-matrix-room';
import { freeRoomHere } from './free-room-here';

/** How the federation of a room ends. */
export type Ending = Pick<EndedRoom, 'name' | 'unlinkedBy'>;

/**
 * Stores that the Matrix rooms of a room are to be left, also those that it had before, and removes their links: nothing is relayed
 * from there any more.
 * @returns what is stored
 */
export async function endRooms(
	bridge: ConfiguredBridge,
	{ matrixRoomId, formerRooms = [] }: RoomProgress,
	ending: Ending = {},
): Promise<EndedRoom[]> {
	const { store } = bridge;
	const ended: EndedRoom[] = [];
	for (const roomId of [...formerRooms, matrixRoomId]) {
		const link = await store.rooms.byMatrixId(roomId);
		if (link) {
			const room = await endedRoom(bridge, link, ending);
			await store.endedRooms.put(room);
			await store.forgetRoom(link);
			ended.push(room);
		}
	}
	return ended;
}

async function endedRoom(bridge: ConfiguredBridge, link: RoomLink, ending: Ending): Promise<EndedRoom> {
	return {
		roomId: link.matrixId,
		rocketChatRoomId: link.rocketChatId,
		...ending,
		isFederatedRoom: isFederatedRoom(link),
		ghostIds: await ghostsIn(bridge, link),
		at: Date.now(),
	};
}

/** Does what is still to be done for the rooms whose federation has ended. What fails is logged, and done by the next call. */
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
			log.failure('a room that has ended is still on Matrix', failure, { roomId: room.roomId });
		}
	}
}

/** Doing it twice has the effect of doing it once. */
async function close(bridge: ConfiguredBridge, { roomId }: EndedRoom): Promise<void> {
	const { store } = bridge;
	const room = (await store.endedRooms.all()).find((present) => present.roomId === roomId);
	if (!room || room.doneAt !== undefined) {
		return;
	}
	const link = await store.rooms.byMatrixId(roomId);
	if (link) {
		await store.forgetRoom(link);
	}
	await freeRoomHere(bridge, room);
	const found = await readAsFirst(room.ghostIds, async (reader) => {
		const joined = await bridge.homeserver.members.joinedMembers(reader, roomId);
		return { reader, members: [...joined.keys()] };
	});
	const done = found && (await closeMatrixRoom(bridge, room, found.reader, found.members));
	await store.members.replace(roomId, new Set());
	await store.agreements.remove(roomId);
	await store.endedRooms.finish({ ...room, ...done });
}
