import type { MessageDocument } from '../database/documents';
import type { Server } from '../server';
import { collections } from './collections';
import { subscriptionOf } from './subscriptions';

/** How apps ask for messages (the engine's `GetMessagesOptions`). */
export interface HistoryOptions {
	limit?: number;
	skip?: number;
	sort?: Partial<Record<'createdAt', 'asc' | 'desc'>>;
	showThreadMessages?: boolean;
}

/** A room's messages without system messages and hidden ones (`bridges/rooms.ts`, `getMessages`). */
export function messagesOf(server: Server, roomId: string, options: HistoryOptions): MessageDocument[] {
	return collections(server).messages.find(
		{
			rid: roomId,
			_hidden: { $ne: true },
			t: { $exists: false },
			...(!options.showThreadMessages && { tmid: { $exists: false } }),
		},
		page(options),
	);
}

/**
 * What came since a member last looked (`bridges/rooms.ts`, `getUnreadByUser`): system messages count too. Nothing for a
 * member who has never looked.
 * @throws Error `User not subscribed to room`
 */
export function unreadMessagesOf(
	server: Server,
	roomId: string,
	userId: string,
	options: HistoryOptions = { showThreadMessages: true },
): MessageDocument[] {
	const subscription = subscriptionOf(server, roomId, userId);
	if (!subscription) {
		throw new Error('User not subscribed to room');
	}
	if (!subscription.ls) {
		return [];
	}
	return collections(server).messages.find(
		{
			rid: roomId,
			_hidden: { $ne: true },
			ts: { $gt: subscription.ls, $lt: new Date() },
			...(!options.showThreadMessages && { tmid: { $exists: false } }),
		},
		page({ ...options, sort: options.sort?.createdAt ? options.sort : { createdAt: 'asc' } }),
	);
}

function page({ limit, skip, sort }: HistoryOptions): {
	limit?: number;
	skip?: number;
	sort?: Record<string, 1 | -1>;
} {
	return {
		...(limit !== undefined && { limit }),
		...(skip !== undefined && { skip }),
		...(sort?.createdAt && { sort: { ts: sort.createdAt === 'desc' ? -1 : 1 } }),
	};
}
