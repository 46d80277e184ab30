import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { forHomeserver } from './homeserver-token';
import { json, methodUnknown } from './responses';
import type { Route } from './endpoint';

/** Application Service API, "Pinging": shows the homeserver that it can call the app and sends the right token. */
export const ping: Route = {
	path: '_matrix/app/v1/ping',
	handlers: { post: forHomeserver(async () => json(HttpStatusCode.OK, {})) },
	fallback: methodUnknown,
};
