import {
	ClientPrefix,
	ConnectionError,
	MatrixError,
	HTTPError,
	MatrixHttpApi,
	type Method,
} from 'matrix-js-sdk/lib/http-api/index.js';
import { TypedEventEmitter } from 'matrix-js-sdk/lib/models/typed-event-emitter.js';
import { objectIn } from '../convert/json';
import { wellFormedJson } from '../convert/well-formed';
import { HomeserverError, isErrcode } from './homeserver-error';
import { pauseFor } from '../pause-for';

/** The address of the homeserver, and the token for it. */
export interface HomeserverAddress {
	readonly url: string;
	readonly asToken: string;
}

/** What a request has besides its method and path. */
export interface RequestOptions {
	/** Query parameters. With `user_id` the request acts as that user of the namespace. */
	readonly query?: Record<string, string | number | string[]>;
	readonly body?: object;
	/** Milliseconds until the request fails, including the time for the body of the answer. */
	readonly timeout?: number;
	/** Path prefix of the API; `/_matrix/client/v3` unless given. */
	readonly prefix?: string;
}

/** Milliseconds for requests that the homeserver answers by itself. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** Milliseconds for requests that may involve another server; longer than the homeserver's own time-out for it. */
export const FEDERATED_TIMEOUT_MS = 25_000;

/** Milliseconds that a request waits at most, in all, because the homeserver asks to. */
const MAX_LIMITED_MS = 60_000;

/** Milliseconds to wait where the homeserver does not say how long. */
const DEFAULT_LIMITED_MS = 1_000;

/**
 * Sends a request to the homeserver with the application service's token.
 * @throws HomeserverError if the request fails
 */
export type Transport = <Answer>(method: Method, path: string, options?: RequestOptions) => Promise<Answer>;

/**
 * Creates a transport on the platform's own `fetch`. Application Service API, "Client-Server API Extensions".
 * @param onLimited called with the milliseconds that the homeserver asks a request to wait, before the request waits.
 * Client-Server API, "Rate limiting"
 */
export function openTransport(
	{ url, asToken }: HomeserverAddress,
	onLimited: (milliseconds: number) => void = () => undefined,
): Transport {
	const api = new MatrixHttpApi(new TypedEventEmitter(), {
		baseUrl: url,
		prefix: ClientPrefix.V3,
		accessToken: asToken,
		onlyData: true,
		fetchFn: fetchWhole,
	});
	const once: Transport = async (
		method,
		path,
		{ query, body, timeout = DEFAULT_TIMEOUT_MS, prefix = ClientPrefix.V3 } = {},
	) => {
		try {
			const sent = body && wellFormedJson(body);
			return await api.authedRequest(method, path, query, sent, { localTimeoutMs: timeout, prefix });
		} catch (error) {
			throw homeserverError(error);
		}
	};
	return <Answer>(method: Method, path: string, options?: RequestOptions) =>
		repeatWhereLimited(() => once<Answer>(method, path, options), onLimited);
}

/**
 * Sends a request again as often as the homeserver asks to wait. Client-Server API, "Rate limiting".
 * @param onLimited called with the milliseconds that the homeserver asks a request to wait, before the request waits
 * @throws HomeserverError what `send` throws, `M_LIMIT_EXCEEDED` if the request would wait for more than a minute in all
 */
export async function repeatWhereLimited<Answer>(
	send: () => Promise<Answer>,
	onLimited: (milliseconds: number) => void,
): Promise<Answer> {
	for (let waited = 0; ;) {
		try {
			return await send();
		} catch (error) {
			const pause = pauseAskedBy(error);
			if (pause === undefined || waited + pause > MAX_LIMITED_MS) {
				throw error;
			}
			waited += pause;
			onLimited(pause);
			await pauseFor(pause);
		}
	}
}

/** @returns the milliseconds that the homeserver asks to wait before the request is repeated */
function pauseAskedBy(error: unknown): number | undefined {
	if (!isErrcode(error, 'M_LIMIT_EXCEEDED')) {
		return undefined;
	}
	const { retry_after_ms: asked } = error.data;
	return typeof asked === 'number' && asked > 0 ? asked : DEFAULT_LIMITED_MS;
}

/**
 * `fetch` that reads the whole answer before it returns, so that the time-out covers the body: the http-api stops its
 * timer when the headers have come.
 */
const fetchWhole: typeof fetch = async (input, init) => {
	const response = await fetchFromHomeserver(input, init);
	const body = await response.arrayBuffer();
	const bodyless = response.status === 204 || response.status === 304;
	return new Response(bodyless ? null : body, {
		status: response.status,
		statusText: response.statusText,
		headers: response.headers,
	});
};

/** `fetch` that says by the message of its error whether the request cannot have arrived. */
export const fetchFromHomeserver: typeof fetch = (input, init) =>
	fetch(input, init).catch((error: unknown) => {
		throw isRefusal(error) ? new Error(REFUSED, { cause: error }) : error;
	});

/** The message of the error where no connection came into being, so that the request cannot have arrived. */
const REFUSED = 'connection refused';

/** How the platform's `fetch` says that no connection came into being: Node by a code in a cause, Deno in the message. */
const REFUSALS = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connection refused|dns error/i;

function isRefusal(error: unknown): boolean {
	const { message, code, cause } = objectIn(error);
	return REFUSALS.test(`${String(message)} ${String(code)}`) || (cause !== undefined && isRefusal(cause));
}

/** @returns a HomeserverError for what the http-api throws, or anything else as it is */
export function homeserverError(error: unknown): unknown {
	// JSON without a code is not the homeserver's: a proxy in front of it, or another server, has answered.
	if (error instanceof MatrixError && error.errcode !== undefined) {
		return new HomeserverError(error.errcode, error.httpStatus, error.data.error ?? '', error.data);
	}
	if (error instanceof HTTPError) {
		return new HomeserverError(
			'NOT_MATRIX',
			error.httpStatus,
			'the answer is not of a Matrix homeserver',
			error instanceof MatrixError ? error.data : {},
		);
	}
	if (error instanceof SyntaxError) {
		return new HomeserverError('NOT_MATRIX', 200, 'the answer is not of a Matrix homeserver');
	}
	if (error instanceof Error && error.name === 'AbortError') {
		return new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
	}
	if (error instanceof ConnectionError) {
		return error.message.endsWith(REFUSED)
			? new HomeserverError('UNREACHABLE', undefined, 'no connection')
			: new HomeserverError('INTERRUPTED', undefined, 'the connection broke');
	}
	return error;
}
