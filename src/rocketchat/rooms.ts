import { RoomType, type IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IRoomBuilder } from '@rocket.chat/apps-engine/definition/accessors';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { objectIn, type JsonObject } from '../convert/json';
import type { RoomRole } from '../convert/roles';
import { rocketChatRoom, rocketChatUser, type RocketChatRoom, type RocketChatUser } from './entities';
import type { RocketChatRoomId, RocketChatUserId } from './ids';
import { userById, type Host } from './host';

/** The custom field that marks a federated room. */
const MARK = 'federation';

/** Rocket.Chat: apps/meteor/app/utils/server/lib/getValidRoomName.ts */
const NAME_TAKEN = /error-(archived-)?duplicate(-channel)?-name/;

/** A channel or group to create. */
export interface NewRoom {
	/** In the characters that names of rooms have. */
	readonly name: string;
	readonly displayName: string;
	/** Whether it is a channel; otherwise a group. */
	readonly isPublic: boolean;
	readonly creatorId: RocketChatUserId;
	/** What its mark says: its Matrix room if that is known already, or the id by which the app finds the room again. */
	readonly mark: { readonly roomId: string } | { readonly creation: string };
}

/** Another room has the name. */
export class RoomNameTaken extends Error {
	override readonly name = 'RoomNameTaken';
}

/** The rooms of the workspace. */
export class Rooms {
	/** The main rooms of teams, by the teams' ids. */
	private readonly mainRooms = new Map<string, RocketChatRoomId>();

	/** The last call of `ensureDirect`. */
	private lastDirect: Promise<unknown> = Promise.resolve();

	constructor(private readonly host: Host) {}

	/**
	 * Finds the direct message of some users, and creates it if there is none. One call after the other: Rocket.Chat looks for the
	 * room before it stores a new one, so of two calls at the same time one fails, or there are two rooms
	 * (apps/meteor/app/lib/server/functions/createDirectRoom.ts).
	 * @param creatorId a user who may create direct messages
	 * @param usernames of the others
	 * @returns the room's id
	 */
	async ensureDirect(creatorId: RocketChatUserId, usernames: readonly string[]): Promise<RocketChatRoomId> {
		const ensure = () => this.findOrCreateDirect(creatorId, usernames);
		const ensured = this.lastDirect.then(ensure, ensure);
		this.lastDirect = ensured;
		return ensured;
	}

	private async findOrCreateDirect(
		creatorId: RocketChatUserId,
		usernames: readonly string[],
	): Promise<RocketChatRoomId> {
		const creator = this.host.modify.getCreator();
		const room = creator
			.startRoom()
			.setType(RoomType.DIRECT_MESSAGE)
			.setCreator(userById(creatorId))
			.setMembersToBeAddedByUsernames([...usernames]);
		return (await creator.finish(room)) as RocketChatRoomId;
	}

	/**
	 * Creates a channel or a group with its creator as the only member.
	 * @returns the room's id
	 * @throws RoomNameTaken if another room has the name; the host's own error if the creator may not create it
	 */
	async create({ name, displayName, isPublic, creatorId, mark }: NewRoom): Promise<RocketChatRoomId> {
		const creator = this.host.modify.getCreator();
		const room = creator
			.startRoom()
			.setType(isPublic ? RoomType.CHANNEL : RoomType.PRIVATE_GROUP)
			.setCreator(userById(creatorId))
			.setSlugifiedName(name)
			.setDisplayName(displayName)
			.addCustomField(MARK, mark);
		try {
			return (await creator.finish(room)) as RocketChatRoomId;
		} catch (error) {
			if (NAME_TAKEN.test(String(error))) {
				throw new RoomNameTaken(name, { cause: error });
			}
			throw error;
		}
	}

	/** Deletes a room. The host raises no event for that. */
	async remove(roomId: RocketChatRoomId): Promise<void> {
		await this.host.modify.getDeleter().deleteRoom(roomId);
	}

	/** Makes a user a member of a channel or group; does nothing for a member. */
	async addMember(roomId: RocketChatRoomId, username: string): Promise<void> {
		const builder = this.host.modify.getCreator().startRoom();
		await this.finish(roomId, builder.addMemberToBeAddedByUsername(username));
	}

