/**
 * A request to the homeserver that did not succeed.
 * Client-Server API, "Standard error response".
 */
export class HomeserverError extends Error {
	/**
	 * @param errcode the homeserver's own code (`M_…`), or `UNREACHABLE` (no connection came into being), `INTERRUPTED` (the
	 * connection broke), `TIMED_OUT`, `NOT_MATRIX`, `REDIRECTED` (a file would have to be read elsewhere), `OVER_LIMIT` (a file is
	 * larger than the app reads)
	 * @param status HTTP status; undefined if no answer came
	 * @param reason the homeserver's own explanation
	 * @param data the body of the error, with the endpoint's own fields
	 */
	constructor(
		readonly errcode: string,
		readonly status: number | undefined,
		readonly reason: string,
		readonly data: Readonly<Record<string, unknown>> = {},
	) {
		super(`${errcode}${status === undefined ? '' : ` (${status})`}: ${reason}`);
		this.name = 'HomeserverError';
	}

	/**
	 * The HTTP status of the homeserver's own answer; undefined if none came, or only that of a proxy in front of it. Dendrite's own
	 * answer, when another server fails, has no code but an `Err`.
	 */
	get ownStatus(): number | undefined {
		return this.errcode === 'NOT_MATRIX' && !('Err' in this.data) ? undefined : this.status;
	}

	/** Whether the homeserver was unreachable, slow or failing, so that the same request may succeed later. */
	get isOutage(): boolean {
		return (
			this.errcode === 'UNREACHABLE' ||
			this.errcode === 'INTERRUPTED' ||
			this.errcode === 'TIMED_OUT' ||
			(this.status !== undefined && this.status >= 500)
		);
	}

	/** Whether the homeserver may have done what was asked although its answer did not come. */
	get mayHaveSucceeded(): boolean {
		return this.errcode === 'NOT_MATRIX' || (this.isOutage && this.errcode !== 'UNREACHABLE');
	}
}

/** @returns whether `error` is a failed request with one of these codes */
export function isErrcode(error: unknown, ...errcodes: readonly string[]): error is HomeserverError {
	return error instanceof HomeserverError && errcodes.includes(error.errcode);
}

/** @throws HomeserverError if the answer lacks the id */
export function requireId<Id>(id: Id | undefined): Id {
	if (id === undefined) {
		throw new HomeserverError('NOT_MATRIX', 200, 'the answer lacks an id');
	}
	return id;
}
