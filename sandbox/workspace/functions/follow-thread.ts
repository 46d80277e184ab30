import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { messageChanged } from './notifications';
import { canAccessRoom } from './room-access';

/**
 * Makes a user follow the thread of a message, or stop to follow it (`server/meteor-methods/messages/followMessage.ts`,
 * `unfollowMessage.ts`): `IPostMessageFollowed`.
 * @throws {MeteorError} `error-invalid-message`, `error-not-allowed`
 */
export async function followThread(
	server: Server,
	user: UserDocument,
	messageId: string,
	followed: boolean,
): Promise<void> {
	const { messages, rooms } = collections(server);
	const message = messages.findById(messageId);
	if (!message) {
		throw new MeteorError('error-invalid-message', 'Invalid message');
	}
	const room = rooms.findById(message.rid);
	if (!room || !canAccessRoom(server, room, user._id)) {
		throw new MeteorError('error-not-allowed', 'not-allowed');
	}
	const thread = messages.findById(message.tmid ?? message._id) ?? message;
	const others = (thread.replies ?? []).filter((id) => id !== user._id);
	update(messages, thread._id, { replies: followed ? [...others, user._id] : others });
	messageChanged(server, thread._id);
	await server.appEvents.messageFollowed(message, user, followed);
}
