import type { Server } from '../server';
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
