import type { Router } from 'express';
import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections } from '../functions/collections';
import { deleteUser } from '../functions/delete-user';
import { createPerson } from '../functions/insert-user';
import { hasPermission, type Permission } from '../functions/permissions';
import { setStatus } from '../functions/presence';
import { updateUser, type UserChanges } from '../functions/update-user';
import { setUserActiveStatus } from '../functions/user-active-status';
import type { Server } from '../server';
import { failure, forbidden } from './answers';
import { Endpoints, type Params } from './endpoints';
import { page, pagination } from './pagination';
import { shownUser } from './user-answers';

/** `users.*` (`apps/meteor/app/api/server/v1/users.ts`). Avatars are in `avatars.ts`. */
export function usersRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	addReading(server, endpoints);
	addWriting(server, endpoints);
	addPresence(server, endpoints);
	return endpoints.router;
}

/**
 * The user that `userId`, `username` or `user` names (`getUserFromParams.ts`).
 * @throws {MeteorError} `error-invalid-user`, `error-user-param-not-provided`
 */
export function userInParams(server: Server, params: Params): UserDocument {
	const { users } = collections(server);
	const id = params.text('userId');
	const name = params.text('username') ?? params.text('user');
	if (!id?.trim() && !name?.trim()) {
		throw new MeteorError(
			'error-user-param-not-provided',
			'The required "userId" or "username" param was not provided',
		);
	}
	const user = id ? users.findById(id) : users.findOne({ username: { $ignoreCase: name ?? '' } });
	if (!user) {
		throw new MeteorError(
			'error-invalid-user',
			'The required "userId" or "username" param provided does not match any users',
		);
	}
	return user;
}

/** @throws {RestError} 403 */
export function assertPermission(server: Server, user: UserDocument, permission: Permission): void {
	if (!hasPermission(server, user._id, permission)) {
		throw forbidden('User does not have the permissions required for this action [error-unauthorized]');
	}
}

function addReading(server: Server, endpoints: Endpoints): void {
	const { users } = collections(server);
	endpoints
		.get('users.info', ({ user, params }) => {
			const id = params.text('userId');
			const name = params.text('username');
			const found = id ? users.findById(id) : users.findOne({ username: { $ignoreCase: name ?? '' } });
			if (!found) {
				throw failure('User not found.');
			}
			return { user: shownUser(server, found, user) };
		})
		.get('users.getPresence', ({ user, params }) => {
			const named = params.text('userId') ?? params.text('username') ?? params.text('user');
			const found = named === undefined ? user : userInParams(server, params);
			const { status, statusConnection, lastLogin } = found;
			return found._id === user._id
				? { presence: status, connectionStatus: statusConnection ?? 'offline', lastLogin }
				: { presence: status };
		})
		.get('users.presence', ({ params }) => presences(server, params))
		.get('users.list', ({ user, request }) => {
			assertPermission(server, user, 'view-d-room');
			const { items, ...numbers } = page(
				users.find({}, { sort: { username: 1 } }),
				pagination(server, request),
			);
			return { users: items.map((found) => shownUser(server, found, user)), ...numbers };
		});
}

/** How old the time in `from` of `users.presence` may be, in milliseconds. */
const PRESENCE_KNOWN_FOR = 5 * 60_000;

/**
 * `users.presence`: the status of the users with these ids; or of those that changed since a recent time; or of everybody
 * who is not offline.
 */
function presences(server: Server, params: Params): object {
	const { users } = collections(server);
	const ids = params.texts('ids') ?? params.text('ids')?.split(',') ?? [];
	const from = params.date('from');
	const isRecent = from !== undefined && Date.now() - from.getTime() < PRESENCE_KNOWN_FOR;
	const found =
		ids.length > 0
			? users.find({ _id: { $in: ids } })
			: users.find(isRecent ? { _updatedAt: { $gt: from } } : { status: { $ne: 'offline' } });
	const shown = found.map(({ _id, username, name, status, statusText, utcOffset, avatarETag }) => ({
		_id,
		username,
		name,
		status,
		statusText,
		utcOffset,
		avatarETag,
	}));
	return { users: shown, full: ids.length === 0 && !isRecent };
}

function addWriting(server: Server, endpoints: Endpoints): void {
	endpoints
		.post('users.create', ({ user, params }) => {
			assertPermission(server, user, 'create-user');
			const roles = params.texts('roles');
			const bio = params.text('bio');
			const statusText = params.text('statusText');
			const customFields = params.object('customFields');
			const created = createPerson(
				server,
				{
					username: params.requiredText('username'),
					name: params.requiredText('name'),
					email: params.requiredText('email'),
					password: params.requiredText('password'),
					active: params.flag('active') ?? true,
					verified: params.flag('verified') ?? false,
					joinDefaultChannels: params.flag('joinDefaultChannels') ?? true,
					requirePasswordChange: params.flag('requirePasswordChange') ?? false,
					...(roles && { roles }),
					...(bio !== undefined && { bio }),
					...(statusText !== undefined && { statusText }),
					...(customFields && { customFields }),
				},
				user,
			);
			return { user: shownUser(server, created, user) };
		})
		.post('users.update', async ({ user, params }) => {
			const userId = params.requiredText('userId');
			if (userId !== user._id) {
				assertPermission(server, user, 'edit-other-user-info');
			}
			const updated = await updateUser(server, userId, changesIn(params.nested('data')), user);
			return { user: shownUser(server, updated, user) };
		})
		.post('users.delete', async ({ user, params }) => {
			assertPermission(server, user, 'delete-user');
			const found = userInParams(server, params);
			await deleteUser(server, found._id, params.flag('confirmRelinquish') ?? false, user);
			return { deletedRooms: [] };
		})
		.post('users.setActiveStatus', ({ user, params }) => {
			assertPermission(server, user, 'edit-other-user-active-status');
			const found = userInParams(server, params);
			const active = params.flag('activeStatus') ?? false;
			setUserActiveStatus(server, found._id, active, params.flag('confirmRelinquish') ?? false);
			return { user: { _id: found._id, active } };
		});
}

function addPresence(server: Server, endpoints: Endpoints): void {
	endpoints.post('users.setStatus', ({ user, params }) => {
		const status = params.text('status');
		const message = params.text('message');
		if (status === undefined && message === undefined) {
			throw failure('Match error: at least one of "status" and "message" is needed');
		}
		setStatus(server, user._id, status ?? user.statusDefault ?? 'online', message);
	});
}

function changesIn(data: Params): UserChanges {
	const changes: UserChanges = {};
	for (const field of ['name', 'username', 'email', 'password', 'bio', 'statusText'] as const) {
		const value = data.text(field);
		if (value !== undefined) {
			changes[field] = value;
		}
	}
	for (const field of ['active', 'verified'] as const) {
		const value = data.flag(field);
		if (value !== undefined) {
			changes[field] = value;
		}
	}
	const roles = data.texts('roles');
	const customFields = data.object('customFields');
	return { ...changes, ...(roles && { roles }), ...(customFields && { customFields }) };
}
