import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { objectIn } from '../convert/json';
import { parseRoomEvent } from '../matrix/events';
import { forHomeserver } from './homeserver-token';
import { json, matrixError, methodUnknown } from './responses';
import type { Route } from './endpoint';

/** Application Service API, "Pushing events". */
export const transactions: Route = {
	path: '_matrix/app/v1/transactions/:txnId',
	handlers: {
		put: forHomeserver(async (app, { params, content }) => {
			const { events } = objectIn(content);
			if (!Array.isArray(events)) {
				return matrixError(
					HttpStatusCode.BAD_REQUEST,
					'M_BAD_JSON',
					'A transaction has a list of events.',
				);
			}
			await app.requireBridge();
			const parsed = events.map(parseRoomEvent);
			const broken = parsed.filter((event) => event === undefined).length;
			if (broken > 0) {
				app.log.warn('events with broken ids were dropped', {
					count: broken,
					transactionId: params.txnId,
				});
			}
			await app.transactions.accept(
				params.txnId ?? '',
				parsed.flatMap((event) => event ?? []),
			);
			return json(HttpStatusCode.OK, {});
		}),
	},
	fallback: methodUnknown,
};
