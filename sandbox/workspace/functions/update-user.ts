import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import type { Server } from '../server';
import { collections, updateWith, update } from './collections';
import { hashPassword } from './passwords';
import { isUsernameFree, isValidUsername } from './username';

/** The changes of a user, as in REST `users.update`. */
export interface UserChanges {
	name?: string;
	username?: string;
	email?: string;
	password?: string;
	bio?: string;
	statusText?: string;
	roles?: string[];
	active?: boolean;
	verified?: boolean;
	customFields?: Record<string, unknown>;
}

/**
 * Changes a user (`apps/meteor/app/lib/server/functions/saveUser/saveUser.ts`) and raises `IPostUserUpdated` with the
 * previous user, waiting for its handlers. A new username or name is copied into rooms, subscriptions and messages
 * (`saveUserIdentity.ts`).
 * @throws {MeteorError} `error-invalid-user`, `error-input-is-not-a-valid-field`, `error-field-unavailable`
 */
export async function updateUser(
	server: Server,
	userId: string,
	changes: UserChanges,
	performedBy: UserDocument,
): Promise<UserDocument> {
	const { users } = collections(server);
	const before = users.findById(userId);
	if (!before) {
		throw new MeteorError(
			'error-invalid-user',
			'The required "userId" param provided does not match any users',
		);
	}
	assertUsername(server, before, changes.username);
	const { email, password, verified, ...plain } = changes;
	const address = email ?? before.emails?.[0]?.address;
	const known = before.emails?.[0]?.verified ?? false;
	const after = update(users, userId, {
		...plain,
		...(address &&
			(email || verified !== undefined) && { emails: [{ address, verified: verified ?? known }] }),
		...(password && { services: { ...before.services, password: { hash: hashPassword(password) } } }),
	});
	if (after.username !== before.username || after.name !== before.name) {
		renameEverywhere(server, before, after);
	}
	await server.appEvents.userUpdated(after, before, performedBy);
	return after;
}

function assertUsername(server: Server, before: UserDocument, username: string | undefined): void {
	if (username === undefined || username === before.username) {
		return;
	}
	const details = { method: 'insertOrUpdateUser', input: username, field: 'Username' };
	if (!isValidUsername(server, username)) {
		throw new MeteorError(
			'error-input-is-not-a-valid-field',
			`${username} is not a valid username`,
			details,
		);
	}
	if (username.toLowerCase() !== before.username.toLowerCase() && !isUsernameFree(server, username)) {
		throw new MeteorError('error-field-unavailable', `${username} is already in use :(`, details);
	}
}

function renameEverywhere(server: Server, before: UserDocument, after: UserDocument): void {
	const { rooms, subscriptions, messages } = collections(server);
	const u = {
		_id: after._id,
		username: after.username,
		...(after.name !== undefined && { name: after.name }),
	};
	messages.find({ 'u._id': after._id }).forEach(({ _id }) => update(messages, _id, { u }));
	rooms.find({ 'u._id': after._id }).forEach(({ _id }) => update(rooms, _id, { u }));
	for (const subscription of subscriptions.find({ 'u._id': after._id })) {
		update(subscriptions, subscription._id, { u });
	}
	for (const room of rooms.find({ t: 'd', uids: { $has: after._id } })) {
		updateWith(rooms, room._id, ({ usernames = [] }) => ({
			usernames: usernames.map((name) => (name === before.username ? after.username : name)),
		}));
		for (const other of subscriptions.find({ rid: room._id })) {
			if (other.u._id !== after._id && (room.uids?.length ?? 0) === 2) {
				update(subscriptions, other._id, {
					name: after.username,
					fname: after.name || after.username,
				});
			}
		}
	}
}
