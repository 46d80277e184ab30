import type { IUser } from '@rocket.chat/core-typings';
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
import { answeredUser } from './declared-answers';
import { Endpoints, type Params } from './endpoints';
import { page, pagination } from './pagination';
import type { ParamsOf } from './params-checks';
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
		.get('users.info', ({ user, given }) => {
			const found = userOf(server, given);
			if (!found) {
				throw failure('User not found.');
			}
			return { user: shownUser(server, found, user) };
		})
		.get('users.getPresence', ({ user, given, params }) => {
			const named = given.userId ?? given.username ?? given.user;
			const found = named === undefined ? user : userInParams(server, params);
			const { statusConnection = 'offline', lastLogin } = found;
			// The declared status is an enum of the same texts.
			const { status: presence } = answeredUser(found) as Required<Pick<IUser, 'status'>>;
			return found._id === user._id
				? {
						presence,
						connectionStatus: statusConnection,
						...(lastLogin && { lastLogin: lastLogin.toISOString() }),
					}
				: { presence };
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
function presences(server: Server, params: Params): { users: IUser[]; full: boolean } {
	const { users } = collections(server);
	const ids = params.texts('ids') ?? params.text('ids')?.split(',') ?? [];
	const from = params.date('from');
	const isRecent = from !== undefined && Date.now() - from.getTime() < PRESENCE_KNOWN_FOR;
	const found =
		ids.length > 0
			? users.find({ _id: { $in: ids } })
			: users.find(isRecent ? { _updatedAt: { $gt: from } } : { status: { $ne: 'offline' } });
	const shown = found.map(({ _id, username, name, status, statusText, utcOffset, avatarETag }) =>
		answeredUser({ _id, username, name, status, statusText, utcOffset, avatarETag }),
	);
	return { users: shown, full: ids.length === 0 && !isRecent };
}

/** The user whom `users.info` names by id or username. The other ways to name one find nobody in the sandbox. */
function userOf(server: Server, given: ParamsOf<'users.info'>): UserDocument | undefined {
	const { users } = collections(server);
	if ('userId' in given) {
		return users.findById(given.userId);
	}
	return 'username' in given ? users.findOne({ username: { $ignoreCase: given.username } }) : undefined;
}

function addWriting(server: Server, endpoints: Endpoints): void {
	endpoints
		.post('users.create', ({ user, given }) => {
			assertPermission(server, user, 'create-user');
			const { username, name, email, password, roles, bio, statusText, customFields } = given;
			const created = createPerson(
				server,
				{
					username,
					name,
					email,
					password,
					active: given.active ?? true,
					verified: given.verified ?? false,
					joinDefaultChannels: given.joinDefaultChannels ?? true,
					requirePasswordChange: given.requirePasswordChange ?? false,
					...(roles && { roles }),
					...(typeof bio === 'string' && { bio }),
					...(typeof statusText === 'string' && { statusText }),
					...(customFields && { customFields }),
				},
				user,
			);
			return { user: shownUser(server, created, user) };
		})
		.post('users.update', async ({ user, given: { userId, data } }) => {
			if (userId !== user._id) {
				assertPermission(server, user, 'edit-other-user-info');
			}
			const updated = await updateUser(server, userId, changesIn(data), user);
			return { user: shownUser(server, updated, user) };
		})
		.post('users.delete', async ({ user, params }) => {
			assertPermission(server, user, 'delete-user');
			const found = userInParams(server, params);
			await deleteUser(server, found._id, params.flag('confirmRelinquish') ?? false, user);
			return { deletedRooms: [] };
		})
		.post('users.setActiveStatus', ({ user, given, params }) => {
			assertPermission(server, user, 'edit-other-user-active-status');
			const { _id } = userInParams(server, params);
			const { activeStatus: active, confirmRelinquish = false } = given;
			setUserActiveStatus(server, _id, active, confirmRelinquish);
			return { user: { _id, active } };
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

/** The fields that the sandbox can change. A field that is `null`, which the validator accepts, stays as it is. */
function changesIn(data: ParamsOf<'users.update'>['data']): UserChanges {
	const given = changeableFields.map((field) => [field, data[field] ?? undefined] as const);
	return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

const changeableFields = [
	'name',
	'username',
	'email',
	'password',
	'bio',
	'statusText',
	'active',
	'verified',
	'roles',
	'customFields',
] as const satisfies (keyof UserChanges)[];
