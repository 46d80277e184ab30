import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { AppContext } from '../app-context';
import { byteRangeOf } from '../convert/byte-range';
import { ENGINE_FILE_LIMIT } from '../convert/file-limit';
import { isInlineType } from '../convert/media-type';
import { failureOf } from '../failure';
import { HomeserverError } from '../matrix/homeserver-error';
import type { DownloadedFile } from '../matrix/media';
import { MediaCache } from '../matrix/media-cache';
import { fileOfLink, MEDIA_PATH } from '../matrix/media-link';
import type { Route } from './endpoint';
import { matrixError, methodUnknown } from './responses';

/** What was given out lately, for the clients that ask for the same file. */
const served = new MediaCache();

/** A text without characters would get a charset behind its type. Express: `res.send`. */
const nothing = () => Buffer.alloc(0);

/**
 * Gives a file of the homeserver to anybody who has a link that the app has signed (`mediaLinkOf`). It asks the homeserver only,
 * follows no redirects, and sends headers that keep a browser from running anything in the file.
 */
export const media: Route = {
	path: MEDIA_PATH,
	handlers: {
		get: serve,
		head: async (app, request) => ({ ...(await serve(app, request)), content: nothing() }),
	},
	fallback: methodUnknown,
};

async function serve(app: AppContext, { params, headers }: IApiRequest): Promise<IApiResponse> {
	const { configuration } = await app.settingsState();
	const mxc = configuration && fileOfLink(configuration, params);
	if (!mxc) {
		return matrixError(HttpStatusCode.FORBIDDEN, 'M_FORBIDDEN', 'This link is not valid.');
	}
	try {
		const bridge = await app.requireBridge();
		const file = await served.get(mxc, () => bridge.media.download(mxc, ENGINE_FILE_LIMIT));
		return answerWith(file, headers.range);
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a linked file could not be given out', failure);
		return refusalFor(error);
	}
}

/** RFC 9110, section 14: the whole file, or the part that the client asks for. */
function answerWith({ bytes, type }: DownloadedFile, range: string | undefined): IApiResponse {
	const size = bytes.byteLength;
	const part = byteRangeOf(range, size);
	if (part === 'none') {
		return {
			status: HttpStatusCode.REQUESTED_RANGE_NOT_SATISFIABLE,
			headers: { ...headersOf(type), 'content-range': `bytes */${size}` },
			content: nothing(),
		};
	}
	if (part === 'all') {
		return { status: HttpStatusCode.OK, headers: headersOf(type), content: Buffer.from(bytes) };
	}
	const { start, end } = part;
	return {
		status: HttpStatusCode.PARTIAL_CONTENT,
		headers: { ...headersOf(type), 'content-range': `bytes ${start}-${end - 1}/${size}` },
		content: Buffer.from(bytes.subarray(start, end)),
	};
}

/** The sender of a file has chosen its type, so only types that are known to be harmless are passed on. */
function headersOf(type: string): Record<string, string> {
	const isInline = isInlineType(type);
	return {
		'content-type': isInline ? type : 'application/octet-stream',
		'content-disposition': isInline ? 'inline' : 'attachment',
		'content-security-policy': "sandbox; default-src 'none'",
		'x-content-type-options': 'nosniff',
		'cross-origin-resource-policy': 'cross-origin',
		'referrer-policy': 'no-referrer',
		'accept-ranges': 'bytes',
		'cache-control': 'private, max-age=86400, immutable',
	};
}

function refusalFor(error: unknown): IApiResponse {
	const errcode = error instanceof HomeserverError ? error.errcode : '';
	if (errcode === 'OVER_LIMIT') {
		return matrixError(HttpStatusCode.REQUEST_ENTITY_TOO_LARGE, 'M_TOO_LARGE', 'The file is too large.');
	}
	if (errcode === 'M_NOT_FOUND') {
		return matrixError(HttpStatusCode.NOT_FOUND, 'M_NOT_FOUND', 'The file is gone.');
	}
	return matrixError(HttpStatusCode.BAD_GATEWAY, 'M_UNKNOWN', 'The homeserver does not give out the file.');
}
