import type { ConfiguredBridge } from '../../configured-bridge';
import type { StateEvent } from '../../matrix/events';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId, UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';

/**
 * @param reader a ghost that is in the room, if there is one
 * @returns whether somebody has removed a ghost from a Matrix room. A ghost that has left by itself, and not by the app, was
 * made to leave by the homeserver's administrator: its user has not left, and the ghost comes back when they write
 */
export async function wasRemovedByOthers(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	ghostId: UserId,
	reader = ghostId,
): Promise<boolean> {
	const event = await memberEvent(bridge, roomId, ghostId, reader);
	return event !== undefined && event.sender !== ghostId;
}

/**
 * @param userId somebody whom the app was adding to a Matrix room, and who is not in it
 * @param reader a ghost that is in the room, if there is one
 * @param since when the app began that, by the clock of the server. A removal that is older, and was carried over, does not count
 * @returns whether somebody on Matrix has ended the membership since: others have removed the person, or an external person has left
 */
export async function wasEndedSince(
	bridge: ConfiguredBridge,
	roomId: RoomId,
	userId: UserId,
	{ reader = userId, since }: { reader: UserId | undefined; since: number },
): Promise<boolean> {
	const event = await memberEvent(bridge, roomId, userId, reader);
	const { content, sender, origin_server_ts: at = 0 } = event ?? {};
	const isEnded = content?.membership === 'leave' || content?.membership === 'ban';
	return (
		isEnded &&
		at > since &&
		sender !== undefined &&
		!isOwnMatrixUser(sender as UserId, bridge.configuration)
	);
}

/** @returns what a room says of somebody; undefined if it says nothing, or if the reader may not read it */
async function memberEvent(
	{ homeserver }: ConfiguredBridge,
	roomId: RoomId,
	userId: UserId,
	reader: UserId,
): Promise<StateEvent | undefined> {
	try {
		return await homeserver.rooms.memberEvent(reader, roomId, userId);
	} catch (error) {
		if (isErrcode(error, 'M_FORBIDDEN', 'M_NOT_FOUND')) {
			return undefined;
		}
		throw error;
	}
}
