import { ConnectionError } from 'matrix-js-sdk';

/** A side of the page, its workspace or its homeserver, that cannot be reached. */
export class SideDoesNotAnswer extends Error {
	override readonly name = 'SideDoesNotAnswer';

	/** @param title of the side @param cause the failed request */
	constructor(title: string, cause?: unknown) {
		super(`${title} does not answer.`, { cause });
	}
}

/** @returns whether a request got no answer: what `fetch` of Node and matrix-js-sdk throw then */
export function isConnectionError(error: unknown): boolean {
	return (
		error instanceof ConnectionError || (error instanceof TypeError && error.message === 'fetch failed')
	);
}
