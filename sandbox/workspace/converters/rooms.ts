import type { IRoom, IRoomRaw } from '@rocket.chat/apps-engine/definition/rooms';
import type { RoomDocument } from '../database/documents';
import { collections } from '../functions/collections';
import type { Server } from '../server';
import { mapFields, takeField, type FieldMap, type Loose } from './mapped-data';
import { userById } from './users';

/** The fields that both forms of a room share (`apps/meteor/app/apps/server/converters/rooms.ts`). */
const renamed: FieldMap = {
	id: '_id',
	displayName: 'fname',
	slugifiedName: 'name',
	members: 'members',
	userIds: 'uids',
	messageCount: 'msgs',
	createdAt: 'ts',
	updatedAt: '_updatedAt',
	lastModifiedAt: 'lm',
	customFields: 'customFields',
	description: 'description',
	teamId: 'teamId',
	isTeamMain: 'teamMain',
	type: (copy) => takeField(copy, 't'),
};

export function roomById(server: Server, roomId: string): IRoom | undefined {
	return roomToApp(server, collections(server).rooms.findById(roomId));
}

export function roomByName(server: Server, name: string): IRoom | undefined {
	return roomToApp(server, collections(server).rooms.findOne({ name }));
}

/**
 * What a handler gets for a room, its creator looked up. `usernames` of a direct message, `topic`, `usersCount`,
 * `lastMessage` and the like are under `_unmappedProperties_`.
 */
export function roomToApp(server: Server, room: Partial<RoomDocument>): IRoom;
export function roomToApp(server: Server, room: Partial<RoomDocument> | undefined): IRoom | undefined;
export function roomToApp(server: Server, room: Partial<RoomDocument> | undefined): IRoom | undefined {
	if (!room) {
		return undefined;
	}
	return mapFields(room, {
		...renamed,
		_USERNAMES: '_USERNAMES',
		isDefault: (copy) => Boolean(takeField(copy, 'default')),
		isReadOnly: (copy) => Boolean(takeField(copy, 'ro')),
		displaySystemMessages: (copy) => takeField(copy, 'sysMes') ?? true,
		creator: (copy) => {
			const creator = takeField(copy, 'u') as { _id: string } | undefined;
			return creator && userById(server, creator._id);
		},
		parentRoom: (copy) => {
			const parentId = takeField(copy, 'prid') as string | undefined;
			return parentId ? roomById(server, parentId) : undefined;
		},
	}) as unknown as IRoom;
}

/** A room as lists of rooms give it: nothing is looked up. */
export function roomToAppRaw(room: RoomDocument): IRoomRaw {
	return mapFields(room, {
		...renamed,
		usernames: 'usernames',
		isDefault: 'default',
		isReadOnly: 'ro',
		parentRoomId: 'prid',
		displaySystemMessages: (copy) => takeField(copy, 'sysMes') ?? true,
		creator: (copy) => takeField(copy, 'u'),
	}) as unknown as IRoomRaw;
}

/**
 * The document for an app's room (`convertAppRoom`).
 * @param partial - for updates: `_unmappedProperties_` is left out, so that no topic can be set that way
 */
export function roomFromApp(server: Server, app: IRoom, partial = false): Partial<RoomDocument> {
	const room = app as unknown as Loose;
	const given = (field: string): boolean => room[field] !== undefined;
	const creatorId = (room.creator as { id?: string } | undefined)?.id;
	const creator = creatorId ? collections(server).users.findById(creatorId) : undefined;
	const { _id, username, name } = creator ?? {};
	return {
		...(room.id ? { _id: room.id } : {}),
		...(given('type') && { t: room.type }),
		...(given('createdAt') && { ts: room.createdAt }),
		...(given('messageCount') && { msgs: room.messageCount || 0 }),
		...(given('updatedAt') && { _updatedAt: room.updatedAt }),
		...(room.displayName ? { fname: room.displayName } : {}),
		...(room.type !== 'd' && room.slugifiedName ? { name: room.slugifiedName } : {}),
		...(room.members ? { members: room.members } : {}),
		...(given('isDefault') && { default: room.isDefault }),
		...(given('isReadOnly') && { ro: room.isReadOnly }),
		...(given('displaySystemMessages') && { sysMes: room.displaySystemMessages }),
		...(creator && { u: { _id, username, name } }),
		...(room.userIds ? { uids: room.userIds } : {}),
		...(room.lastModifiedAt ? { lm: room.lastModifiedAt } : {}),
		...(room.customFields ? { customFields: room.customFields } : {}),
		...(given('parentRoom') && { prid: (room.parentRoom as { id: string }).id }),
		...(room._USERNAMES ? { _USERNAMES: room._USERNAMES } : {}),
		...(!partial && (room._unmappedProperties_ as Loose | undefined)),
	} as Partial<RoomDocument>;
}
