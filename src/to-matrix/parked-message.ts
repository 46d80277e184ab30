import type { StoredMessage } from '../rocketchat/entities';
import type { ParkedChange } from '../store/parked-events';

/** @returns a new message in the form in which it is parked */
export function asParkedChange({
	id: messageId,
	room,
	sender,
}: Pick<StoredMessage, 'id' | 'room' | 'sender'>): ParkedChange {
	return { what: 'message', messageId, rocketChatRoomId: room.id, actorId: sender?.id };
}
