import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { matrixError } from './responses';
import type { Route } from './endpoint';

/** Application Service API, "Unknown routes". */
export const unknown: Route = {
	path: '_matrix/app/*',
	handlers: {},
	fallback: async () =>
		matrixError(
			HttpStatusCode.NOT_FOUND,
			'M_UNRECOGNIZED',
			'This application service does not know this path.',
		),
};
