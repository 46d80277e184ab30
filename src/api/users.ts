import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { parseUserId } from '../matrix/ids';
import { ensureGhost } from '../people/ghost';
import { localUserOf } from '../people/local-user';
import { forHomeserver } from './homeserver-token';
import { json, matrixError, methodUnknown } from './responses';
import type { Route } from './endpoint';

/** Application Service API, "Querying". Registers the ghost of a local user who has none yet. */
export const users: Route = {
	path: '_matrix/app/v1/users/:userId',
	handlers: {
		get: forHomeserver(async (app, { params }) => {
			const bridge = await app.requireBridge();
			const userId = parseUserId(params.userId);
			const user = userId && (await localUserOf(bridge, userId));
			if (!user) {
				return matrixError(
					HttpStatusCode.NOT_FOUND,
					'M_NOT_FOUND',
					'Nobody in this workspace has this id.',
				);
			}
			await ensureGhost(bridge, user);
			return json(HttpStatusCode.OK, {});
		}),
	},
	fallback: methodUnknown,
};
