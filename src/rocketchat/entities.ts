import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { RocketChatMessageId, RocketChatRoomId, RocketChatUserId } from './ids';

/** A user as the engine gives it. */
export type RocketChatUser = IUser & { readonly id: RocketChatUserId };

/** A room as the engine gives it. */
export type RocketChatRoom = IRoom & { readonly id: RocketChatRoomId };

/** A message that is stored in Rocket.Chat, and therefore has an id. */
export type RocketChatMessage = IMessage & {
	readonly id: RocketChatMessageId;
	readonly room: RocketChatRoom;
	readonly sender: RocketChatUser;
	readonly editor?: RocketChatUser;
	/** The first message of its thread. */
	readonly threadId?: RocketChatMessageId;
};

/** @returns the user, with the type of its id */
export function rocketChatUser(user: IUser): RocketChatUser {
	return user as RocketChatUser;
}

/** @returns the room, with the type of its id */
export function rocketChatRoom(room: IRoom): RocketChatRoom {
	return room as RocketChatRoom;
}

/** @returns the message, or undefined if it has no id and so is not stored */
export function rocketChatMessage(message: IMessage): RocketChatMessage | undefined {
	return message.id === undefined ? undefined : (message as RocketChatMessage);
}
