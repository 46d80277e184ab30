import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../app-context';
import { translate } from '../i18n';
import type { RequestHandler } from './endpoint';
import { json } from './responses';

/** Answers one request of an administrator. */
type AdminRequestHandler = (
	app: AppContext,
	request: IApiRequest & { readonly user: IUser },
) => Promise<IApiResponse>;

/**
 * Checks that the request has the login of an administrator, before the handler sees it. The engine's `request.user` is who
 * the headers `X-User-Id` and `X-Auth-Token` belong to.
 */
export function forAdmins(handler: AdminRequestHandler): RequestHandler {
	return async (app, request) => {
		const { user } = request;
		if (!user) {
			return json(HttpStatusCode.UNAUTHORIZED, {
				success: false,
				error: translate('api_login_needed'),
			});
		}
		return user.roles.includes('admin')
			? handler(app, { ...request, user })
			: json(HttpStatusCode.FORBIDDEN, { success: false, error: translate('api_admin_needed') });
	};
}
