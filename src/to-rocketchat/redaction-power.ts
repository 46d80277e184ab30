import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { mayRedact } from '../matrix/power-levels';
import { findGhostInRoom } from '../people/ghost-in-room';

/**
 * @param rocketChatRoomId where somebody local is who sees the room's state
 * @returns whether the sender of an event may take back what others wrote in its room. Client-Server API, "Redactions"
 */
export async function senderMayRedact(
	bridge: ConfiguredBridge,
	{ roomId, sender }: RoomEvent,
	rocketChatRoomId: string,
): Promise<boolean> {
	const witness = await findGhostInRoom(bridge, rocketChatRoomId);
	return witness !== undefined && mayRedact(await bridge.homeserver.state(witness, roomId), sender);
}
