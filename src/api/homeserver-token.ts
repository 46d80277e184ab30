import { timingSafeEqual, createHash } from 'crypto';
import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { failureOf } from '../failure';
import type { RequestHandler } from './endpoint';
import { matrixError } from './responses';

/**
 * Checks the homeserver's token before the handler sees the request. Refuses every request while events are
 * pulled. Answers 503 if the handler throws.
 * Application Service API, "Authorization".
 */
export function forHomeserver(handler: RequestHandler): RequestHandler {
	return async (app, request) => {
		const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
		if (token === undefined) {
			return matrixError(
				HttpStatusCode.UNAUTHORIZED,
				'M_MISSING_TOKEN',
				"The homeserver's token is missing.",
			);
		}
		const { hsToken, configuration } = await app.settingsState();
		if (hsToken === '' || !isSame(token, hsToken)) {
			app.tokenRefusedAt = Date.now();
			return matrixError(
				HttpStatusCode.FORBIDDEN,
				'M_FORBIDDEN',
				'The token is not the hs_token of this application service.',
			);
		}
		if (configuration?.intake === 'pull') {
			return matrixError(
				HttpStatusCode.FORBIDDEN,
				'M_FORBIDDEN',
				'This application service pulls its events. Its new registration file has no url.',
			);
		}
		try {
			return await handler(app, request);
		} catch (error) {
			// The homeserver retries a transaction that was not answered with 200, so no event is lost.
			const failure = failureOf(error);
			app.log.failure('a request of the homeserver could not be served', failure);
			return matrixError(
				HttpStatusCode.SERVICE_UNAVAILABLE,
				'M_UNKNOWN',
				`This workspace cannot serve the request now: ${failure.code}.`,
			);
		}
	};
}

/** Compares in constant time. `timingSafeEqual` needs inputs of the same length, so it compares digests. */
function isSame(one: string, other: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(one), digest(other));
}
