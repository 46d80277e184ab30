import type { MessageDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { messageChanged } from './notifications';
import { hasPermission } from './permissions';
import { assertAccess } from './room-access';
import { saveSystemMessage } from './system-message';

/**
 * Pins a message (`apps/meteor/app/message-pin/server/pinMessage.ts`): raises `IPostMessagePinned` and leaves the system
 * message `message_pinned` with a quote of it.
 * @throws {MeteorError} `error-not-authorized`, `error-not-allowed`
 */
export function pinMessage(server: Server, message: MessageDocument, user: UserDocument): MessageDocument {
	assertMayPin(server, message, user, 'pinMessage');
	const pinned = update(collections(server).messages, message._id, {
		pinned: true,
		pinnedAt: new Date(),
		pinnedBy: { _id: user._id, username: user.username },
	});
	void server.appEvents.messagePinned(pinned, user, true);
	messageChanged(server, message._id);
	saveSystemMessage(server, 'message_pinned', message.rid, '', user, {
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
	return pinned;
}

/** Takes the pin away again; no system message. */
export function unpinMessage(server: Server, message: MessageDocument, user: UserDocument): void {
	assertMayPin(server, message, user, 'unpinMessage');
	const unpinned = update(collections(server).messages, message._id, { pinned: false }, [
		'pinnedAt',
		'pinnedBy',
	]);
	void server.appEvents.messagePinned(unpinned, user, false);
	messageChanged(server, message._id);
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
