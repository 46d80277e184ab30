import type { MessageDocument, RoomDocument } from '../database/documents';
import { addUserToRoom } from '../functions/add-user-to-room';
import { collections } from '../functions/collections';
import { createDirectMessage } from '../functions/create-direct-room';
import { canAccessRoom } from '../functions/room-access';
import { leaveRoom } from '../functions/remove-user-from-room';
import { executeSendMessage } from '../functions/send-message';
import { executeSetReaction } from '../functions/set-reaction';
import { subscriptionOf } from '../functions/subscriptions';
import { executeUpdateMessage } from '../functions/update-message';
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
		accessible(server, session, roomNamed(server, String(name)), 'getRoomIdByNameOrId')._id,
	getRoomNameById: (server, session, [roomId]) =>
		accessible(server, session, collections(server).rooms.findById(String(roomId)), 'getRoomNameById')
			.name,
	updateMessage: (server, session, [given]) =>
		updateMessage(server, session, given as Partial<MessageDocument>),
	leaveRoom: async (server, session, [roomId]) => {
		await leaveRoom(server, session.loggedInUser(), String(roomId));
	},
	joinRoom: async (server, session, [roomId]) => {
		const room = accessible(server, session, roomNamed(server, String(roomId)), 'joinRoom');
		await addUserToRoom(server, room._id, session.userId());
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

/** The fields of a message that an edit may change (`server/meteor-methods/messages/updateMessage.ts`). */
const editable = ['tshow', 'alias', 'attachments', 'avatar', 'emoji', 'msg', 'customFields', 'content'];

/**
 * Edits a message. The sandbox takes over only its text and its custom fields.
 * @throws {MeteorError} `error-invalid-update-key` if another field differs from the stored one; fields that are objects
 * always differ, as in Rocket.Chat
 */
async function updateMessage(
	server: Server,
	session: Session,
	given: Partial<MessageDocument>,
): Promise<void> {
	const user = session.loggedInUser();
	const original = collections(server).messages.findById(given._id ?? '');
	if (!original) {
		return;
	}
	for (const [key, value] of Object.entries(given)) {
		if (!editable.includes(key) && value !== original[key as keyof MessageDocument]) {
			throw new MeteorError('error-invalid-update-key', `Cannot update the message ${key}`);
		}
	}
	const { msg = original.msg, customFields } = given;
	await executeUpdateMessage(server, user, original._id, { msg, ...(customFields && { customFields }) });
}

/** @returns the room with this id, or else with this name */
function roomNamed(server: Server, nameOrId: string): RoomDocument | undefined {
	const { rooms } = collections(server);
	return rooms.findById(nameOrId) ?? rooms.findOne({ name: nameOrId });
}

/** @throws {MeteorError} `error-not-allowed` if there is none, or the user may not see it */
function accessible(
	server: Server,
	session: Session,
	room: RoomDocument | undefined,
	method: string,
): RoomDocument {
	const userId = session.userId();
	if (!room || (!canAccessRoom(server, room, userId) && !subscriptionOf(server, room._id, userId))) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	return room;
}

function asDate(value: unknown): Date | undefined {
	const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
