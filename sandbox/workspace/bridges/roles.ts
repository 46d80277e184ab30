import type { IRole } from '@rocket.chat/apps-engine/definition/roles';
import { RoleBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/RoleBridge';
import { roleToApp, type RoleDocument } from '../converters/roles';

/** The roles every workspace has (`apps/meteor/app/authorization/server/startup.ts`, `packages/models`). */
const roles: readonly RoleDocument[] = [
	...['admin', 'user', 'bot', 'app', 'guest', 'anonymous'].map((name) => builtIn(name, 'Users')),
	...['owner', 'moderator', 'leader'].map((name) => builtIn(name, 'Subscriptions')),
];

/** `apps/meteor/app/apps/server/bridges/roles.ts`. Nobody can make roles of their own in the sandbox. */
export class RoleBridge extends EngineBridge {
	protected async getOneByIdOrName(idOrName: string): Promise<IRole | null> {
		const role = roles.find(({ _id, name }) => _id === idOrName || name === idOrName);
		return role ? roleToApp(role) : null;
	}

	protected async getCustomRoles(): Promise<IRole[]> {
		return roles.filter((role) => !role.protected).map(roleToApp);
	}
}

function builtIn(name: string, scope: RoleDocument['scope']): RoleDocument {
	return { _id: name, name, description: '', protected: true, scope, mandatory2fa: false };
}
