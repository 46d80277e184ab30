import { FederationError, type ErrorCode } from './errors';
import { HomeserverError } from './matrix/homeserver-error';

/** @returns what went wrong as a row of the error table */
export function failureOf(error: unknown): FederationError {
	if (error instanceof FederationError) {
		return error;
	}
	if (!(error instanceof HomeserverError)) {
		return new FederationError('unexpected', {}, { cause: error });
	}
	const parameters = { errcode: error.errcode, status: error.status ?? '–' };
	return new FederationError(codeOf(error), parameters, { cause: error });
}

/** Codes of the homeserver that have a row of their own. */
const codes: Readonly<Record<string, ErrorCode>> = {
	UNREACHABLE: 'homeserver-unreachable',
	NOT_MATRIX: 'homeserver-unreachable',
	TIMED_OUT: 'homeserver-slow',
	M_UNKNOWN_TOKEN: 'token-refused',
	M_MISSING_TOKEN: 'token-refused',
};

function codeOf({ errcode, isOutage }: HomeserverError): ErrorCode {
	return codes[errcode] ?? (isOutage ? 'homeserver-failing' : 'homeserver-refused');
}
