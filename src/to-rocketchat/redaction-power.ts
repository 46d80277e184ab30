import type { Federation } from '../federation';
import type { RoomEvent } from '../matrix/events';
import { mayRedact } from '../matrix/power-levels';
import { witnessIn } from '../people/witness';

/**
 * @param rocketChatRoomId where somebody local is who sees the room's state
 * @returns whether the sender of an event may take back what others wrote in its room. Client-Server API, "Redactions"
 */
export async function senderMayRedact(
	federation: Federation,
	{ roomId, sender }: RoomEvent,
	rocketChatRoomId: string,
): Promise<boolean> {
	const witness = await witnessIn(federation, rocketChatRoomId);
	return witness !== undefined && mayRedact(await federation.homeserver.state(witness, roomId), sender);
}
