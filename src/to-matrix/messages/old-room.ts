import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { failureOf } from '../../failure';
import { isErrcode } from '../../matrix/homeserver-error';
import type { RoomId } from '../../matrix/ids';
import type { RocketChatMessageId } from '../../rocketchat/ids';

/**
 * Changes a message on Matrix, in the room where it is. After an upgrade the older messages stay in the old room, in which homeservers
 * let only moderators write. Client-Server API, "Room upgrades".
 * @param presentId the Matrix room that the message's room is linked to now
 * @throws FederationError `message-in-old-room` if the old room forbids the change; what `change` throws otherwise
 */
export async function changeInItsRoom<Result>(
	{ store }: ConfiguredBridge,
	messageId: RocketChatMessageId,
	presentId: RoomId,
	change: () => Promise<Result>,
): Promise<Result> {
	try {
		return await change();
	} catch (error) {
		const isForbidden = isErrcode(error, 'M_FORBIDDEN') || failureOf(error).code === 'redaction-refused';
		const link = isForbidden ? await store.messages.byRocketChatId(messageId) : undefined;
		throw link && link.roomId !== presentId
			? new FederationError('message-in-old-room', {}, { cause: error })
			: error;
	}
}
