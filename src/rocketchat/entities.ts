import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { RoomType, type IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from './ids';

/** A user as the engine gives it. */
export type RocketChatUser = IUser & { readonly id: RocketChatUserId };

/** A room as the engine gives it. */
export type RocketChatRoom = IRoom & { readonly id: RocketChatRoomId };

/**
 * A message that is stored in Rocket.Chat, and therefore has an id. The engine's types promise a sender, but servers before
 * 9.0 omit the sender whose account was deleted; newer ones give an id and a username with the type `unknown`.
 * Rocket.Chat: apps/meteor/app/apps/server/converters/messages, `convertMessage`.
 */
export type StoredMessage = Omit<IMessage, 'sender' | 'editor'> & {
	readonly id: RocketChatMessageId;
	readonly room: RocketChatRoom;
	readonly sender?: RocketChatUser | undefined;
	readonly editor?: RocketChatUser | undefined;
	/** The first message of its thread. */
	readonly threadId?: RocketChatMessageId;
};

/** A message whose sender has an account, or had one when the event was raised. */
export type RocketChatMessage = StoredMessage & { readonly sender: RocketChatUser };

/** @returns the user, with the type of its id */
export function rocketChatUser(user: IUser): RocketChatUser {
	return user as RocketChatUser;
}

/** @returns the room, with the type of its id */
export function rocketChatRoom(room: IRoom): RocketChatRoom {
	return room as RocketChatRoom;
}

/**
 * @returns the message; undefined if the host gives none, one without an id, which is not stored, or one whose room was
 * deleted meanwhile
 */
export function rocketChatMessage(
	message: { readonly id?: string; readonly room?: IRoom | undefined } | undefined,
): StoredMessage | undefined {
	return message?.id === undefined || !message.room ? undefined : (message as StoredMessage);
}

/** @returns whether the message has a sender */
export function hasSender(message: StoredMessage): message is RocketChatMessage {
	return message.sender !== undefined;
}

/** @returns whether a room is a channel or a group, no direct message */
export function isChannelOrGroup({ type }: Pick<IRoom, 'type'>): boolean {
	return type === RoomType.CHANNEL || type === RoomType.PRIVATE_GROUP;
}
