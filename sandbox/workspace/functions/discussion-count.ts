import type { Server } from '../server';
import { collections, update } from './collections';
import { messageChanged } from './notifications';

/**
 * Shows in the parent room how many messages a discussion has (`app/discussion/server/hooks/propagateDiscussionMetadata.ts`).
 * No event.
 */
export function showDiscussionCount(server: Server, roomId: string): void {
	const { rooms, messages } = collections(server);
	const { prid, msgs, lm } = rooms.findById(roomId) ?? {};
	const announcement = prid === undefined ? undefined : messages.findOne({ drid: roomId });
	if (announcement) {
		update(messages, announcement._id, { dcount: msgs ?? 0, ...(lm && { dlm: lm }) });
		messageChanged(server, announcement._id);
	}
}
