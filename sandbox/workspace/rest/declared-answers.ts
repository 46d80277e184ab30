import type { IRoom, IUser } from '@rocket.chat/core-typings';
import type { Endpoints } from '@rocket.chat/rest-typings';
import type { RoomDocument } from '../database/documents';

export type RestMethod = 'GET' | 'POST';

/**
 * What an endpoint answers, as Rocket.Chat's package rest-typings declares it. Unknown if it declares nothing, or `void`:
 * then the sandbox may answer anything. The answers of `channels.*` and `groups.*` are not compared: one function serves
 * both names.
 */
export type AnswerOf<Method extends RestMethod, Name extends string> = Name extends UndeclaredAnswer
	? unknown
	: `/v1/${Name}` extends keyof Endpoints
		? Endpoints[`/v1/${Name}`] extends Record<Method, (...params: never) => infer Answer>
			? Answer extends object
				? Answer
				: unknown
			: unknown
		: unknown;

/**
 * Endpoints whose declaration is not what the server answers (`apps/meteor/server/api/v1`): `chat.getDeletedMessages` has
 * only ids of messages, `chat.syncMessages` a cursor only if the request has `type`, `chat.postMessage` the id of a room in
 * the place of a room, `users.setActiveStatus` two fields of a user, `spotlight` rooms without messages, and `licenses.info`
 * no limits for most people. In the sandbox, `me`, the two names of `im.create`, `statistics` and `statistics.list` have only
 * a part of the fields, `chat.syncThreadMessages` has only ids of deleted messages, and roles have no times.
 */
type UndeclaredAnswer =
	| 'chat.getDeletedMessages'
	| 'chat.postMessage'
	| 'chat.syncMessages'
	| 'chat.syncThreadMessages'
	| 'dm.create'
	| 'im.create'
	| 'licenses.info'
	| 'me'
	| 'roles.addUserToRole'
	| 'roles.list'
	| 'roles.removeUserFromRole'
	| 'roles.sync'
	| 'spotlight'
	| 'statistics'
	| 'statistics.list'
	| 'users.setActiveStatus';

/** A room in an answer. The declaration requires `u`, which direct messages do not have. */
export function answeredRoom(room: RoomDocument): IRoom {
	return room as IRoom;
}

/** A user in an answer. The declaration is a whole user; which fields there are depends on who asks. */
export function answeredUser(fields: object): IUser {
	return fields as IUser;
}
