import { ConnectionError, parseErrorResponse, type Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { readAtMost } from '../read-at-most';
import { HomeserverError } from './homeserver-error';
import {
	fetchFromHomeserver,
	homeserverError,
	repeatWhereLimited,
	type HomeserverAddress,
} from './transport';

/** What a request has whose body or answer is a file. */
export interface MediaRequest {
	readonly query?: Readonly<Record<string, string | number>>;
	/** The bytes to send, and their MIME type. */
	readonly body?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };
	/** Most bytes of the answer. */
	readonly atMost: number;
	/** Milliseconds until the request fails, including the time for the bytes both ways. */
	readonly timeout: number;
}

/** An answer that was read to its end. */
export interface MediaAnswer {
	readonly bytes: Uint8Array;
	readonly headers: Headers;
}

/**
 * Sends a request whose body or answer is a file.
 * @param path from the root of the homeserver, with its prefix
 * @throws HomeserverError if the request fails; `REDIRECTED`, `OVER_LIMIT` if the answer is not read for that reason
 */
export type MediaTransport = (method: Method, path: string, options: MediaRequest) => Promise<MediaAnswer>;

/**
 * Creates a transport for files. That of JSON follows redirects, and reads every answer to its end: a redirect could lead a
 * request with our token anywhere, and the server of a stranger decides how long a file is.
 * @param onLimited called with the milliseconds that the homeserver asks a request to wait, before the request waits
 */
export function openMediaTransport(
	address: HomeserverAddress,
	onLimited: (milliseconds: number) => void = () => undefined,
): MediaTransport {
	return (method, path, options) =>
		repeatWhereLimited(() => transfer(address, method, path, options), onLimited);
}

async function transfer(
	{ url, asToken }: HomeserverAddress,
	method: Method,
	path: string,
	{ query = {}, body, atMost, timeout }: MediaRequest,
): Promise<MediaAnswer> {
	const target = new URL(url.replace(/\/$/, '') + path);
	for (const [name, value] of Object.entries(query)) {
		target.searchParams.set(name, String(value));
	}
	const end = new AbortController();
	const timer = setTimeout(() => end.abort(), timeout);
	try {
		const response = await fetchFromHomeserver(target, {
			method,
			headers: {
				authorization: `Bearer ${asToken}`,
				...(body && { 'content-type': body.type }),
			},
			...(body && { body: body.bytes }),
			redirect: 'manual',
			signal: end.signal,
		});
		return await answerOf(response, atMost);
	} catch (error) {
		throw error instanceof HomeserverError ? error : failedTransfer(error, end.signal);
	} finally {
		clearTimeout(timer);
		end.abort(); // an answer that was not read to its end would keep its connection
	}
}

async function answerOf(response: Response, atMost: number): Promise<MediaAnswer> {
	const { status, headers } = response;
	if (status >= 300 && status < 400) {
		throw new HomeserverError('REDIRECTED', status, 'the file is elsewhere');
	}
	if (!response.ok) {
		const text = Buffer.from(await bytesOf(response, MAX_ERROR_BYTES)).toString();
		throw homeserverError(parseErrorResponse(response, text));
	}
	return { bytes: await bytesOf(response, atMost), headers };
}

/** Most bytes of an answer that says why a request failed. */
const MAX_ERROR_BYTES = 100_000;

/** @throws HomeserverError `OVER_LIMIT`, as soon as that is known */
async function bytesOf(response: Response, atMost: number): Promise<Uint8Array> {
	const bytes = await readAtMost(response, atMost);
	if (!bytes) {
		throw new HomeserverError('OVER_LIMIT', response.status, `more than ${atMost} bytes`);
	}
	return bytes;
}

function failedTransfer(error: unknown, { aborted }: AbortSignal): unknown {
	if (aborted) {
		return new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
	}
	// A mistake in JSON is the only failure that comes not from the connection.
	return homeserverError(error instanceof SyntaxError ? error : new ConnectionError('', error as Error));
}
