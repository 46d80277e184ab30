import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { objectIn } from '../convert/json';
import { isEcho } from '../matrix/connection-check';
import { ephemeralEventsIn } from '../matrix/ephemeral';
import { admit } from '../delivery/intake/admission';
import { forHomeserver } from './homeserver-token';
import { requestedHost } from './requested-host';
import { json, matrixError, methodUnknown } from './responses';
import type { Route } from './endpoint';

/** Application Service API, "Pushing events". */
export const transactions: Route = {
	path: '_matrix/app/v1/transactions/:txnId',
	handlers: {
		put: forHomeserver(async (app, request) => {
			const content = objectIn(request.content);
			const { events } = content;
			if (!Array.isArray(events)) {
				return matrixError(
					HttpStatusCode.BAD_REQUEST,
					'M_BAD_JSON',
					'A transaction has a list of events.',
				);
			}
			const { configuration, store } = await app.requireBridge();
			const admitted = admit(events, app.memory.droppedEvents);
			const broken = events.length - admitted.length;
			if (broken > 0) {
				app.log.warn('events with broken ids were dropped', {
					count: broken,
					transactionId: request.params.txnId,
				});
			}
			app.homeserverState.probeSoon();
			app.incoming.intake.pushed(admitted);
			const echo = admitted.find((event) => isEcho(event, configuration));
			if (echo) {
				await store.arrivals.save('echo', { id: echo.eventId, host: requestedHost(request) });
			}
			// First, since a message ends the typing of its sender. Nothing waits for it.
			app.signs.receive(ephemeralEventsIn(content));
			await app.incoming.transactions.accept(request.params.txnId ?? '', admitted);
			return json(HttpStatusCode.OK, {});
		}),
	},
	fallback: methodUnknown,
};
