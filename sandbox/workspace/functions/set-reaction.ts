import type { MessageDocument, RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { collections, update } from './collections';
import { isEmojiName } from './emoji-names';
import { messageChanged, notifyEphemerally, translated } from './notifications';
import { hasPermission } from './permissions';
import { canAccessRoom } from './room-access';

const method = 'setReaction';

/**
 * Adds or removes a reaction (`apps/meteor/app/reactions/server/setReaction.ts`): REST `chat.react` and the apps'
 * bridge. Raises `IPostMessageReacted`; does nothing if the reaction is already as wanted.
 * @param reaction - an emoji's name, with colons or without; it must be in the server's list or a custom emoji
 * @param wanted - if left out, the reaction is toggled
 * @throws {MeteorError} `error-not-allowed` (`Invalid emoji provided.` or no such message), `error-invalid-user`,
 * `not-authorized`; Error in a read-only room
 */
export async function executeSetReaction(
	server: Server,
	userId: string,
	reaction: string,
	messageId: string,
	wanted?: boolean,
): Promise<void> {
	const { users, messages, rooms } = collections(server);
	const name = reaction.replaceAll(':', '');
	const emoji = `:${name}:`;
	if (!isEmojiName(name) && !isCustomEmoji(server, name)) {
		throw new MeteorError('error-not-allowed', 'Invalid emoji provided.', { method });
	}
	const user = users.findById(userId);
	if (!user) {
		throw new MeteorError('error-invalid-user', 'Invalid user', { method });
	}
	const message = messages.findById(messageId);
	const room = message && rooms.findById(message.rid);
	if (!room) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	const reacted = Boolean(message.reactions?.[emoji]?.usernames.includes(user.username));
	const isAdded = behaves(server, 'addsAbsentReactions') && !message.reactions;
	if (reacted === (wanted ?? !reacted) && !isAdded) {
		return;
	}
	if (!canAccessRoom(server, room, userId)) {
		throw new MeteorError('not-authorized', 'Not Authorized', { method });
	}
	assertMayReact(server, room, user);
	const changed = withReaction(message, emoji, user.username, !reacted);
	update(
		messages,
		message._id,
		changed.reactions ? { reactions: changed.reactions } : {},
		changed.reactions ? [] : ['reactions'],
	);
	if (room.lastMessage?._id === message._id) {
		update(rooms, room._id, { lastMessage: changed });
	}
	void server.appEvents.messageReacted(changed, user, emoji, !reacted);
	messageChanged(server, message._id);
}

function assertMayReact(server: Server, room: RoomDocument, user: UserDocument): void {
	if (room.muted?.includes(user.username)) {
		const reason = translated('You_have_been_muted');
		notifyEphemerally(server, user._id, room._id, { msg: reason });
		throw new MeteorError('error-not-allowed', reason, { rid: room._id });
	}
	const writes =
		room.ro !== true ||
		room.reactWhenReadOnly === true ||
		hasPermission(server, user._id, 'post-readonly', room._id);
	if (!writes && !room.unmuted?.includes(user.username)) {
		throw new Error("You can't send messages because the room is readonly.");
	}
}

function withReaction(
	message: MessageDocument,
	emoji: string,
	username: string,
	adding: boolean,
): MessageDocument {
	const { reactions = {}, ...rest } = message;
	const { [emoji]: current, ...others } = reactions;
	const remaining = (current?.usernames ?? []).filter((name) => name !== username);
	const usernames = adding ? [...remaining, username] : remaining;
	const next = usernames.length ? { ...others, [emoji]: { ...current, usernames } } : others;
	return Object.keys(next).length ? { ...rest, reactions: next } : rest;
}

function isCustomEmoji(server: Server, name: string): boolean {
	const { customEmoji } = collections(server);
	return customEmoji.count({ name }) > 0 || customEmoji.count({ aliases: { $has: name } }) > 0;
}
