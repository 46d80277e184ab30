import type { ConfiguredBridge } from '../../src/configured-bridge';
import type { MessageText } from '../../src/matrix/events';
import type { RoomId } from '../../src/matrix/ids';
import type { RocketChatMessage } from '../../src/rocketchat/entities';
import { convertMessage, isFile, type OutgoingMessage } from '../../src/to-matrix/messages/message-content';

/** Converts a message without files. */
export async function convertText(
	bridge: ConfiguredBridge,
	message: RocketChatMessage,
	roomId: RoomId,
): Promise<Omit<OutgoingMessage, 'parts'> & { readonly parts: readonly MessageText[] }> {
	const outgoing = await convertMessage(bridge, message, roomId);
	const parts = outgoing.parts.map((part) => {
		if (isFile(part)) {
			throw new Error('the message has a file');
		}
		return part;
	});
	return { ...outgoing, parts };
}
