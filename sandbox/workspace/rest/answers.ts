/**
 * An answer other than 200, with the body Rocket.Chat gives (apps/meteor/app/api/server/ApiClass.ts). Thrown by a
 * handler, sent by `handled`.
 */
export class RestError extends Error {
	constructor(
		readonly status: number,
		readonly body: object,
	) {
		super(`REST answer ${status}`);
	}
}

/** 400. A text becomes the field `error`; an object is the body. */
export function failure(result?: string | object, errorType?: string): RestError {
	return new RestError(400, {
		success: false,
		...(typeof result === 'object' ? result : { error: result }),
		...(errorType && { errorType }),
	});
}

/** 404 */
export function notFound(message = 'Resource not found'): RestError {
	return new RestError(404, { success: false, error: message });
}

/** 403 */
export function forbidden(message = 'forbidden'): RestError {
	return new RestError(403, { success: false, error: message });
}

/** 401 for a request without valid authentication headers. */
export function notLoggedIn(): RestError {
	return new RestError(401, { status: 'error', message: 'You must be logged in to do this.' });
}
