import type { IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { RocketChatRoomId, RocketChatUserId } from './ids';

/**
 * The workspace, as the engine passes it to every handler. The accessors keep no state of a handler, so they work after the
 * handler has ended.
 */
export interface Host {
	readonly read: IRead;
	readonly modify: IModify;
	readonly persistence: IPersistence;
}

/**
 * @returns a room that consists of its id. The host looks rooms and users up by their id, so reading them first would be a
 * needless call.
 * Rocket.Chat: apps/meteor/app/apps/server/converters/messages, `convertAppMessage`.
 */
export function roomById(id: RocketChatRoomId): IRoom {
	return { id } as unknown as IRoom;
}

/** @returns a user that consists of its id, for the same reason. */
export function userById(id: RocketChatUserId): IUser {
	return { id } as unknown as IUser;
}
