import { FederationError, type ErrorCode } from './errors';
import { HomeserverError } from './matrix/homeserver-error';

/** Converts anything that was thrown. @returns an error of a kind from the table, with what was thrown as its cause */
export function failureOf(error: unknown): FederationError {
	if (error instanceof FederationError) {
		return error;
	}
	if (!(error instanceof HomeserverError)) {
		return new FederationError('unexpected', {}, { cause: error });
	}
	const parameters = { errcode: error.errcode, status: error.status ?? '–' };
	return new FederationError(kindOf(error), parameters, { cause: error });
}

/** Error codes of the homeserver that have a kind of their own. */
const kindsByErrcode: Readonly<Record<string, ErrorCode>> = {
	UNREACHABLE: 'homeserver-unreachable',
	NOT_MATRIX: 'homeserver-unreachable',
	TIMED_OUT: 'homeserver-slow',
	M_UNKNOWN_TOKEN: 'token-refused',
	M_MISSING_TOKEN: 'token-refused',
};

function kindOf({ errcode, isOutage }: HomeserverError): ErrorCode {
	return kindsByErrcode[errcode] ?? (isOutage ? 'homeserver-failing' : 'homeserver-refused');
}
