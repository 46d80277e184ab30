import type { MessageDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { hasPermission } from './permissions';
import { roomChanged } from './subscriptions';
import { removeUpload } from './uploads';

interface Period {
	readonly oldest: Date;
	readonly latest: Date;
	/** Messages of exactly these times count too. */
	readonly inclusive: boolean;
	readonly excludePinned: boolean;
}

/**
 * Removes the messages of a period with their files (`server/meteor-methods/rooms/cleanRoomHistory.ts`,
 * `server/lib/rooms/cleanRoomHistory.ts`). Apps hear nothing of it: there is no event for each message.
 * @returns how many messages were removed
 * @throws {MeteorError} `error-not-allowed`
 */
export function cleanHistory(server: Server, roomId: string, user: UserDocument, period: Period): number {
	if (!hasPermission(server, user._id, 'clean-channel-history', roomId)) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method: 'cleanRoomHistory' });
	}
	const { messages, deletedMessages, rooms } = collections(server);
	const { oldest, latest, inclusive, excludePinned } = period;
	const ts = inclusive ? { $gte: oldest, $lte: latest } : { $gt: oldest, $lt: latest };
	const removed = messages
		.find({ rid: roomId, ts })
		.filter(({ pinned }) => !excludePinned || pinned !== true);
	for (const message of removed) {
		filesOf(message).forEach((id) => removeUpload(server, id));
		messages.remove(message._id);
		deletedMessages.insert({ _id: message._id, rid: roomId, _deletedAt: new Date() });
	}
	if (removed.length > 0) {
		const room = rooms.findById(roomId);
		const [last] = messages.find(
			{ rid: roomId, _hidden: { $ne: true }, t: { $exists: false } },
			{ sort: { ts: -1 }, limit: 1 },
		);
		update(
			rooms,
			roomId,
			{ msgs: (room?.msgs ?? 0) - removed.length, ...(last && { lastMessage: last }) },
			last ? [] : ['lastMessage'],
		);
		roomChanged(server, roomId);
		server.streams.emit('notify-room', `${roomId}/deleteMessageBulk`, [
			{ rid: roomId, excludePinned, ts, ids: removed.map(({ _id }) => _id) },
		]);
	}
	return removed.length;
}

function filesOf({ file, files }: MessageDocument): string[] {
	return (files ?? (file ? [file] : [])).map(({ _id }) => _id);
}
