import type { MessageDocument, RoomDocument } from '../database/documents';
import { addUserToRoom } from '../functions/add-user-to-room';
import { collections } from '../functions/collections';
import { createDirectMessage } from '../functions/create-direct-room';
import { canAccessRoom } from '../functions/room-access';
import { executeSendMessage } from '../functions/send-message';
import { executeSetReaction } from '../functions/set-reaction';
import { subscriptionOf } from '../functions/subscriptions';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import type { Session } from './session';

export type Method = (server: Server, session: Session, params: readonly unknown[]) => unknown;

/** Messages that `loadHistory` gives if the client names no number. */
const historyLength = 20;

/**
 * The methods by which clients and bots on Rocket.Chat's SDK read and write messages
 * (`apps/meteor/server/meteor-methods/messages/`, `…/rooms/`).
 */
export const messageMethods: Readonly<Record<string, Method>> = {
	sendMessage: (server, session, [given]) => {
		const message = { ...(given as Partial<MessageDocument>) };
		if (message.t !== undefined) {
			throw new Error("Cannot send system messages using 'sendMessage'");
		}
		return executeSendMessage(server, session.userId(), message);
	},
	setReaction: (server, session, [reaction, messageId, wanted]) =>
		executeSetReaction(
			server,
			session.userId(),
			String(reaction),
			String(messageId),
			typeof wanted === 'boolean' ? wanted : undefined,
		),
	loadHistory: (server, session, [roomId, end, limit, lastSeen]) =>
		loadHistory(server, session.userId(), String(roomId), {
			end: asDate(end),
			limit: typeof limit === 'number' ? limit : historyLength,
			lastSeen: asDate(lastSeen),
		}),
	createDirectMessage: async (server, session, usernames) => {
		const { room } = await createDirectMessage(server, usernames.map(String), session.userId());
		return { ...room, rid: room._id };
	},
	getRoomIdByNameOrId: (server, session, [name]) =>
		accessibleRoom(server, session.userId(), String(name))._id,
	joinRoom: async (server, session, [roomId]) => {
		await addUserToRoom(
			server,
			accessibleRoom(server, session.userId(), String(roomId))._id,
			session.userId(),
		);
		return true;
	},
};

interface HistoryPart {
	/** Only older messages. */
	readonly end: Date | undefined;
	readonly limit: number;
	/** When the client saw the room last; newer messages are unread. */
	readonly lastSeen: Date | undefined;
}

/**
 * The newest messages before a time, newest first, and how many unread ones are older
 * (`server/lib/messages/loadMessageHistory.ts`).
 * @returns false if the user may not see the room
 */
function loadHistory(
	server: Server,
	userId: string,
	roomId: string,
	{ end, limit, lastSeen }: HistoryPart,
): object | false {
	const { rooms, messages } = collections(server);
	const room = rooms.findById(roomId);
	if (!room || !canAccessRoom(server, room, userId)) {
		return false;
	}
	const found = messages.find(
		{ rid: roomId, _hidden: { $ne: true }, ...(end && { ts: { $lt: end } }) },
		{ sort: { ts: -1 }, limit },
	);
	const oldest = found.at(-1);
	const unread =
		lastSeen && oldest && oldest.ts > lastSeen
			? messages.find(
					{ rid: roomId, _hidden: { $ne: true }, ts: { $gt: lastSeen, $lt: oldest.ts } },
					{ sort: { ts: 1 } },
				)
			: [];
	return { messages: found, ...(unread[0] && { firstUnread: unread[0] }), unreadNotLoaded: unread.length };
}

/** @throws {MeteorError} `error-not-allowed` if there is none, or the user may not see it */
function accessibleRoom(server: Server, userId: string, nameOrId: string): RoomDocument {
	const { rooms } = collections(server);
	const room = rooms.findById(nameOrId) ?? rooms.findOne({ name: nameOrId });
	if (!room || (!canAccessRoom(server, room, userId) && !subscriptionOf(server, room._id, userId))) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method: 'getRoomIdByNameOrId' });
	}
	return room;
}

function asDate(value: unknown): Date | undefined {
	const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
