import type { Router } from 'express';
import type { UserDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { collections, update } from '../functions/collections';
import { allPermissions } from '../functions/permissions';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints } from './endpoints';
import { page, pagination } from './pagination';
import { shownUser } from './user-answers';
import { assertPermission, userInParams } from './users';

/** The roles of a new workspace (`apps/meteor/server/lib/authorization/upsertPermissions.ts`). */
const roles = [
	{ name: 'admin', scope: 'Users', description: 'Admin' },
	{ name: 'moderator', scope: 'Subscriptions', description: 'Moderator' },
	{ name: 'leader', scope: 'Subscriptions', description: 'Leader' },
	{ name: 'owner', scope: 'Subscriptions', description: 'Owner' },
	{ name: 'user', scope: 'Users', description: '' },
	{ name: 'bot', scope: 'Users', description: '' },
	{ name: 'app', scope: 'Users', description: '' },
	{ name: 'guest', scope: 'Users', description: '' },
	{ name: 'anonymous', scope: 'Users', description: '' },
	{ name: 'federated-external', scope: 'Users', description: '' },
].map((role) => ({ _id: role.name, ...role, protected: true, mandatory2fa: false }));

/** `roles.*`, `permissions.*` (`apps/meteor/server/api/v1/roles.ts`, `permissions.ts`). The roles cannot be changed. */
export function rolesRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	addReading(server, endpoints);
	addMembers(server, endpoints);
	return endpoints.router;
}

function addReading(server: Server, endpoints: Endpoints): void {
	const { users } = collections(server);
	endpoints
		.get('roles.list', () => ({ roles }))
		.get('roles.sync', () => ({ roles: { update: roles, remove: [] } }))
		.get('roles.getUsersInRole', ({ user, given, request }) => {
			assertPermission(server, user, 'access-permissions');
			const found = users.find({ roles: { $has: given.role } }, { sort: { username: 1 } });
			const { items, ...numbers } = page(found, pagination(server, request));
			return { users: items.map((person) => shownUser(server, person, user)), ...numbers };
		})
		.get('permissions.listAll', () => ({
			update: allPermissions.map(([_id, allowed]) => ({ _id, roles: allowed })),
			remove: [],
		}));
}

function addMembers(server: Server, endpoints: Endpoints): void {
	const { users } = collections(server);
	for (const added of [true, false]) {
		const name = added ? 'roles.addUserToRole' : 'roles.removeUserFromRole';
		endpoints.post(name, ({ user, given, params }) => {
			assertPermission(server, user, 'access-permissions');
			// The validator does not require it.
			if (!given.roleId) {
				throw failure('error-invalid-role-properties');
			}
			const role = roles.find(({ _id }) => _id === given.roleId);
			if (!role) {
				throw failure('error-role-not-found', 'Role not found');
			}
			const member = userInParams(server, params);
			if (member.roles.includes(role._id) === added) {
				throw added
					? new MeteorError('error-user-already-in-role', 'User already in role')
					: new MeteorError('error-user-not-in-role', 'User is not in this role');
			}
			assertAdminLeft(server, member, role._id, added);
			update(users, member._id, {
				roles: added ? [...member.roles, role._id] : member.roles.filter((id) => id !== role._id),
			});
			return { role };
		});
	}
}

/** @throws {MeteorError} `error-admin-required` if the last administrator would be removed */
function assertAdminLeft(server: Server, member: UserDocument, role: string, added: boolean): void {
	const others = collections(server)
		.users.find({ roles: { $has: 'admin' } })
		.filter(({ _id }) => _id !== member._id);
	if (!added && role === 'admin' && others.length === 0) {
		throw new MeteorError('error-admin-required', 'You need to have at least one admin');
	}
}
