import { TeamType } from '@rocket.chat/core-typings';
import type { RoomDocument, TeamDocument, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { addUserToRoom } from './add-user-to-room';
import { collections, update } from './collections';
import { createRoom } from './create-room';
import { hasPermission, type Permission } from './permissions';
import { randomId } from './random-id';
import { canAccessRoom } from './room-access';
import { roomChanged, subscriptionOf } from './subscriptions';
import { saveSystemMessage } from './system-message';

/**
 * Creates a team (`apps/meteor/server/services/team/service.ts`): its main room first, which learns only afterwards, without an
 * event, that it is one.
 * @throws {MeteorError} `error-not-authorized`, `team-name-already-exists`, and what {@link createRoom} throws
 */
export async function createTeam(
	server: Server,
	user: UserDocument,
	{ name, isPrivate, members }: { name: string; isPrivate: boolean; members: readonly string[] },
): Promise<TeamDocument> {
	const { teams, teamMembers, users, rooms } = collections(server);
	assertMay(server, user, 'create-team');
	if (teams.findOne({ name })) {
		throw new MeteorError('team-name-already-exists');
	}
	const others = users.find({ username: { $in: [...members] } });
	const room = await createRoom(server, user, {
		...{ type: isPrivate ? 'p' : 'c', name },
		members: others.map(({ username }) => username),
	});
	const now = new Date();
	const createdBy = { _id: user._id, username: user.username };
	const team = teams.insert({
		...{ _id: randomId(), name, roomId: room._id, createdBy, createdAt: now, _updatedAt: now },
		type: isPrivate ? TeamType.PRIVATE : TeamType.PUBLIC,
	});
	for (const { _id: userId } of [user, ...others.filter(({ _id }) => _id !== user._id)]) {
		teamMembers.insert({ _id: randomId(), teamId: team._id, userId, _updatedAt: now });
	}
	update(rooms, room._id, { teamId: team._id, teamMain: true });
	roomChanged(server, room._id);
	return team;
}

/**
 * Takes rooms into a team. Only its main room says so, and only of channels.
 * @throws {MeteorError} `error-not-authorized`, `invalid-room`, `room-already-on-team`, `error-no-owner-channel`
 */
export function addRoomsToTeam(
	server: Server,
	user: UserDocument,
	team: TeamDocument,
	roomIds: readonly string[],
): RoomDocument[] {
	const { rooms } = collections(server);
	assertMay(server, user, 'move-room-to-team', team.roomId);
	const added = roomIds.map((id) => {
		const room = rooms.findById(id);
		if (!room || !canAccessRoom(server, room, user._id)) {
			throw new MeteorError('invalid-room');
		}
		return room;
	});
	for (const room of added) {
		if (room.teamId) {
			throw new MeteorError('room-already-on-team');
		}
		if (!subscriptionOf(server, room._id, user._id)?.roles?.includes('owner')) {
			throw new MeteorError('error-no-owner-channel');
		}
		if (room.t === 'c') {
			saveSystemMessage(server, 'user-added-room-to-team', team.roomId, room.name ?? '', user);
		}
	}
	return added.map(({ _id }) => {
		const room = update(rooms, _id, { teamId: team._id });
		roomChanged(server, _id);
		return room;
	});
}

/**
 * Makes a room of a team one that every member of the team joins, those who are in the team at once.
 * @throws {MeteorError} `error-not-authorized`, `room-not-on-team`, and what {@link addUserToRoom} throws
 */
export async function setAutoJoin(
	server: Server,
	user: UserDocument,
	roomId: string,
	isDefault: boolean,
): Promise<RoomDocument> {
	const { rooms, teams, teamMembers } = collections(server);
	const room = rooms.findById(roomId);
	const team = room?.teamId && teams.findById(room.teamId);
	if (!team) {
		throw new MeteorError('room-not-on-team');
	}
	assertMay(server, user, 'edit-team-channel', team.roomId);
	update(rooms, roomId, { teamDefault: isDefault });
	for (const { userId } of isDefault ? teamMembers.find({ teamId: team._id }) : []) {
		await addUserToRoom(server, roomId, userId, user);
	}
	return rooms.findById(roomId) ?? room;
}

/**
 * Adds people to a team, which is adding them to its main room.
 * @throws {MeteorError} `error-not-authorized`, and what {@link addUserToRoom} throws
 */
export async function addTeamMembers(
	server: Server,
	user: UserDocument,
	team: TeamDocument,
	userIds: readonly string[],
): Promise<void> {
	assertMay(server, user, 'add-team-member', team.roomId);
	for (const userId of userIds) {
		await addUserToRoom(server, team.roomId, userId, user);
	}
}

function assertMay(server: Server, user: UserDocument, permission: Permission, roomId?: string): void {
	if (!hasPermission(server, user._id, permission, roomId)) {
		throw new MeteorError('error-not-authorized', 'Not authorized');
	}
}
