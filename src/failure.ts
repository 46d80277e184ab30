import { FederationError, type ErrorCode } from './errors';
import { HomeserverError } from './matrix/homeserver-error';
import { refusalIn } from './rocketchat/refusals';

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

/**
 * Converts a failure after which the same must not be tried again: what failed is refused, undone or left out.
 * @returns as `failureOf`
 * @throws FederationError if the same may succeed later
 */
export function finalFailureOf(error: unknown): FederationError {
	const failure = failureOf(error);
	if (failure.kind.isOutage || failure.kind.retryable) {
		throw failure;
	}
	return failure;
}

/** @returns whether the homeserver itself has refused something for good, so that the same is not to be asked again */
export function isRefusal(error: unknown): error is HomeserverError {
	if (!(error instanceof HomeserverError)) {
		return false;
	}
	const { kind } = failureOf(error);
	return !kind.isOutage && !kind.retryable;
}

/**
 * Does work whose failures come from the host: Rocket.Chat refuses it for good, or it is away for a moment.
 * @throws FederationError `message-refused` with the reason, `workspace-failing`, or what `failureOf` makes of it
 */
export async function withHostFailures<Result>(work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw isHostError(error) ? hostFailureOf(error) : failureOf(error);
	}
}

/**
 * Whether the host has thrown it. The engine makes a plain `Error` of the message of every error of the host; a mistake in
 * the app's own code is a TypeError or the like. Engine: deno-runtime/lib/accessors/formatResponseErrorHandler.ts.
 */
function isHostError(error: unknown): error is Error {
	return error instanceof Error && error.name === 'Error';
}

function hostFailureOf(error: Error): FederationError {
	const reason = refusalIn(error);
	return reason
		? new FederationError('message-refused', { reason }, { cause: error })
		: new FederationError('workspace-failing', {}, { cause: error });
}

/** Error codes of the homeserver that have a kind of their own. */
const kindsByErrcode: Readonly<Record<string, ErrorCode>> = {
	UNREACHABLE: 'homeserver-unreachable',
	INTERRUPTED: 'homeserver-unreachable',
	NOT_MATRIX: 'homeserver-unreachable',
	TIMED_OUT: 'homeserver-slow',
	M_LIMIT_EXCEEDED: 'homeserver-limits',
	M_UNKNOWN_TOKEN: 'token-refused',
	M_MISSING_TOKEN: 'token-refused',
	// The name is outside the namespaces of the registration, or another application service has it.
	M_EXCLUSIVE: 'names-not-reserved',
};

function kindOf({ errcode, isOutage }: HomeserverError): ErrorCode {
	return kindsByErrcode[errcode] ?? (isOutage ? 'homeserver-failing' : 'homeserver-refused');
}
