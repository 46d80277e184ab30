import type { MessageDocument, RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, updateWith, update } from './collections';
import { deleteRoom } from './delete-room';
import { showDiscussionCount } from './discussion-count';
import { messageChanged } from './notifications';
import { hasPermission } from './permissions';
import { roomChanged } from './subscriptions';
import { keepHistory } from './update-message';
import { removeUpload } from './uploads';

/**
 * What REST `chat.delete` does (`deleteMessageValidatingPermission`).
 * @throws {MeteorError} `error-action-not-allowed`
 */
export async function deleteMessageAs(server: Server, messageId: string, userId: string): Promise<void> {
	const { messages, users, rooms } = collections(server);
	const message = messages.findById(messageId);
	const user = users.findById(userId);
	const room = message && rooms.findById(message.rid);
	if (!message || !user || !room || !mayDelete(server, user, message, room)) {
		throw new MeteorError('error-action-not-allowed', 'Not allowed');
	}
	await deleteMessage(server, message, user);
}

/**
 * Deletes a message (`apps/meteor/app/lib/server/functions/deleteMessage.ts`): `IPreMessageDeletePrevent`, then
 * `IPostMessageDeleted` with the message as it was. With the announcement of a discussion goes the discussion, without an event of
 * its own. The message stays as type `rm` with the setting `Message_ShowDeletedStatus`
 * or if it has replies, as a hidden one with `Message_KeepHistory`. Checks no permission.
 * @throws {MeteorError} `error-app-prevented-deleting`
 */
export async function deleteMessage(
	server: Server,
	message: MessageDocument,
	user: UserDocument,
): Promise<void> {
	const { messages } = collections(server);
	const deleted = messages.findById(message._id);
	if (deleted && (await server.appEvents.beforeMessageDeleted(deleted))) {
		throw new MeteorError(
			'error-app-prevented-deleting',
			'A Rocket.Chat App prevented the message deleting.',
		);
	}
	if (deleted) {
		removeOrHide(server, deleted, user);
		updateRoomAfterDeletion(server, deleted);
		showDiscussionCount(server, deleted.rid);
		if (deleted.drid) {
			deleteRoom(server, deleted.drid);
		}
		void server.appEvents.messageDeleted(deleted, user);
	}
}

function removeOrHide(server: Server, message: MessageDocument, user: UserDocument): void {
	const { messages, uploads, deletedMessages } = collections(server);
	const isThread = (message.tcount ?? 0) > 0;
	const keepsHistory = server.settings.get('Message_KeepHistory') === true || isThread;
	const showsDeleted = server.settings.get('Message_ShowDeletedStatus') === true || isThread;
	if (message.tmid) {
		updateWith(messages, message.tmid, ({ tcount = 1 }) => ({ tcount: tcount - 1 }));
	}
	const files = message.files ?? (message.file ? [message.file] : []);
	if (keepsHistory && showsDeleted) {
		keepHistory(server, message, user);
	}
	for (const { _id } of files) {
		if (!keepsHistory) {
			removeUpload(server, _id);
		} else if (uploads.findById(_id)) {
			update(uploads, _id, { _hidden: true });
		}
	}
	if (showsDeleted) {
		markAsDeleted(server, message, user);
		return;
	}
	if (keepsHistory) {
		update(messages, message._id, { _hidden: true });
	} else {
		messages.remove(message._id);
		deletedMessages.insert({
			_id: message._id,
			rid: message.rid,
			...(message.tmid && { tmid: message.tmid }),
			_deletedAt: new Date(),
		});
	}
	server.streams.emit('notify-room', `${message.rid}/deleteMessage`, [{ _id: message._id }]);
}

/** `Messages.setAsDeletedByIdAndUser` */
function markAsDeleted(server: Server, message: MessageDocument, user: UserDocument): void {
	update(
		collections(server).messages,
		message._id,
		{
			msg: '',
			t: 'rm',
			urls: [],
			mentions: [],
			attachments: [],
			reactions: {},
			editedAt: new Date(),
			editedBy: { _id: user._id, username: user.username },
		},
		['md', 'blocks', 'tshow'],
	);
	messageChanged(server, message._id);
}

function updateRoomAfterDeletion(server: Server, deleted: MessageDocument): void {
	const { rooms, messages } = collections(server);
	const room = rooms.findById(deleted.rid);
	if (!room) {
		return;
	}
	const wasLast = !room.lastMessage || room.lastMessage._id === deleted._id;
	const [last] = wasLast
		? messages.find(
				{ rid: deleted.rid, _hidden: { $ne: true }, t: { $exists: false } },
				{ sort: { ts: -1 }, limit: 1 },
			)
		: [room.lastMessage];
	update(
		rooms,
		room._id,
		{ msgs: room.msgs - 1, ...(last && { lastMessage: last }) },
		last ? [] : ['lastMessage'],
	);
	roomChanged(server, room._id);
}

/** `apps/meteor/app/authorization/server/functions/canDeleteMessage.ts` */
function mayDelete(
	server: Server,
	user: UserDocument,
	message: MessageDocument,
	room: RoomDocument,
): boolean {
	const { _id: userId } = user;
	if (hasPermission(server, userId, 'force-delete-message', room._id)) {
		return true;
	}
	if (server.settings.get('Message_AllowDeleting') !== true) {
		return false;
	}
	const own = message.u._id === userId && hasPermission(server, userId, 'delete-own-message', room._id);
	if (!own && !hasPermission(server, userId, 'delete-message', room._id)) {
		return false;
	}
	const minutes =
		server.settings.get<number | undefined>('Message_AllowDeleting_BlockDeleteInMinutes') ?? 0;
	const age = Math.round((Date.now() - message.ts.getTime()) / 60_000);
	if (minutes && age > minutes && !hasPermission(server, userId, 'bypass-time-limit-edit-and-delete')) {
		return false;
	}
	const writes = room.ro !== true || hasPermission(server, userId, 'post-readonly', room._id);
	if (!writes && !room.unmuted?.includes(message.u.username)) {
		throw new Error("You can't delete messages because the room is readonly.");
	}
	return true;
}
