import type { IRole } from '@rocket.chat/apps-engine/definition/roles';

/** A role as it is stored (`packages/core-typings/src/IRole.ts`). */
export interface RoleDocument {
	_id: string;
	name: string;
	description: string;
	protected: boolean;
	scope: 'Users' | 'Subscriptions';
	mandatory2fa?: boolean;
}

/** What an app gets for a role (`apps/meteor/app/apps/server/converters/roles.ts`). */
export function roleToApp(role: RoleDocument): IRole {
	return {
		id: role._id,
		name: role.name,
		description: role.description,
		protected: role.protected,
		scope: role.scope,
		...(role.mandatory2fa !== undefined && { mandatory2fa: role.mandatory2fa }),
	};
}
