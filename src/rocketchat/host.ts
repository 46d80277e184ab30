import type { IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { RocketChatRoomId, RocketChatUserId } from './ids';

/**
 * The workspace, as the engine hands it to every handler. The accessors hold no state of a handler, so they
 * go on working after it has ended.
 */
export interface Host {
	readonly read: IRead;
	readonly modify: IModify;
	readonly persistence: IPersistence;
}

/**
 * A room by its id alone. The host looks rooms and users up by id, so reading them before is a call for nothing.
 * Rocket.Chat: apps/meteor/app/apps/server/converters/messages, `convertAppMessage`.
 */
export function roomById(id: RocketChatRoomId): IRoom {
	return { id } as unknown as IRoom;
}

/** A user by its id alone, as above. */
export function userById(id: RocketChatUserId): IUser {
	return { id } as unknown as IUser;
}
