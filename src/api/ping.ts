import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { objectIn } from '../convert/json';
import { OWN_PING } from '../matrix/connection-check';
import { forHomeserver } from './homeserver-token';
import { requestedHost } from './requested-host';
import { json, methodUnknown } from './responses';
import type { Route } from './endpoint';

/**
 * Application Service API, "Pinging": shows the homeserver that it reaches the app and sends the right token. The answer
 * to the app's own ping repeats its id, because another program may also answer 200.
 */
export const ping: Route = {
	path: '_matrix/app/v1/ping',
	handlers: {
		post: forHomeserver(async (app, request) => {
			const { transaction_id } = objectIn(request.content);
			const id = typeof transaction_id === 'string' ? transaction_id : '';
			const host = requestedHost(request);
			if (id.startsWith(OWN_PING)) {
				return json(HttpStatusCode.OK, { transaction_id: id, host });
			}
			if ((await app.settingsState()).configuration) {
				const { store } = await app.requireBridge();
				await store.arrivals.save('ping', { id, host });
			}
			return json(HttpStatusCode.OK, {});
		}),
	},
	fallback: methodUnknown,
};
