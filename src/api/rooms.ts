import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { forHomeserver } from './homeserver-token';
import { matrixError, methodUnknown } from './responses';
import type { Route } from './endpoint';

/** Application Service API, "Querying". Answers that the alias does not exist: this version creates no aliases. */
export const rooms: Route = {
	path: '_matrix/app/v1/rooms/:roomAlias',
	handlers: {
		get: forHomeserver(async () =>
			matrixError(HttpStatusCode.NOT_FOUND, 'M_NOT_FOUND', 'No room of this workspace has this alias.'),
		),
	},
	fallback: methodUnknown,
};
