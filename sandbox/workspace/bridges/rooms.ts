import type { IMessage, IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import { RoomType, type IRoom, type IRoomRaw } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type {
	GetMessagesOptions,
	GetRoomsFilters,
	GetRoomsOptions,
} from '@rocket.chat/apps-engine/server/bridges/RoomBridge';
import { RoomBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/RoomBridge';
import { messageToAppRaw } from '../converters/messages';
import { roomById, roomByName, roomFromApp, roomToApp, roomToAppRaw } from '../converters/rooms';
import { userById, userToApp } from '../converters/users';
import type { RoomDocument } from '../database/documents';
import { addUserToRoom } from '../functions/add-user-to-room';
import { collections, update } from '../functions/collections';
import { createDirectMessage } from '../functions/create-direct-room';
import { createRoomAs } from '../functions/create-room';
import { deleteRoom } from '../functions/delete-room';
import { createDiscussion } from '../functions/discussions';
import { removeUserFromRoom } from '../functions/remove-user-from-room';
import { messagesOf } from '../functions/room-history';
import { subscriptionsOf } from '../functions/subscriptions';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { behaves } from '../server-version';
import { possiblyAbsent } from './absent';
import { unsupported } from './unsupported';

/** The most rooms that one call of `getAllRooms` gives. The engine has the same limit. */
const largestRoomList = 100;

/** The most users that one call removes (`findUsersByUsernames(usernames, { limit: 50 })`). */
const removalLimit = 50;

/** `apps/meteor/app/apps/server/bridges/rooms.ts` */
export class RoomBridge extends EngineBridge {
	constructor(private readonly server: Server) {
		super();
	}

	protected async create(room: IRoom, members: string[]): Promise<string> {
		const { name = '', ro, customFields, ...extra } = roomFromApp(this.server, room);
		delete extra.t;
		switch (room.type) {
			case RoomType.CHANNEL:
			case RoomType.PRIVATE_GROUP: {
				const type = room.type === RoomType.CHANNEL ? 'c' : 'p';
				const created = { type, name, members, readOnly: ro ?? false, extra } as const;
				return (await createRoomAs(this.server, room.creator.id, created, customFields))._id;
			}
			case RoomType.DIRECT_MESSAGE:
				return (await createDirectMessage(this.server, members, room.creator.id)).room._id;
			case RoomType.LIVE_CHAT:
			default:
				throw new Error('Only channels, private groups and direct messages can be created.');
		}
	}

	protected async getById(roomId: string): Promise<IRoom> {
		return possiblyAbsent(roomById(this.server, roomId));
	}

	protected async getByName(roomName: string): Promise<IRoom> {
		return possiblyAbsent(roomByName(this.server, roomName));
	}

	protected async getCreatorById(roomId: string): Promise<IUser | undefined> {
		return this.creatorOf(collections(this.server).rooms.findById(roomId));
	}

	protected async getCreatorByName(roomName: string): Promise<IUser | undefined> {
		return this.creatorOf(collections(this.server).rooms.findOne({ name: roomName }));
	}

	protected async getDirectByUsernames(usernames: string[]): Promise<IRoom | undefined> {
		const room = collections(this.server)
			.rooms.find({ t: 'd', usernames: { $all: usernames }, usersCount: usernames.length })
			.find((found) => found.usernames?.length === usernames.length);
		return roomToApp(this.server, room);
	}

	protected async getMembers(roomId: string): Promise<IUser[]> {
		return subscriptionsOf(this.server, roomId).map(({ u }) =>
			possiblyAbsent(userById(this.server, u._id)),
		);
	}

	protected async getAllRooms(
		filters: GetRoomsFilters,
		{ limit, skip }: GetRoomsOptions,
	): Promise<IRoomRaw[]> {
		const { types, discussions, teams } = filters;
		return collections(this.server)
			.rooms.find(
				{
					...(types?.length && { t: { $in: types } }),
					...(discussions !== undefined && { prid: { $exists: discussions } }),
					...(teams !== undefined && { teamMain: { $exists: teams } }),
				},
				{
					...(behaves(this.server, 'listsNewestRoomsFirst') && { sort: { ts: -1 } }),
					limit: Math.min(limit ?? largestRoomList, largestRoomList),
					...(skip !== undefined && { skip }),
				},
			)
			.map(roomToAppRaw);
	}

	/** Writes the fields as they are: no event, no system message, subscriptions stay as they were. */
	protected async update(room: IRoom, members: string[] = []): Promise<void> {
		const { rooms, users } = collections(this.server);
		if (!rooms.findById(room.id)) {
			throw new Error('Room id not found');
		}
		update(rooms, room.id, roomFromApp(this.server, room, true));
		for (const username of members) {
			const member = users.findOne({ username });
			if (member) {
				await addUserToRoom(this.server, room.id, member._id);
			}
		}
	}

	protected async createDiscussion(
		room: IRoom,
		parentMessage: IMessage | undefined,
		reply: string | undefined,
		members: string[] = [],
	): Promise<string> {
		const { prid, fname = '' } = roomFromApp(this.server, room, true);
		const { rooms, users } = collections(this.server);
		const user = users.findById(room.creator.id);
		if (!prid || !rooms.findById(prid)) {
			throw new Error('There must be a parent room to create a discussion.');
		}
		if (!user) {
			throw new MeteorError('error-invalid-user', 'Invalid user', { method: 'createDiscussion' });
		}
		const { _id } = await createDiscussion(this.server, user, {
			...{ prid, t_name: fname, pmid: parentMessage?.id, users: members },
			...(reply?.trim() && { reply }),
		});
		return _id;
	}

	/** No event is raised, unlike when a person deletes a room. */
	protected async delete(roomId: string): Promise<void> {
		deleteRoom(this.server, roomId);
	}

	protected async getModerators(roomId: string): Promise<IUser[]> {
		return this.membersWithRole(roomId, 'moderator');
	}

	protected async getOwners(roomId: string): Promise<IUser[]> {
		return this.membersWithRole(roomId, 'owner');
	}

	protected async getLeaders(roomId: string): Promise<IUser[]> {
		return this.membersWithRole(roomId, 'leader');
	}

	protected async getMessages(roomId: string, options: GetMessagesOptions): Promise<IMessageRaw[]> {
		return messagesOf(this.server, roomId, options).map(messageToAppRaw);
	}

	protected async getUnreadByUser(): Promise<IMessageRaw[]> {
		throw unsupported('RoomBridge', 'getUnreadByUser');
	}

	protected async getUserUnreadMessageCount(): Promise<number> {
		throw unsupported('RoomBridge', 'getUserUnreadMessageCount');
	}

	protected async removeUsers(roomId: string, usernames: string[]): Promise<void> {
		if (!roomId) {
			throw new Error('roomId was not provided.');
		}
		const members = collections(this.server).users.find(
			{ username: { $in: usernames } },
			{ limit: removalLimit },
		);
		await Promise.all(members.map((user) => removeUserFromRoom(this.server, roomId, user)));
	}

	private creatorOf(room: RoomDocument | undefined): IUser | undefined {
		return room?.u && userById(this.server, room.u._id);
	}

	private membersWithRole(roomId: string, role: string): IUser[] {
		const { users } = collections(this.server);
		return subscriptionsOf(this.server, roomId)
			.filter(({ roles }) => roles?.includes(role))
			.flatMap(({ u }) => users.findById(u._id) ?? [])
			.map((user) => userToApp(user));
	}
}
