import {
	ClientPrefix,
	ConnectionError,
	MatrixError,
	HTTPError,
	MatrixHttpApi,
	type Method,
} from 'matrix-js-sdk/lib/http-api/index.js';
import { TypedEventEmitter } from 'matrix-js-sdk/lib/models/typed-event-emitter.js';
import { HomeserverError } from './homeserver-error';

/** The address of the homeserver, and the token for it. */
export interface HomeserverAddress {
	readonly url: string;
	readonly asToken: string;
}

export interface RequestOptions {
	/** Query parameters. With `user_id` the request acts as that user of the namespace. */
	readonly query?: Record<string, string | number>;
	readonly body?: object;
	/** Milliseconds until the request fails, including the time for the body of the answer. */
	readonly timeout?: number;
	/** Path prefix of the API; `/_matrix/client/v3` unless given. */
	readonly prefix?: string;
}

export const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Sends a request to the homeserver with the application service's token.
 * @throws HomeserverError if the request fails
 */
export type Transport = <Answer>(method: Method, path: string, options?: RequestOptions) => Promise<Answer>;

/**
 * Creates a transport on the platform's own `fetch`. Application Service API, "Client-Server API Extensions".
 */
export function openTransport({ url, asToken }: HomeserverAddress): Transport {
	const api = new MatrixHttpApi(new TypedEventEmitter(), {
		baseUrl: url,
		prefix: ClientPrefix.V3,
		accessToken: asToken,
		onlyData: true,
		fetchFn: fetchWhole,
	});
	return async (
		method,
		path,
		{ query, body, timeout = DEFAULT_TIMEOUT_MS, prefix = ClientPrefix.V3 } = {},
	) => {
		try {
			return await api.authedRequest(method, path, query, body, { localTimeoutMs: timeout, prefix });
		} catch (error) {
			throw homeserverError(error);
		}
	};
}

/**
 * `fetch` that reads the whole answer before it returns, so that the time-out covers the body: the http-api stops its
 * timer when the headers have come.
 */
const fetchWhole: typeof fetch = async (input, init) => {
	const response = await fetch(input, init);
	const body = await response.arrayBuffer();
	const bodyless = response.status === 204 || response.status === 304;
	return new Response(bodyless ? null : body, {
		status: response.status,
		statusText: response.statusText,
		headers: response.headers,
	});
};

function homeserverError(error: unknown): unknown {
	if (error instanceof MatrixError) {
		return new HomeserverError(
			error.errcode ?? 'M_UNKNOWN',
			error.httpStatus,
			error.data.error ?? '',
			error.data,
		);
	}
	if (error instanceof HTTPError) {
		return new HomeserverError(
			'NOT_MATRIX',
			error.httpStatus,
			'the answer is not of a Matrix homeserver',
		);
	}
	if (error instanceof SyntaxError) {
		return new HomeserverError('NOT_MATRIX', 200, 'the answer is not of a Matrix homeserver');
	}
	if (error instanceof Error && error.name === 'AbortError') {
		return new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
	}
	if (error instanceof ConnectionError) {
		return new HomeserverError('UNREACHABLE', undefined, 'no connection');
	}
	return error;
}
