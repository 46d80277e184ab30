import { MatrixError } from 'matrix-js-sdk';
import { RestError } from '../clients/rest-connection';

/** What a person of the page reads when something fails: what the server says, without the request around it. */
export function errorText(error: unknown): string {
	if (error instanceof MatrixError && error.data.error) {
		return error.data.error;
	}
	if (error instanceof RestError) {
		const { body } = error;
		const said: unknown =
			typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
		return typeof said === 'string' ? said : error.message;
	}
	return error instanceof Error ? error.message : String(error);
}
