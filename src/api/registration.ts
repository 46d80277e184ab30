import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { registrationFile } from '../matrix/registration';
import { translate } from '../i18n';
import { json, methodUnknown } from './responses';
import type { Route } from './endpoint';
import { forAdmins } from './for-admins';

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
