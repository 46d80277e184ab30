import type { RoomDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections } from './collections';
import { hasPermission } from './permissions';
import { randomId } from './random-id';
import { validRoomName } from './room-name';
import { createSubscription, roomChanged } from './subscriptions';

/** The properties of a new channel or group. */
export interface NewRoom {
	type: 'c' | 'p';
	name: string;
	/** Usernames; a name that nobody has is skipped. The owner need not be among them. */
	members: readonly string[];
	readOnly?: boolean;
	/** Further fields of the document. The server's own fields override them. */
	extra?: Partial<RoomDocument>;
}

/**
 * What REST `channels.create`, `groups.create` and the apps' bridge call
 * (`apps/meteor/app/lib/server/methods/createChannel.ts`, `createPrivateGroup.ts`).
 * @throws {MeteorError} `error-invalid-user`, `error-not-allowed`, and what {@link createRoom} throws
 */
export async function createRoomAs(
	server: Server,
	userId: string,
	room: NewRoom,
	customFields: Record<string, unknown> = {},
	excludeSelf = false,
): Promise<RoomDocument> {
	const method = room.type === 'c' ? 'createChannel' : 'createPrivateGroup';
	const owner = collections(server).users.findById(userId);
	if (!owner?.username) {
		throw new MeteorError('error-invalid-user', 'Invalid user', { method });
	}
	if (!hasPermission(server, userId, room.type === 'c' ? 'create-c' : 'create-p')) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	return createRoom(server, owner, { ...room, extra: { customFields, ...room.extra } }, excludeSelf);
}

/**
 * Creates a channel or group with its members (`apps/meteor/app/lib/server/functions/createRoom.ts`):
 * `IPreRoomCreatePrevent`, `IPreRoomCreateExtend`, `IPreRoomCreateModify`, then `IPostRoomCreate`. Members raise no
 * event of their own and leave no system message.
 * @throws {MeteorError} `error-federated-users-in-non-federated-rooms` (a username with both `@` and `:`),
 * `error-invalid-name`, `error-invalid-room-name`, `error-duplicate-channel-name`, `error-app-prevented`
 */
export async function createRoom(
	server: Server,
	owner: UserDocument,
	{ type, name, members, readOnly = false, extra = {} }: NewRoom,
	excludeSelf = false,
): Promise<RoomDocument> {
	refuseFederatedNames(members);
	if (!name.trim()) {
		throw new MeteorError('error-invalid-name', 'Invalid name', { function: 'RocketChat.createRoom' });
	}
	const usernames = [...members];
	if (!excludeSelf && !usernames.includes(owner.username)) {
		usernames.push(owner.username);
	}
	const now = new Date();
	const properties: Omit<RoomDocument, '_id'> = {
		fname: name,
		_updatedAt: now,
		...extra,
		name: extra.prid ? name : validRoomName(server, name.trim()),
		t: type,
		msgs: 0,
		usersCount: 0,
		u: {
			_id: owner._id,
			username: owner.username,
			...(owner.name !== undefined && { name: owner.name }),
		},
		ts: now,
		ro: readOnly || extra.broadcast === true,
	};
	const changes = await server.appEvents.beforeRoomCreated(properties, usernames);
	const { rooms } = collections(server);
	const inserted = rooms.insert({ ...properties, ...withoutUsernames(changes), _id: randomId() });
	subscribeMembers(server, inserted, usernames, owner, now);
	const room = rooms.findById(inserted._id) ?? inserted;
	roomChanged(server, room._id, 'inserted');
	// Rocket.Chat gives the event the document from before the members were counted.
	void server.appEvents.roomCreated(inserted);
	return room;
}

/**
 * Rocket.Chat takes a username with both `@` and `:` for a user of its native federation.
 * @throws {MeteorError} `error-federated-users-in-non-federated-rooms`
 */
export function refuseFederatedNames(usernames: readonly string[], method = 'createRoom'): void {
	if (usernames.some((name) => name.includes(':') && name.includes('@'))) {
		throw new MeteorError(
			'error-federated-users-in-non-federated-rooms',
			'Cannot add federated users to non-federated rooms',
			{ method },
		);
	}
}

function withoutUsernames(changes: Partial<RoomDocument>): Partial<RoomDocument> {
	const rest = { ...changes };
	delete rest._USERNAMES;
	return rest;
}

function subscribeMembers(
	server: Server,
	room: RoomDocument,
	usernames: readonly string[],
	owner: UserDocument,
	now: Date,
): void {
	const { users } = collections(server);
	for (const member of users.find({ username: { $in: [...new Set(usernames)] } })) {
		createSubscription(server, room, member, {
			open: true,
			...(member._id === owner._id && { ls: now, roles: ['owner'] }),
		});
	}
}
