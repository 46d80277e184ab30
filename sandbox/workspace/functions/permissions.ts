import type { Server } from '../server';
import { collections } from './collections';

/**
 * The roles that have each permission, for the permissions that some function here checks: Rocket.Chat's defaults
 * (`apps/meteor/app/authorization/server/constant/permissions.ts`). They cannot be changed in the sandbox.
 */
const permissions = {
	'access-permissions': ['admin'],
	'add-user-to-any-c-room': ['admin'],
	'add-user-to-any-p-room': [],
	'add-user-to-joined-room': ['admin', 'owner', 'moderator'],
	'add-team-member': ['admin', 'owner', 'moderator'],
	'archive-room': ['admin', 'owner'],
	'bypass-time-limit-edit-and-delete': ['bot', 'app'],
	'clean-channel-history': ['admin'],
	'create-c': ['admin', 'user', 'federated-external', 'bot', 'app'],
	'create-d': ['admin', 'user', 'federated-external', 'bot', 'app'],
	'create-p': ['admin', 'user', 'federated-external', 'bot', 'app'],
	'create-personal-access-tokens': ['admin', 'user'],
	'create-team': ['admin', 'user'],
	'create-user': ['admin'],
	'delete-c': ['admin', 'owner'],
	'delete-d': ['admin'],
	'delete-message': ['admin', 'owner', 'moderator'],
	'delete-own-message': ['admin', 'user', 'federated-external'],
	'delete-p': ['admin', 'owner'],
	'delete-user': ['admin'],
	'edit-message': ['admin', 'owner', 'moderator'],
	'edit-other-user-active-status': ['admin'],
	'edit-other-user-avatar': ['admin'],
	'edit-other-user-info': ['admin'],
	'edit-privileged-setting': ['admin'],
	'edit-room': ['admin', 'owner', 'moderator'],
	'edit-room-avatar': ['admin', 'owner', 'moderator'],
	'edit-team-channel': ['admin', 'owner', 'moderator'],
	'force-delete-message': ['admin', 'owner'],
	'kick-user-from-any-c-room': ['admin'],
	'kick-user-from-any-p-room': [],
	'leave-c': ['admin', 'user', 'federated-external', 'bot', 'anonymous', 'app'],
	'leave-p': ['admin', 'user', 'federated-external', 'bot', 'anonymous', 'app'],
	'manage-emoji': ['admin'],
	'mention-all': ['admin', 'owner', 'moderator', 'user', 'federated-external'],
	'mention-here': ['admin', 'owner', 'moderator', 'user', 'federated-external'],
	'message-impersonate': ['bot', 'app'],
	'move-room-to-team': ['admin', 'owner', 'moderator'],
	'mute-user': ['admin', 'owner', 'moderator'],
	'pin-message': ['owner', 'moderator', 'admin'],
	'post-readonly': ['admin', 'owner', 'moderator'],
	'remove-user': ['admin', 'owner', 'moderator'],
	'set-leader': ['admin', 'owner'],
	'set-moderator': ['admin', 'owner'],
	'set-owner': ['admin', 'owner'],
	'start-discussion': ['admin', 'user', 'federated-external', 'guest', 'app'],
	'start-discussion-other-user': ['admin', 'user', 'federated-external', 'owner', 'app'],
	'unarchive-room': ['admin'],
	'view-c-room': ['admin', 'user', 'federated-external', 'bot', 'app', 'anonymous'],
	'view-d-room': ['admin', 'user', 'federated-external', 'bot', 'app', 'guest'],
	'view-full-other-user-info': ['admin'],
	'view-joined-room': ['guest', 'bot', 'app', 'anonymous'],
	'view-p-room': ['admin', 'user', 'federated-external', 'anonymous', 'guest'],
	'view-privileged-setting': ['admin'],
	'view-room-administration': ['admin'],
	'view-statistics': ['admin'],
} as const satisfies Record<string, readonly string[]>;

export type Permission = keyof typeof permissions;

/** Each permission with its roles. */
export const allPermissions: readonly [string, readonly string[]][] = Object.entries(permissions);

/**
 * Whether one of the user's roles, or of the roles the user has in the room, has the permission
 * (`apps/meteor/app/authorization/server/functions/hasPermission.ts`).
 */
export function hasPermission(
	server: Server,
	userId: string,
	permission: Permission,
	roomId?: string,
): boolean {
	const { users, subscriptions } = collections(server);
	const allowed: readonly string[] = permissions[permission];
	if (users.findById(userId)?.roles.some((role) => allowed.includes(role))) {
		return true;
	}
	const subscription = roomId ? subscriptions.findOne({ rid: roomId, 'u._id': userId }) : undefined;
	return subscription?.roles?.some((role) => allowed.includes(role)) ?? false;
}
