import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import { mayRedact } from '../../matrix/power-levels';
import { findGhostInRoom } from '../../people/ghost-in-room';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { powerState } from '../room-state/actors';

/**
 * @param rocketChatRoomId the room in Rocket.Chat; one of its ghosts reads the state on Matrix
 * @returns whether the sender of an event has the power to redact messages of others. Client-Server API, "Redactions"
 */
export async function senderMayRedact(
	bridge: ConfiguredBridge,
	{ roomId, sender }: RoomEvent,
	rocketChatRoomId: RocketChatRoomId,
): Promise<boolean> {
	const ghostId = await findGhostInRoom(bridge, rocketChatRoomId);
	return ghostId !== undefined && mayRedact(await powerState(bridge, ghostId, roomId), sender);
}
