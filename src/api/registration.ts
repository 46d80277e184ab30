import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { registrationFile } from '../matrix/registration';
import { translate } from '../i18n';
import { json, methodUnknown } from './responses';
import type { RequestHandler, Route } from './endpoint';

/** Serves the registration file. It contains both secrets, so only administrators of the workspace may read it. */
export const registration: Route = {
	path: 'registration',
	handlers: {
		get: forAdmins(async (app) => {
			const { configuration, problems } = await app.settingsState();
			if (!configuration) {
				return json(HttpStatusCode.CONFLICT, {
					success: false,
					error: problems.map((problem) => translate(problem)).join('\n'),
				});
			}
			return {
				status: HttpStatusCode.OK,
				headers: {
					'content-type': 'application/yaml; charset=utf-8',
					'content-disposition': 'attachment; filename="rocketchat-registration.yaml"',
					'cache-control': 'no-store',
				},
				content: registrationFile(configuration),
			};
		}),
	},
	fallback: methodUnknown,
};

function forAdmins(handler: RequestHandler): RequestHandler {
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