	/** Takes a user out of a room; does nothing for somebody who is no member. */
	async removeMember(roomId: RocketChatRoomId, username: string): Promise<void> {
		await this.host.modify.getDeleter().removeUsersFromRoom(roomId, [username]);
	}

	/** @returns the ids of those members whose role in the room is owner */
	async ownerIds(roomId: RocketChatRoomId): Promise<RocketChatUserId[]> {
		const owners = await this.host.read.getRoomReader().getOwners(roomId);
		return owners.map(({ id }) => id as RocketChatUserId);
	}

	/** @returns the roles that members have in the room, by the members' ids */
	async rolesOf(roomId: RocketChatRoomId): Promise<ReadonlyMap<RocketChatUserId, readonly RoomRole[]>> {
		const reader = this.host.read.getRoomReader();
		const [owner, moderator, leader] = await Promise.all([
			reader.getOwners(roomId),
			reader.getModerators(roomId),
			reader.getLeaders(roomId),
		]);
		const found = new Map<RocketChatUserId, readonly RoomRole[]>();
		for (const [role, members] of Object.entries({ owner, moderator, leader })) {
			for (const { id } of members) {
				const userId = id as RocketChatUserId;
				found.set(userId, [...(found.get(userId) ?? []), role as RoomRole]);
			}
		}
		return found;
	}

	/**
	 * @returns whether everybody in the workspace may read a room. A channel of a private team is open to the team's members only,
	 * and a discussion in it, too. Rocket.Chat: apps/meteor/server/services/authorization/canAccessRoom.ts
	 */
	async isOpen(room: RocketChatRoom): Promise<boolean> {
		const { type, teamId, isTeamMain, parentRoom } = room;
		if (type !== RoomType.CHANNEL) {
			return false;
		}
		const isOfOpenTeam =
			teamId === undefined || isTeamMain === true || (await this.isTeamOpen(teamId, room));
		return isOfOpenTeam && (parentRoom === undefined || this.isOpen(rocketChatRoom(parentRoom)));
	}

	/**
	 * An app cannot read teams, and finds the main room of one only among the rooms of somebody who is in it, as an owner of a
	 * room of the team usually is. It is a channel if the team is public.
	 * @returns false if it is not found
	 */
	private async isTeamOpen(teamId: string, room: RocketChatRoom): Promise<boolean> {
		const known = this.mainRooms.get(teamId);
		const candidates = known === undefined ? await this.roomIdsOfOwners(room.id) : [known];
		for (const id of candidates) {
			const main = await this.byId(id);
			if (main?.isTeamMain && main.teamId === teamId) {
				this.mainRooms.set(teamId, id);
				return main.type === RoomType.CHANNEL;
			}
		}
		this.mainRooms.delete(teamId);
		return false;
	}

	private async roomIdsOfOwners(roomId: RocketChatRoomId): Promise<RocketChatRoomId[]> {
		const reader = this.host.read.getUserReader();
		const owners = await this.ownerIds(roomId);
		const found = await Promise.all(owners.map((id) => reader.getUserRoomIds(id)));
		return [...new Set(found.flat())] as RocketChatRoomId[];
	}

	/** @returns the room; undefined if it does not exist any more */
	async byId(roomId: RocketChatRoomId): Promise<RocketChatRoom | undefined> {
		const room = await this.host.read.getRoomReader().getById(roomId);
		return room && rocketChatRoom(room);
	}

	/** @returns the direct message of exactly these users; undefined if they have none */
	async directOf(usernames: readonly string[]): Promise<RocketChatRoom | undefined> {
		const room = (await this.host.read.getRoomReader().getDirectByUsernames([...usernames])) as
			IRoom | undefined;
		return room && rocketChatRoom(room);
	}

	/**
	 * @returns the public channel of this name; undefined if there is none. Private rooms are not found by their name
	 */
	async channelNamed(name: string): Promise<RocketChatRoom | undefined> {
		const room = await this.host.read.getRoomReader().getByName(name);
		return room?.type === RoomType.CHANNEL ? rocketChatRoom(room) : undefined;
	}

	/** @returns what people read as the name of the channel or group that has a name; undefined if there is none */
	async shownNameOf(name: string): Promise<string | undefined> {
		const room = await this.host.read.getRoomReader().getByName(name);
		return room && (room.displayName || room.slugifiedName);
	}

