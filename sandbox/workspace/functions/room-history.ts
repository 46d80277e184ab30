import type { MessageDocument } from '../database/documents';
import type { Server } from '../server';
import { collections } from './collections';

/** How apps ask for messages (the engine's `GetMessagesOptions`). */
interface HistoryOptions {
	limit?: number;
	skip?: number;
	sort?: Partial<Record<'createdAt', 'asc' | 'desc'>>;
	showThreadMessages?: boolean;
}

/** A room's messages without system messages and hidden ones (`bridges/rooms.ts`, `getMessages`). */
export function messagesOf(server: Server, roomId: string, options: HistoryOptions): MessageDocument[] {
	const { limit, skip, sort, showThreadMessages } = options;
	return collections(server).messages.find(
		{
			rid: roomId,
			_hidden: { $ne: true },
			t: { $exists: false },
			...(!showThreadMessages && { tmid: { $exists: false } }),
		},
		{
			...(limit !== undefined && { limit }),
			...(skip !== undefined && { skip }),
			...(sort?.createdAt && { sort: { ts: sort.createdAt === 'desc' ? -1 : 1 } }),
		},
	);
}
