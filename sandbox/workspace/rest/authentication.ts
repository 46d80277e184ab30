import type { Request } from 'express';
import type { UserDocument } from '../database/documents';
import { userByToken } from '../functions/login-tokens';
import type { Server } from '../server';

/**
 * The user of `X-User-Id` and `X-Auth-Token`, if they belong together
 * (apps/meteor/app/api/server/ApiClass.ts, `authenticatedRoute`).
 */
export function authenticatedUser(server: Server, request: Request): UserDocument | undefined {
	const userId = request.header('x-user-id');
	const token = request.header('x-auth-token');
	return userId && token ? userByToken(server, token, userId) : undefined;
}
