import { MatrixError } from 'matrix-js-sdk';
import { RestError } from '../clients/rest-connection';

/** @returns the error's text for the page: the server's own message if it has one, without the request */
export function errorText(error: unknown): string {
	if (error instanceof MatrixError && error.data.error) {
		return error.data.error;
	}
	if (error instanceof RestError) {
		const { body } = error;
		const message: unknown =
			typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
		return typeof message === 'string' ? message : error.message;
	}
	return error instanceof Error ? error.message : String(error);
}
