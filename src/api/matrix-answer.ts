import { timingSafeEqual, createHash } from 'crypto';
import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { failureOf } from '../failure';
import type { RequestHandler } from './endpoint';

/** An answer with a JSON object. */
export function json(status: HttpStatusCode, content: object): IApiResponse {
	return { status, headers: { 'content-type': 'application/json' }, content };
}

/** Client-Server API, "Standard error response". */
export function matrixError(status: HttpStatusCode, errcode: string, error: string): IApiResponse {
	return json(status, { errcode, error });
}

/** For a method that a known path does not have. Application Service API, "Unknown routes". */
export const methodUnknown: RequestHandler = async () =>
	matrixError(HttpStatusCode.METHOD_NOT_ALLOWED, 'M_UNRECOGNIZED', 'This path does not know this method.');

/**
 * Lets only the homeserver through, before anything of the request is looked at.
 * Application Service API, "Authorization".
 */
export function forHomeserver(answer: RequestHandler): RequestHandler {
	return async (app, request) => {
		const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
		if (token === undefined) {
			return matrixError(
				HttpStatusCode.UNAUTHORIZED,
				'M_MISSING_TOKEN',
				"The homeserver's token is missing.",
			);
		}
		const { hsToken } = await app.settingsState();
		if (hsToken === '' || !isSame(token, hsToken)) {
			return matrixError(
				HttpStatusCode.FORBIDDEN,
				'M_FORBIDDEN',
				'The token is not the hs_token of this application service.',
			);
		}
		try {
			return await answer(app, request);
		} catch (error) {
			// The homeserver tries a transaction again, so nothing is lost meanwhile.
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

/** Takes the same time whatever the texts are; the digests make them equally long. */
function isSame(one: string, other: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(one), digest(other));
}
