import type { IRoom, IUser } from '@rocket.chat/core-typings';
import { Router } from 'express';
import { collections } from '../functions/collections';
import { allPermissions } from '../functions/permissions';
import { searchChannels, searchUsers, spotlight } from '../functions/search';
import type { Server } from '../server';
import { answeredRoom } from './declared-answers';
import { Endpoints, type Call, Params } from './endpoints';
import { page, pagination, type Page } from './pagination';
import { handled } from './server';
import { shownUser } from './user-answers';
import { assertPermission } from './users';

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
] as const;

/** `info`, `spotlight`, `directory`, `roles.*`, `permissions.*`, `emoji-custom.*` (`apps/meteor/server/api/v1/`). */
export function miscRoutes(server: Server): Router {
	const router = Router();
	router.get(
		'/api/info',
		handled(() => ({ version: server.version })),
	);
	const endpoints = new Endpoints(server)
		.get('spotlight', ({ user, given }) => spotlight(server, given.query, user._id))
		.get('directory', (call) => directory(server, call));
	addRoles(server, endpoints);
	addEmoji(server, endpoints);
	router.use(endpoints.router);
	return router;
}

/** `directory` (`misc.ts`, `meteor-methods/rooms/browseChannels.ts`): `query` holds the parameters as JSON in older clients. */
function directory(server: Server, { user, params, request }: Call): Page & { result: (IUser | IRoom)[] } {
	const given = new Params(parsed(params.text('query')));
	const text = params.text('text') ?? given.text('text') ?? '';
	const type = params.text('type') ?? given.text('type') ?? 'channels';
	const found =
		type === 'users'
			? searchUsers(server, text).map((person) => shownUser(server, person, user))
			: searchChannels(server, text).map(answeredRoom);
	const { items, ...numbers } = page<IUser | IRoom>(found, pagination(server, request));
	return { result: items, ...numbers };
}

function parsed(json: string | undefined): unknown {
	try {
		return JSON.parse(json ?? '{}');
	} catch {
		return {};
	}
}

function addRoles(server: Server, endpoints: Endpoints): void {
	const { users } = collections(server);
	endpoints
		.get('roles.list', () => ({
			roles: roles.map((role) => ({ _id: role.name, ...role, protected: true, mandatory2fa: false })),
		}))
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

function addEmoji(server: Server, endpoints: Endpoints): void {
	const { customEmoji } = collections(server);
	endpoints
		.get('emoji-custom.list', () => ({ emojis: { update: customEmoji.find({}), remove: [] } }))
		.get('emoji-custom.all', ({ request }) => {
			const { items, ...numbers } = page(
				customEmoji.find({}, { sort: { name: 1 } }),
				pagination(server, request),
			);
			return { emojis: items, ...numbers };
		});
}
