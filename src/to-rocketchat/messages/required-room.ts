import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import type { RocketChatRoomId } from '../../rocketchat/ids';

/**
 * Finds out why a message is not there: it was deleted, which is nobody's concern, or its whole room was. Rocket.Chat
 * deletes a direct message of two with the account of one of them.
 * @throws FederationError `message-refused` if the room does not exist any more, so that the people on Matrix are told
 */
export async function requireRoom(
	{ rooms }: ConfiguredBridge,
	rocketChatRoomId: RocketChatRoomId,
): Promise<void> {
	if (!(await rooms.byId(rocketChatRoomId))) {
		throw new FederationError('message-refused', { reason: 'room-gone' });
	}
}
