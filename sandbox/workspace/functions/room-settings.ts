import type { RoomDocument, SystemMessageType, UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, update } from './collections';
import { hasPermission, type Permission } from './permissions';
import { validRoomName } from './room-name';
import { setRoomAvatar } from './room-avatar';
import { changeSubscription, roomChanged, subscriptionOf, subscriptionsOf } from './subscriptions';
import { saveSystemMessage } from './system-message';
import { isUsernameFree } from './username';

const method = 'saveRoomSettings';

/** The changes of a room, as `rooms.saveRoomSettings` names them. */
export interface RoomSettings {
	roomName?: string;
	roomTopic?: string;
	roomDescription?: string;
	roomAnnouncement?: string;
	readOnly?: boolean;
	/** `c` or `p`. */
	roomType?: string;
	/** A picture as a data URI; empty to remove it. */
	roomAvatar?: string;
	/** Replaces all custom fields. */
	roomCustomFields?: Record<string, unknown>;
}

/**
 * Changes a room as a person does (`apps/meteor/app/channel-settings/server/methods/saveRoomSettings.ts`). Each change
 * leaves a system message whose text is the new value; apps see only those messages.
 * @throws {MeteorError} `error-invalid-room`, `error-action-not-allowed`, `error-duplicate-handle`, and those of room
 * names
 */
export function saveRoomSettings(
	server: Server,
	roomId: string,
	settings: RoomSettings,
	user: UserDocument,
): void {
	const room = collections(server).rooms.findById(roomId);
	if (!room) {
		throw new MeteorError('error-invalid-room', 'Invalid room', { method });
	}
	assertMay(server, user, 'edit-room', roomId, 'Editing room is not allowed');
	assertMayChange(server, room, settings, user);
	if (settings.roomName !== undefined) {
		renameRoom(server, room, settings.roomName, user);
	}
	saveText(server, room, 'topic', 'room_changed_topic', settings.roomTopic, user);
	saveText(server, room, 'description', 'room_changed_description', settings.roomDescription, user);
	saveText(server, room, 'announcement', 'room_changed_announcement', settings.roomAnnouncement, user);
	if (settings.roomCustomFields) {
		saveCustomFields(server, room, settings.roomCustomFields);
	}
	if (settings.readOnly !== undefined && settings.readOnly !== room.ro) {
		const type = settings.readOnly ? 'room-set-read-only' : 'room-removed-read-only';
		save(server, room, { ro: settings.readOnly });
		saveSystemMessage(server, type, roomId, '', user);
	}
	if (settings.roomType !== undefined && settings.roomType !== room.t) {
		saveRoomType(server, room, settings.roomType, user);
	}
	if (settings.roomAvatar !== undefined) {
		setRoomAvatar(server, room, settings.roomAvatar, user);
	}
	roomChanged(server, roomId);
}

/** Rocket.Chat checks every setting of a request before it changes the first. Read-only needs no more than `edit-room`. */
function assertMayChange(
	server: Server,
	room: RoomDocument,
	{ roomType, roomAvatar }: RoomSettings,
	user: UserDocument,
): void {
	if (roomType !== undefined && roomType !== room.t && (roomType === 'c' || roomType === 'p')) {
		const permission = roomType === 'c' ? 'create-c' : 'create-p';
		assertMay(server, user, permission, room._id, 'Changing the type of the room is not allowed');
	}
	if (roomAvatar !== undefined) {
		assertMay(server, user, 'edit-room-avatar', room._id, 'Editing a room avatar is not allowed');
	}
}

/**
 * Adds or removes a member's role in the room (`apps/meteor/server/methods/addRoomOwner.ts` and its like):
 * `subscription-role-added`, `subscription-role-removed` with the username as text.
 * @throws {MeteorError} `error-not-allowed`, `error-user-not-in-room`, `error-user-already-owner` and the like,
 * `error-remove-last-owner`
 */
export function setRoomRole(
	server: Server,
	room: RoomDocument,
	member: UserDocument,
	role: 'owner' | 'moderator' | 'leader',
	given: boolean,
	user: UserDocument,
): void {
	if (!hasPermission(server, user._id, `set-${role}`, room._id)) {
		throw new MeteorError('error-not-allowed', 'Not allowed');
	}
	const subscription = subscriptionOf(server, room._id, member._id);
	if (!subscription) {
		throw new MeteorError('error-user-not-in-room', 'User is not in this room');
	}
	const roles = subscription.roles ?? [];
	if (roles.includes(role) === given) {
		throw new MeteorError(
			`error-user-${given ? 'already' : 'not'}-${role}`,
			`User is ${given ? 'already' : 'not'} ${role}`,
		);
	}
	const owners = subscriptionsOf(server, room._id).filter((other) => other.roles?.includes('owner'));
	if (role === 'owner' && !given && owners.length === 1) {
		throw new MeteorError(
			'error-remove-last-owner',
			'This is the last owner. Please set a new owner before removing this one.',
		);
	}
	changeSubscription(server, subscription, {
		roles: given ? [...roles, role] : roles.filter((other) => other !== role),
	});
	const type = given ? 'subscription-role-added' : 'subscription-role-removed';
	saveSystemMessage(server, type, room._id, member.username, user, { role });
}

