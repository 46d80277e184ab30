import type { MessageDocument, SystemMessageType, UserReference } from '../database/documents';
import type { Server } from '../server';
import { collections, updateWith } from './collections';
import { messageChanged } from './notifications';
import { randomId } from './random-id';
import { roomChanged } from './subscriptions';

/**
 * Stores a system message and raises `IPostSystemMessageSent` (`apps/meteor/server/services/messages/service.ts`,
 * `saveSystemMessage`; the document is that of `Messages.createWithTypeRoomIdMessageUserAndUnread`).
 * @param type - such as `uj`, `ul`, `au`, `ru`, `r`, `room_changed_topic`
 * @param text - what changed: a username, or the new value of a room setting
 * @throws Error if the owner has no username
 */
export function saveSystemMessage(
	server: Server,
	type: SystemMessageType,
	roomId: string,
	text: string,
	owner: Pick<UserReference, '_id' | 'username' | 'name'>,
	extra: Partial<MessageDocument> = {},
): MessageDocument {
	if (!owner.username) {
		throw new Error('The username cannot be empty.');
	}
	const { messages, rooms } = collections(server);
	const now = new Date();
	const message = messages.insert({
		t: type,
		rid: roomId,
		ts: now,
		msg: text,
		u: {
			_id: owner._id,
			username: owner.username,
			...(owner.name !== undefined && { name: owner.name }),
		},
		groupable: false,
		_id: randomId(),
		_updatedAt: now,
		...extra,
	});
	updateWith(rooms, roomId, (room) => ({ msgs: room.msgs + 1 }));
	void server.appEvents.systemMessageSent(message);
	messageChanged(server, message._id);
	roomChanged(server, roomId);
	return message;
}
