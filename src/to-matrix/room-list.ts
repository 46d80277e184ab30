import type { AppContext } from '../app-context';
import type { RoomId } from '../matrix/ids';
import type { RocketChatRoomId } from '../rocketchat/ids';

/** Milliseconds before its listing from which a room that an older version linked is compared with Matrix. */
const LOOKED_BACK_MS = 600_000;

/**
 * Lists a linked room, so that it is compared with Matrix after a restart or an outage. Costs no call once it is listed.
 * @param matrixRoomId as the event of Rocket.Chat names it, which may have been raised before the room got another one
 * @returns the Matrix room of its messages
 */
export async function listRoom(
	app: Pick<AppContext, 'store' | 'openStore'>,
	roomId: RocketChatRoomId,
	matrixRoomId: RoomId,
): Promise<RoomId> {
	const { progress, rooms } = app.store;
	const listed = await progress.of(roomId);
	if (listed && (listed.matrixRoomId === matrixRoomId || listed.formerRooms?.includes(matrixRoomId))) {
		return listed.matrixRoomId;
	}
	const link = await rooms.byMatrixId(matrixRoomId);
	if (!link && !listed) {
		return matrixRoomId; // it was unlinked while the event waited
	}
	const linkedAt = Math.max(link?.at ?? 0, await app.openStore());
	const checkedTo = listed?.checkedTo ?? Math.max(linkedAt, Date.now() - LOOKED_BACK_MS);
	await progress.save({ ...listed, roomId, matrixRoomId, from: listed?.from ?? checkedTo, checkedTo });
	return matrixRoomId;
}
