import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { translate } from '../i18n';
import type { RequestHandler } from './endpoint';
import { json } from './responses';

/**
 * Checks that the request has the login of an administrator, before the handler sees it. The engine's `request.user` is who
 * the headers `X-User-Id` and `X-Auth-Token` belong to.
 */
export function forAdmins(handler: RequestHandler): RequestHandler {
	return async (app, request) => {
		if (!request.user) {
			return json(HttpStatusCode.UNAUTHORIZED, {
				success: false,
				error: translate('api_login_needed'),
			});
		}
		return request.user.roles.includes('admin')
			? handler(app, request)
			: json(HttpStatusCode.FORBIDDEN, { success: false, error: translate('api_admin_needed') });
	};
}
