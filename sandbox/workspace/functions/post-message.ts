import type { MessageDocument, RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { addUserToRoom } from './add-user-to-room';
import { collections } from './collections';
import { createDirectMessage } from './create-direct-room';
import { roomToWriteIn } from './room-access';
import { sendMessage } from './send-message';
import { subscriptionOf } from './subscriptions';

/**
 * What REST `chat.postMessage` does (`apps/meteor/app/lib/server/functions/processWebhookMessage.ts`): unlike
 * `chat.sendMessage` it finds the room by name, joins channels, and asks for neither a timestamp nor a size.
 * @param payload - `channel` or `roomId`; `text`, `alias`, `avatar`, `emoji`, `attachments`, `tmid`
 * @returns undefined if an app prevented the message
 * @throws {MeteorError} `invalid-channel`
 */
export async function postMessage(
	server: Server,
	user: UserDocument,
	payload: Record<string, unknown>,
): Promise<{ channel: string; message: MessageDocument } | undefined> {
	const [channel] = [payload.channel ?? payload.roomId].flat();
	if (typeof channel !== 'string') {
		throw new MeteorError('invalid-channel');
	}
	const room = await roomFor(server, user, channel);
	roomToWriteIn(server, room._id, user);
	const message = await sendMessage(server, user, draftOf(payload), room);
	return message && { channel, message };
}

async function roomFor(server: Server, user: UserDocument, channel: string): Promise<RoomDocument> {
	const { rooms, users } = collections(server);
	if (channel.startsWith('@')) {
		return directRoom(server, user, channel.slice(1));
	}
	const name = channel.replace(/^#/, '');
	const room = rooms.findById(name) ?? rooms.findOne({ name });
	if (room) {
		if (room.t === 'c' && !subscriptionOf(server, room._id, user._id)) {
			await addUserToRoom(server, room._id, user._id);
		}
		return room;
	}
	if (!channel.startsWith('#') && users.findById(channel)) {
		return directRoom(server, user, users.findById(channel)?.username ?? '');
	}
	throw new MeteorError('invalid-channel', 'The channel does not exist');
}

async function directRoom(server: Server, user: UserDocument, username: string): Promise<RoomDocument> {
	if (!collections(server).users.findOne({ username })) {
		throw new MeteorError('invalid-channel', 'The user does not exist');
	}
	return (await createDirectMessage(server, [username], user._id)).room;
}

function draftOf(payload: Record<string, unknown>): Partial<MessageDocument> {
	const text = payload.text ?? payload.msg;
	const alias = payload.username ?? payload.alias;
	const avatar = payload.icon_url ?? payload.avatar;
	const emoji = payload.icon_emoji ?? payload.emoji;
	const attachments = Array.isArray(payload.attachments)
		? (payload.attachments as Record<string, unknown>[])
		: [];
	return {
		msg: typeof text === 'string' ? text.trim() : '',
		attachments,
		parseUrls: typeof payload.parseUrls === 'boolean' ? payload.parseUrls : !payload.attachments,
		groupable: payload.groupable === true,
		...(typeof alias === 'string' && alias && { alias }),
		...(typeof avatar === 'string' && avatar
			? { avatar }
			: typeof emoji === 'string' && emoji
				? { emoji }
				: {}),
		...(typeof payload.tmid === 'string' && { tmid: payload.tmid }),
		...(typeof payload.customFields === 'object' &&
			payload.customFields !== null && {
				customFields: payload.customFields as Record<string, unknown>,
			}),
	};
}