	/** @returns the name of a room, or the usernames of a direct message; undefined if the room does not exist */
	async nameOf(roomId: RocketChatRoomId): Promise<string | undefined> {
		const room = await this.host.read.getRoomReader().getById(roomId);
		if (!room) {
			return undefined;
		}
		const name = room.displayName || room.slugifiedName;
		return name || (await this.members(roomId)).map(({ username }) => username).join(', ');
	}

	/** @returns the members of a room; a membership that outlived its account is left out */
	async members(roomId: RocketChatRoomId): Promise<RocketChatUser[]> {
		const members: (IUser | undefined)[] = await this.host.read.getRoomReader().getMembers(roomId);
		return members.filter((member) => !!member).map(rocketChatUser);
	}

	/**
	 * Marks a room as federated, so that every message event of it says which Matrix room it belongs to.
	 * @param matrixRoomId the Matrix room of its messages from now on
	 */
	async mark(roomId: RocketChatRoomId, matrixRoomId: string): Promise<void> {
		await this.changeMark(roomId, { roomId: matrixRoomId });
	}

	/** Takes the mark of a room away. The host keeps the custom field, so the mark becomes empty. */
	async unmark(roomId: RocketChatRoomId): Promise<void> {
		await this.changeMark(roomId, {});
	}

	/** Makes a room read-only, or lets everybody write in it again. */
	async setReadOnly(roomId: RocketChatRoomId, isReadOnly: boolean): Promise<void> {
		const builder = this.host.modify.getCreator().startRoom();
		await this.finish(roomId, builder.setReadOnly(isReadOnly));
	}

	/** Reads the room first: its custom fields are written as a whole. */
	private async changeMark(roomId: RocketChatRoomId, mark: object): Promise<void> {
		const builder = await this.host.modify.getUpdater().room(roomId, { id: '' } as IUser);
		await this.finish(roomId, builder.addCustomField(MARK, mark));
	}

	/** Writes what was set in a builder, and nothing else of the room. */
	private async finish(roomId: RocketChatRoomId, builder: IRoomBuilder): Promise<void> {
		// The updater requires all of these, although it writes none of them; a direct message has no names and no creator.
		Object.assign(builder.getRoom(), {
			...{ id: roomId, type: RoomType.CHANNEL, slugifiedName: roomId, displayName: roomId },
			creator: { id: roomId },
		});
		await this.host.modify.getUpdater().finish(builder);
	}
}

/** @returns the topic of a room, which the engine's types lack; undefined if there is none */
export function topicOf(room: IRoom & { _unmappedProperties_?: { topic?: unknown } }): string | undefined {
	const topic = room._unmappedProperties_?.topic;
	return typeof topic === 'string' && topic !== '' ? topic : undefined;
}

/** @returns what changes with a room's avatar, which the engine's types lack; empty if nobody has set one */
export function avatarMarkOf(room: IRoom & { _unmappedProperties_?: { avatarETag?: unknown } }): string {
	const mark = room._unmappedProperties_?.avatarETag;
	return typeof mark === 'string' ? mark : '';
}

/**
 * @returns whether everybody who comes into the room's team comes into the room, too, which the engine's types lack: the room has
 * auto-join
 */
export function hasAutoJoin(room: IRoom & { _unmappedProperties_?: { teamDefault?: unknown } }): boolean {
	return room._unmappedProperties_?.teamDefault === true;
}

/** @returns whether a room is archived, which the engine's types lack */
export function isArchived(room: IRoom & { _unmappedProperties_?: { archived?: unknown } }): boolean {
	return room._unmappedProperties_?.archived === true;
}

/** @returns the Matrix room id in a room's mark, unchecked */
export function matrixRoomIdIn(room: Pick<IRoom, 'customFields'>): unknown {
	return markOf(room).roomId;
}

/** @returns the id in the mark of a room that is being federated, unchecked; see `NewRoom` */
export function creationIdIn(room: Pick<IRoom, 'customFields'>): unknown {
	return markOf(room).creation;
}

function markOf(room: Pick<IRoom, 'customFields'>): JsonObject {
	return objectIn(room.customFields?.[MARK]);
}

/** @returns whether a room has a mark, or had one that was taken away: that leaves an empty one */
export function wasEverMarked(room: Pick<IRoom, 'customFields'>): boolean {
	return room.customFields?.[MARK] !== undefined;
}
