import type { ConfiguredBridge } from '../../configured-bridge';
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
