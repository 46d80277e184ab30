import type { ConfiguredBridge } from '../configured-bridge';
import type { UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import type { RocketChatRoomId } from '../rocketchat/ids';
import type { RoomLink } from '../store/store';

/**
 * @returns the ghost of a local member of a room, of one with an active account if there is one: the others may have left the
 * Matrix room. The app reads the room's state on Matrix as this ghost
 */
export async function findGhostInRoom(
	bridge: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<UserId | undefined> {
	return (await ghostsInRoom(bridge, rocketChatRoomId).next()).value;
}

/** @returns the ghost as which the app reads the Matrix room of a link, and speaks in it; undefined if there is none */
export async function readerOf(
	bridge: ConfiguredBridge,
	{ ghostId, rocketChatId }: RoomLink,
): Promise<UserId | undefined> {
	return ghostId ?? findGhostInRoom(bridge, rocketChatId);
}

/**
 * @param leaving a ghost that is in the Matrix room and leaves it
 * @returns the ghost as which the app reads the room after that; undefined if no other ghost is in it
 */
export async function findSuccessor(
	bridge: ConfiguredBridge,
	{ matrixId, rocketChatId, ghostId }: RoomLink,
	leaving: UserId,
): Promise<UserId | undefined> {
	if (ghostId !== undefined && ghostId !== leaving) {
		return ghostId;
	}
	for await (const other of ghostsInRoom(bridge, rocketChatId)) {
		if (
			other !== leaving &&
			(await bridge.homeserver.members.membership(leaving, matrixId, other)) === 'join'
		) {
			return other;
		}
	}
	return undefined;
}

/** Looks up the ghosts of the local members of a room, one by one, those of active accounts first. */
export async function* ghostsInRoom(
	{ rooms, store, configuration }: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): AsyncGenerator<UserId, undefined> {
	const members = await rooms.members(rocketChatRoomId);
	const active = members.filter(({ isEnabled }) => isEnabled);
	for (const { id } of new Set([...active, ...members])) {
		const link = await store.users.byRocketChatId(id);
		if (link && isOwnMatrixUser(link.matrixId, configuration)) {
			yield link.matrixId;
		}
	}
	return undefined;
}
