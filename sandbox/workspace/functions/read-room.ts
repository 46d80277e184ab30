import type { MessageDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { changeSubscription, subscriptionOf } from './subscriptions';

/** Marks a room as read by a member (`apps/meteor/server/lib/readMessages.ts`). Raises no event. */
export function readRoom(server: Server, roomId: string, userId: string): void {
	const subscription = subscriptionOf(server, roomId, userId);
	if (subscription) {
		changeSubscription(server, subscription, {
			open: true,
			alert: false,
			unread: 0,
			userMentions: 0,
			groupMentions: 0,
			tunread: [],
			ls: new Date(),
		});
	}
}

/**
 * Marks a room as unread from its newest message on (`server/meteor-methods/messages/unreadMessages.ts`). No event.
 * @throws {MeteorError} `error-no-message-for-unread`
 */
export function markRoomUnread(server: Server, userId: string, roomId: string): void {
	const [newest] = collections(server).messages.find(
		{ rid: roomId, _hidden: { $ne: true } },
		{ sort: { ts: -1 }, limit: 1 },
	);
	if (!newest) {
		throw new MeteorError('error-no-message-for-unread', 'There are no messages to mark unread');
	}
	markUnreadSince(server, userId, newest);
}

/**
 * The same from a message of somebody else on.
 * @throws {MeteorError} `error-action-not-allowed` if there is none, or it is the user's own
 */
export function markUnreadFrom(server: Server, userId: string, messageId: string): void {
	const message = collections(server).messages.findById(messageId);
	if (!message || message.u._id === userId) {
		throw new MeteorError('error-action-not-allowed', 'Not allowed');
	}
	markUnreadSince(server, userId, message);
}

function markUnreadSince(server: Server, userId: string, { rid, ts }: MessageDocument): void {
	const subscription = subscriptionOf(server, rid, userId);
	if (subscription) {
		changeSubscription(server, subscription, { open: true, alert: true, ls: ts });
	}
}
