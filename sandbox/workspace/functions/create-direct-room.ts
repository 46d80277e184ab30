import type { RoomDocument, SubscriptionDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { collections } from './collections';
import { refuseFederatedNames } from './create-room';
import { hasPermission } from './permissions';
import { randomId } from './random-id';
import { changeSubscription, roomChanged, subscriptionChanged, subscriptionOf } from './subscriptions';

/** What Rocket.Chat's function returns: the room, and whether it is new. */
interface DirectRoom {
	room: RoomDocument;
	inserted: boolean;
}

/**
 * What REST `im.create` and the apps' bridge call (`apps/meteor/server/methods/createDirectMessage.ts`): a direct
 * message of these people and the caller.
 * @param usernames - the other members; a name that nobody has is skipped
 * @throws {MeteorError} `error-invalid-user`, `error-not-allowed`, `error-direct-message-max-user-exceeded`,
 * `error-federated-users-in-non-federated-rooms`, `error-app-prevented`
 */
export async function createDirectMessage(
	server: Server,
	usernames: readonly string[],
	userId: string,
	excludeSelf = false,
): Promise<DirectRoom> {
	const method = 'createDirectMessage';
	const me = collections(server).users.findById(userId);
	if (!me?.username) {
		throw new MeteorError('error-invalid-user', 'Invalid user', { method });
	}
	const toMyself = usernames.length === 1 && usernames[0] === me.username;
	if (toMyself && server.settings.get('Message_AllowDirectMessagesToYourself') === false) {
		throw new MeteorError('error-invalid-user', 'Invalid user', { method });
	}
	if (!hasPermission(server, userId, 'create-d')) {
		throw new MeteorError('error-not-allowed', 'Not allowed', { method });
	}
	const others = usernames.filter((username) => username !== me.username);
	const forAdministration = excludeSelf && hasPermission(server, userId, 'view-room-administration');
	return createDirectRoom(server, excludeSelf ? others : [me.username, ...others], {
		creator: me._id,
		...(forAdministration && { subscriptionExtra: { open: true } }),
	});
}

/**
 * Finds or creates the direct message of these people (`apps/meteor/app/lib/server/functions/createDirectRoom.ts`).
 * It is found by the ids of its members. A new room raises the room creation events.
 */
async function createDirectRoom(
	server: Server,
	usernames: readonly string[],
	options: { creator?: string; subscriptionExtra?: Partial<SubscriptionDocument> },
): Promise<DirectRoom> {
	refuseFederatedNames(usernames);
	const maximum = server.settings.get<number | undefined>('DirectMesssage_maxUsers') ?? 1;
	if (usernames.length > maximum) {
		throw new MeteorError(
			'error-direct-message-max-user-exceeded',
			`You cannot add more than ${maximum} users, including yourself to a direct message`,
			{ method: 'createDirectRoom' },
		);
	}
	const { users, rooms } = collections(server);
	const members = users
		.find({ username: { $in: [...new Set(usernames)] } })
		.sort((one, other) => (one.name || one.username).localeCompare(other.name || other.username));
	const uids = members.map(({ _id }) => _id).sort();
	const joinsIds = uids.length === 2 && behaves(server, 'joinsIdsOfDirectRooms');
	const known = joinsIds ? rooms.findById(uids.join('')) : directRoomOf(server, uids);
	const room = known ?? (await insertDirectRoom(server, members, uids, usernames.length));
	roomChanged(server, room._id, known ? 'updated' : 'inserted');
	members.forEach((member) => subscribe(server, room, member, members, options));
	if (!known) {
		void server.appEvents.roomCreated(rooms.findById(room._id) ?? room);
	}
	return { room: rooms.findById(room._id) ?? room, inserted: !known };
}

/** The direct message of exactly these users (`Rooms.findOneDirectRoomContainingAllUserIDs`). */
export function directRoomOf(server: Server, userIds: readonly string[]): RoomDocument | undefined {
	return collections(server)
		.rooms.find({ t: 'd', uids: { $all: userIds } })
		.find((room) => room.uids?.length === userIds.length);
}

async function insertDirectRoom(
	server: Server,
	members: readonly UserDocument[],
	uids: string[],
	usersCount: number,
): Promise<RoomDocument> {
	const now = new Date();
	const usernames = members.map(({ username }) => username);
	const isLocked =
		uids.length === 2 &&
		members.some(({ active }) => !active) &&
		behaves(server, 'locksDirectRoomsOfDeactivatedPeople');
	const properties: Omit<RoomDocument, '_id'> = {
		t: 'd',
		usernames,
		usersCount,
		msgs: 0,
		ts: now,
		uids,
		...(isLocked && { ro: true, reactWhenReadOnly: false }),
		_updatedAt: now,
		// apps/meteor/app/e2e/server/beforeCreateRoom.ts
		...(server.settings.get('E2E_Enable') === true &&
			server.settings.get('E2E_Enabled_Default_DirectRooms') === true && { encrypted: true }),
	};
	const joined = uids.length === 2 && behaves(server, 'joinsIdsOfDirectRooms') ? uids.join('') : undefined;
	const changes = await server.appEvents.beforeRoomCreated(
		joined ? { _id: joined, ...properties } : properties,
		usernames,
	);
	return collections(server).rooms.insert({ ...properties, ...changes, _id: joined ?? randomId() });
}

function subscribe(
	server: Server,
	room: RoomDocument,
	member: UserDocument,
	members: readonly UserDocument[],
	{
		creator,
		subscriptionExtra = {},
	}: { creator?: string; subscriptionExtra?: Partial<SubscriptionDocument> },
): void {
	const known = subscriptionOf(server, room._id, member._id);
	const alone = members.length === 1;
	if (known) {
		if ((alone || member._id === creator) && !known.open) {
			changeSubscription(server, known, { open: true });
		}
		return;
	}
	const others = alone ? members : members.filter(({ _id }) => _id !== member._id);
	const now = new Date();
	const subscription = collections(server).subscriptions.insert({
		_id: randomId(),
		ts: now,
		open: true,
		alert: false,
		unread: 0,
		userMentions: 0,
		groupMentions: 0,
		...subscriptionExtra,
		...(!alone && member._id !== creator && { open: members.length > 2 }),
		t: 'd',
		rid: room._id,
		fname: others.map(({ name, username }) => name || username).join(', '),
		name: others.map(({ username }) => username).join(', '),
		u: { _id: member._id, username: member.username },
		_updatedAt: now,
	});
	subscriptionChanged(server, 'inserted', subscription);
}
