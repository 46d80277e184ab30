import type { MessageDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { messageChanged } from './notifications';
import { hasPermission } from './permissions';
import { assertAccess } from './room-access';
import { saveSystemMessage } from './system-message';

/**
 * Pins a message (`apps/meteor/app/message-pin/server/pinMessage.ts`): raises `IPostMessagePinned`, waits for its
 * handlers, and leaves the system message `message_pinned` with a quote of it.
 * @returns the system message, or the message itself if it was pinned before
 * @throws {MeteorError} `error-action-not-allowed`, `not-authorized`
 */
export async function pinMessage(
	server: Server,
	message: MessageDocument,
	user: UserDocument,
): Promise<MessageDocument> {
	assertMayPin(server, message, user, 'pinMessage');
	if (message.pinned) {
		return message;
	}
	const pinned = setPinned(server, message, user, true);
	await server.appEvents.messagePinned(pinned, user, true);
	return saveSystemMessage(server, 'message_pinned', message.rid, '', user, {
		attachments: [
			{
				text: message.msg,
				author_name: message.u.username,
				author_icon: `/avatar/${encodeURIComponent(message.u.username)}`,
				ts: message.ts,
				attachments: message.attachments ?? [],
			},
		],
	});
}

/** Removes the pin. Leaves no system message. */
export async function unpinMessage(
	server: Server,
	message: MessageDocument,
	user: UserDocument,
): Promise<void> {
	assertMayPin(server, message, user, 'unpinMessage');
	await server.appEvents.messagePinned(setPinned(server, message, user, false), user, false);
}

function setPinned(
	server: Server,
	message: MessageDocument,
	user: UserDocument,
	pinned: boolean,
): MessageDocument {
	const { rooms, messages } = collections(server);
	const changed = update(messages, message._id, {
		pinned,
		pinnedAt: new Date(),
		pinnedBy: { _id: user._id, username: user.username },
	});
	if (rooms.findById(message.rid)?.lastMessage?._id === message._id) {
		update(rooms, message.rid, { lastMessage: changed });
	}
	messageChanged(server, message._id);
	return changed;
}

function assertMayPin(server: Server, message: MessageDocument, user: UserDocument, method: string): void {
	if (server.settings.get('Message_AllowPinning') !== true) {
		throw new MeteorError('error-action-not-allowed', 'Message pinning not allowed', {
			method,
			action: 'Message_pinning',
		});
	}
	assertAccess(server, message.rid, user._id);
	if (!hasPermission(server, user._id, 'pin-message', message.rid)) {
		throw new MeteorError('not-authorized', 'Not Authorized', { method });
	}
}
