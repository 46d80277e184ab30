import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { UserStatusConnection, UserType } from '@rocket.chat/apps-engine/definition/users';
import type { UserDocument } from '../database/documents';
import { collections } from '../functions/collections';
import type { Server } from '../server';
import { withoutEmpty } from './mapped-data';

/** `apps/meteor/app/apps/server/converters/users.ts` */
export function userById(server: Server, userId: string): IUser | undefined {
	return userToApp(collections(server).users.findById(userId));
}

export function userByUsername(server: Server, username: string | undefined): IUser | undefined {
	return username ? userToApp(collections(server).users.findOne({ username })) : undefined;
}

/**
 * What an app gets for a user. Every field is always there, though it may be `undefined`; there is no
 * `_unmappedProperties_`. A reference to a user in a message or room is converted too, with the few fields that it has.
 */
export function userToApp(user: Partial<UserDocument> & { _id: string }): IUser;
export function userToApp(user: (Partial<UserDocument> & { _id: string }) | undefined): IUser | undefined;
export function userToApp(user: (Partial<UserDocument> & { _id: string }) | undefined): IUser | undefined {
	if (!user) {
		return undefined;
	}
	const language = user.settings?.preferences?.language;
	return {
		id: user._id,
		username: user.username,
		emails: user.emails,
		type: user.type ?? UserType.UNKNOWN,
		isEnabled: user.active,
		name: user.name,
		roles: user.roles,
		bio: user.bio,
		status: user.status,
		statusText: user.statusText,
		statusConnection: connection(user.statusConnection),
		utcOffset: user.utcOffset,
		createdAt: user.createdAt,
		updatedAt: user._updatedAt,
		lastLoginAt: user.lastLogin,
		appId: user.appId,
		customFields: user.customFields,
		settings: { preferences: { ...(language && { language }) } },
	} as unknown as IUser;
}

/**
 * The same user as offline and without a status text (`apps/meteor/server/lib/statusVisibility/redactStatus.ts`). The
 * engine's definition of a user has no other field of the status.
 */
export function withoutPresence(user: IUser): IUser {
	const hidden: IUser = { ...user, status: 'offline', statusConnection: UserStatusConnection.OFFLINE };
	delete hidden.statusText;
	return hidden;
}

/**
 * What is stored for a user that an app makes. `statusText` and `customFields` are not stored, as in Rocket.Chat, and
 * what the app did not give stays missing.
 */
export function userFromApp(user: Partial<IUser> & { utfOffset?: number }): Partial<UserDocument> {
	return withoutEmpty({
		_id: user.id,
		username: user.username,
		emails: user.emails,
		type: user.type,
		active: user.isEnabled,
		name: user.name,
		roles: user.roles,
		bio: user.bio,
		status: user.status,
		statusConnection: user.statusConnection,
		// The misspelt name is what older apps give.
		utcOffset: user.utcOffset ?? user.utfOffset,
		createdAt: user.createdAt,
		_updatedAt: user.updatedAt,
		lastLogin: user.lastLoginAt,
		appId: user.appId,
	});
}

function connection(status: string | undefined): string {
	switch (status) {
		case 'offline':
		case 'online':
		case 'away':
		case 'busy':
			return status;
		case undefined:
			return UserStatusConnection.UNDEFINED;
		default:
			return status ? status.toUpperCase() : UserStatusConnection.OFFLINE;
	}
}