/**
 * Mutes or unmutes a member (`apps/meteor/server/methods/muteUserInRoom.ts`): `user-muted`,
 * `user-unmuted` with the username as text.
 * @throws {MeteorError} `error-not-allowed`, `error-user-not-in-room`
 */
export function setMuted(
	server: Server,
	room: RoomDocument,
	member: UserDocument,
	muted: boolean,
	user: UserDocument,
): void {
	if (!hasPermission(server, user._id, 'mute-user', room._id)) {
		throw new MeteorError('error-not-allowed', 'Not allowed');
	}
	if (!subscriptionOf(server, room._id, member._id)) {
		throw new MeteorError('error-user-not-in-room', 'User is not in this room');
	}
	const others = (room.muted ?? []).filter((name) => name !== member.username);
	save(server, room, { muted: muted ? [...others, member.username] : others });
	saveSystemMessage(server, muted ? 'user-muted' : 'user-unmuted', room._id, member.username, user);
	roomChanged(server, room._id);
}

/**
 * `apps/meteor/server/lib/rooms/settings/saveRoomName.ts`: system message `r`. The new name must not be a username.
 * @throws {MeteorError} `error-duplicate-handle`, `error-blocked-username`, and those of room names
 */
function renameRoom(server: Server, room: RoomDocument, displayName: string, user: UserDocument): void {
	if (room.t === 'd') {
		throw new MeteorError('error-not-allowed', 'Not allowed', {
			function: 'RocketChat.saveRoomdisplayName',
		});
	}
	if (!displayName.trim() || displayName === room.name) {
		return;
	}
	const name = room.prid ? room.name : validRoomName(server, displayName, room._id);
	if (!room.prid && name !== undefined && !isUsernameFree(server, name)) {
		throw new MeteorError(
			'error-duplicate-handle',
			`A room, team or user with name '${name}' already exists`,
			{
				function: 'RocketChat.updateRoomName',
				handle: name,
			},
		);
	}
	const names = { ...(name !== undefined && { name }), fname: displayName };
	save(server, room, names);
	subscriptionsOf(server, room._id).forEach((member) =>
		changeSubscription(server, member, { ...names, alert: true }),
	);
	saveSystemMessage(server, 'r', room._id, displayName, user);
	retitleDiscussions(server, room, name);
}

/** The topic of a discussion is its parent's name: `app/discussion/server/hooks/propagateDiscussionMetadata.ts`. No event. */
function retitleDiscussions(server: Server, { _id: prid, name: before }: RoomDocument, name?: string): void {
	if (name !== undefined && before !== undefined) {
		for (const discussion of collections(server).rooms.find({ prid, topic: before })) {
			save(server, discussion, { topic: name });
		}
	}
}

function saveText(
	server: Server,
	room: RoomDocument,
	field: 'topic' | 'description' | 'announcement',
	type: SystemMessageType,
	value: string | undefined,
	user: UserDocument,
): void {
	if (value !== undefined && value !== (room[field] ?? '')) {
		save(server, room, { [field]: value });
		saveSystemMessage(server, type, room._id, value, user);
	}
}

/**
 * `apps/meteor/server/lib/rooms/settings/saveRoomType.ts`: system message `room_changed_privacy` with a word for the new
 * type in the language of whoever did it.
 * @throws {MeteorError} `error-invalid-room-type`, `error-direct-room`
 */
function saveRoomType(server: Server, room: RoomDocument, type: string, user: UserDocument): void {
	const details = { function: 'RocketChat.saveRoomType' };
	if (type !== 'c' && type !== 'p') {
		throw new MeteorError('error-invalid-room-type', 'error-invalid-room-type', details);
	}
	if (room.t === 'd') {
		throw new MeteorError('error-direct-room', "Can't change type of direct rooms", details);
	}
	save(server, room, { t: type });
	subscriptionsOf(server, room._id).forEach((member) => changeSubscription(server, member, { t: type }));
	const word = type === 'c' ? 'public' : 'private';
	saveSystemMessage(server, 'room_changed_privacy', room._id, word, user);
}

/** `server/lib/rooms/settings/saveRoomCustomFields.ts`: no system message. */
function saveCustomFields(server: Server, room: RoomDocument, customFields: Record<string, unknown>): void {
	save(server, room, { customFields });
	subscriptionsOf(server, room._id).forEach((member) =>
		changeSubscription(server, member, { customFields }),
	);
}

function save(server: Server, room: RoomDocument, fields: Partial<RoomDocument>): void {
	update(collections(server).rooms, room._id, fields);
}

function assertMay(
	server: Server,
	user: UserDocument,
	permission: Permission,
	roomId: string,
	reason: string,
): void {
	if (!hasPermission(server, user._id, permission, roomId)) {
		throw new MeteorError('error-action-not-allowed', reason, { method, action: 'Editing_room' });
	}
}
