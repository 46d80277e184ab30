import type { ConfiguredBridge } from '../../configured-bridge';
import { isErrcode } from '../../matrix/homeserver-error';
import type { UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RoomLink } from '../../store/store';

/**
 * @returns the ghosts that are in a federated room as far as is known, the one first as which the app reads the room and acts in
 * it where nobody else can
 */
export async function ghostsIn(
	{ store, configuration }: ConfiguredBridge,
	{ matrixId: roomId, ghostId }: RoomLink,
): Promise<UserId[]> {
	const members = await store.members.of(roomId);
	const ghosts = [...members].filter((id) => isOwnMatrixUser(id, configuration));
	return [...new Set([...(ghostId ? [ghostId] : []), ...ghosts])];
}

/**
 * Reads something of a room as the first ghost that may: the others may have been removed from it.
 * @returns what `read` returns; undefined if none of them is in the room
 * @throws any other failure of `read`
 */
export async function readAsFirst<Result>(
	ghosts: readonly UserId[],
	read: (reader: UserId) => Promise<Result>,
): Promise<Result | undefined> {
	for (const reader of ghosts) {
		try {
			return await read(reader);
		} catch (error) {
			if (!isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
				throw error;
			}
		}
	}
	return undefined;
}

/** Makes another ghost the reader of a room, because a ghost is leaving it or has left it. */
export async function replaceReader(
	bridge: ConfiguredBridge,
	{ matrixId: roomId }: RoomLink,
	leaving: UserId,
): Promise<void> {
	const { store } = bridge;
	const link = await store.rooms.byMatrixId(roomId);
	if (link?.ghostId !== leaving) {
		return;
	}
	const other = (await ghostsIn(bridge, link)).find((id) => id !== leaving);
	if (other) {
		await store.rooms.change({ ...link, ghostId: other });
	}
}
