import type { MessageDocument } from '../database/documents';
import type { Server } from '../server';
import { myMessages } from '../realtime/streams';
import { collections } from './collections';

/**
 * English texts of the keys that reach people as ephemeral messages (`packages/i18n/src/locales/en.i18n.json`, in our
 * words).
 */
const texts: Record<string, string> = {
	'error-not-allowed': 'Not allowed',
	'error-invalid-room': 'Invalid room',
	'error-action-not-allowed': 'This action is not allowed',
	room_is_archived: 'This room is archived',
	room_is_blocked: 'This room is blocked',
	You_have_been_muted: 'You have been muted and cannot speak in this room',
};

/** The English text of a key, or the key itself if it has none, as in i18next. */
export function translated(key: string): string {
	return texts[key] ?? key;
}

/**
 * Shows a user a message that is not stored: event `notify.ephemeralMessage`
 * (`apps/meteor/server/modules/listeners/listeners.module.ts`).
 */
export function notifyEphemerally(
	server: Server,
	userId: string,
	roomId: string,
	message: Partial<MessageDocument>,
): void {
	server.streams.emit('notify-user', `${userId}/message`, [
		{
			groupable: false,
			u: { _id: 'rocket.cat', username: 'rocket.cat' },
			private: true,
			_id: message._id ?? String(Date.now()),
			rid: roomId,
			ts: new Date(),
			...message,
		},
	]);
}

/** Sends a new or changed message to everybody who watches its room (`notifyOnMessageChange`). */
export function messageChanged(server: Server, messageId: string): void {
	const message = collections(server).messages.findById(messageId);
	if (message && !message._hidden) {
		server.streams.emit('room-messages', message.rid, [message]);
		server.streams.emit('room-messages', myMessages, [message]);
	}
}
