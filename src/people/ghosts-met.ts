import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomId, UserId } from '../matrix/ids';
import { botIdOf, isOwnMatrixUser } from '../matrix/namespace';
import { findGhostInRoom, ghostsInRoom } from './ghost-in-room';

/** If a room was linked in this time before the start of the app, in milliseconds, its ghost may be unknown. */
const NEW_ROOM_MS = 3_600_000;

/**
 * Finds the ghosts of the rooms and people that the app met lately. The store cannot list all of them, so the app remembers
 * those that it meets.
 */
export class GhostsMet {
	/** Ghosts of rooms whose links name none, since links of version 0.2 and older lack it. */
	private readonly ofOldRooms = new Map<RoomId, UserId | undefined>();

	private hasReadNewRooms = false;

	/** Rooms that a ghost has left. Their other ghosts have to be found. */
	private readonly left = new Set<RoomId>();

	/** Makes the app find the other ghosts of a room that a ghost has left: it may have asked as this one only. */
	replaceIn(roomId: RoomId): void {
		this.left.add(roomId);
	}

	/** @returns at least one ghost of each room that the app met. Costs calls to the host only for rooms with old links */
	async find(bridge: ConfiguredBridge): Promise<readonly UserId[]> {
		const { store, configuration } = bridge;
		await this.readNewRooms(bridge);
		const found = new Set<UserId>();
		for (const { matrixId } of store.users.rememberedLinks()) {
			if (isOwnMatrixUser(matrixId, configuration) && matrixId !== botIdOf(configuration)) {
				found.add(matrixId);
			}
		}
		for (const { matrixId, rocketChatId, ghostId } of store.rooms.rememberedLinks()) {
			if (ghostId === undefined && !this.ofOldRooms.has(matrixId)) {
				this.ofOldRooms.set(matrixId, await findGhostInRoom(bridge, rocketChatId));
			}
			const ghost = ghostId ?? this.ofOldRooms.get(matrixId);
			if (ghost !== undefined) {
				found.add(ghost);
			}
		}
		for (const roomId of this.left) {
			const room = await store.rooms.byMatrixId(roomId);
			for await (const ghost of room ? ghostsInRoom(bridge, room.rocketChatId) : []) {
				found.add(ghost);
			}
			this.left.delete(roomId);
		}
		return [...found];
	}

	/** Reads, once after a start, the links of new rooms: the app may have ended before it asked as one of their ghosts. */
	private async readNewRooms({ store, startedAt }: ConfiguredBridge): Promise<void> {
		if (!this.hasReadNewRooms) {
			for (const { from, matrixRoomId } of await store.progress.all()) {
				if (from > startedAt - NEW_ROOM_MS) {
					await store.rooms.byMatrixId(matrixRoomId); // remembers the link
				}
			}
			this.hasReadNewRooms = true;
		}
	}
}
