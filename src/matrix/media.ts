import { ClientPrefix, MediaPrefix, Method } from 'matrix-js-sdk/lib/http-api/index.js';
import { objectIn } from '../convert/json';
import { HomeserverError, isErrcode } from './homeserver-error';
import { parseMxcUri, partsOf, type MxcUri, type UserId } from './ids';
import type { MediaAnswer, MediaRequest, MediaTransport } from './media-transport';
import { DEFAULT_TIMEOUT_MS, FEDERATED_TIMEOUT_MS } from './transport';

/** A file to upload. */
export interface OutgoingFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** MIME type */
	readonly type: string;
	readonly name: string;
}

/** A file that was downloaded. */
export interface DownloadedFile {
	readonly bytes: Uint8Array;
	/** The MIME type that the homeserver gives, without parameters. The uploader has chosen it, so it may be wrong. */
	readonly type: string;
}

/** Bytes per millisecond of the slowest connection on which a transfer succeeds. */
const SLOWEST = 500;

/** Milliseconds for which the homeserver's limit is not asked again. */
const LIMIT_KNOWN_MS = 600_000;

/** Most bytes of an answer that is no file. */
const MAX_JSON_BYTES = 100_000;

/** How long a transfer may take, in milliseconds. */
const timeFor = (bytes: number) => FEDERATED_TIMEOUT_MS + bytes / SLOWEST;

/**
 * The homeserver's repository of files. Client-Server API, "Content repository".
 * Every method throws a HomeserverError if the request fails.
 */
export class Media {
	private known: { readonly limit: Promise<number | undefined>; readonly at: number } | undefined;
	/** Whether the homeserver has the authenticated endpoints; undefined as long as no request has told. */
	private isAuthenticated: boolean | undefined;

	constructor(
		private readonly request: MediaTransport,
		private readonly now: () => number = Date.now,
	) {}

	/**
	 * Client-Server API, `POST /_matrix/media/v3/upload`.
	 * @param as the ghost who owns the file
	 * @throws HomeserverError `M_TOO_LARGE` if it is larger than the homeserver accepts
	 */
	async upload(as: UserId, { bytes, type, name }: OutgoingFile): Promise<MxcUri> {
		try {
			const { content_uri } = await this.json(Method.Post, `${MediaPrefix.V3}/upload`, {
				query: { user_id: as, filename: name },
				body: { bytes, type },
				timeout: timeFor(bytes.byteLength),
			});
			const mxc = parseMxcUri(content_uri);
			if (!mxc) {
				throw new HomeserverError('NOT_MATRIX', 200, 'the answer lacks the address of the file');
			}
			return mxc;
		} catch (error) {
			if (!(error instanceof HomeserverError) || error.status !== 413) {
				throw error;
			}
			this.known = undefined; // the limit that we knew may have been too high
			// A proxy in front of the homeserver answers with a page of its own.
			throw new HomeserverError('M_TOO_LARGE', 413, error.reason, error.data);
		}
	}

	/**
	 * Client-Server API, `GET /_matrix/client/v1/media/download/{serverName}/{mediaId}`; the older endpoint where the homeserver
	 * lacks it. The homeserver asks the file's own server.
	 * @param atMost most bytes
	 * @throws HomeserverError `M_NOT_FOUND`, `OVER_LIMIT`, `REDIRECTED`
	 */
	async download(mxc: MxcUri, atMost: number): Promise<DownloadedFile> {
		const { server, mediaId } = partsOf(mxc);
		const { bytes, headers } = await this.authenticated(`/download/${server}/${mediaId}`, {
			atMost,
			timeout: timeFor(atMost),
		});
		const [type = ''] = (headers.get('content-type') ?? '').split(';');
		return { bytes, type: type.trim().toLowerCase() || 'application/octet-stream' };
	}

	/**
	 * Client-Server API, `GET /_matrix/client/v1/media/config`. It is asked again after ten minutes, and after an upload that was
	 * refused as too large.
	 * @returns most bytes of an upload; undefined if the homeserver does not say
	 */
	async limit(): Promise<number | undefined> {
		if (!this.known || this.now() - this.known.at >= LIMIT_KNOWN_MS) {
			const known = { limit: this.readLimit(), at: this.now() };
			this.known = known;
			known.limit.catch(() => {
				this.known = this.known === known ? undefined : this.known;
			});
		}
		return this.known.limit;
	}

	/**
	 * Deletes a file from the homeserver. The specification has no request for it; Synapse lets its administrators delete files
	 * (Synapse, admin API, "Delete local media"), so the federation bot has to be one.
	 * @returns whether it is deleted; false if the homeserver does not let us
	 */
	async delete(mxc: MxcUri): Promise<boolean> {
		const { server, mediaId } = partsOf(mxc);
		try {
			await this.json(Method.Delete, `/_synapse/admin/v1/media/${server}/${mediaId}`);
			return true;
		} catch (error) {
			if (isErrcode(error, 'M_NOT_FOUND')) {
				return true; // it was deleted before
			}
			if (error instanceof HomeserverError && [400, 403, 404, 405].includes(error.status ?? 0)) {
				return false;
			}
			throw error;
		}
	}

	private async readLimit(): Promise<number | undefined> {
		const { bytes } = await this.authenticated('/config', {
			atMost: MAX_JSON_BYTES,
			timeout: DEFAULT_TIMEOUT_MS,
		});
		const { 'm.upload.size': limit } = jsonOf(bytes);
		return typeof limit === 'number' && limit >= 0 ? limit : undefined;
	}

	/** Asks an endpoint that moved with version 1.11 of the specification, in its new or in its old place. */
	private async authenticated(path: string, options: MediaRequest): Promise<MediaAnswer> {
		if (this.isAuthenticated === false) {
			return this.request(Method.Get, MediaPrefix.V3 + path, options);
		}
		try {
			const answer = await this.request(Method.Get, `${ClientPrefix.V1}/media${path}`, options);
			this.isAuthenticated = true;
			return answer;
		} catch (error) {
			if (this.isAuthenticated ?? !isErrcode(error, 'M_UNRECOGNIZED')) {
				throw error;
			}
			const answer = await this.request(Method.Get, MediaPrefix.V3 + path, options);
			this.isAuthenticated = false;
			return answer;
		}
	}

	private async json(
		method: Method,
		path: string,
		options: Partial<MediaRequest> = {},
	): Promise<Readonly<Record<string, unknown>>> {
		const { bytes } = await this.request(method, path, {
			atMost: MAX_JSON_BYTES,
			timeout: DEFAULT_TIMEOUT_MS,
			...options,
		});
		return jsonOf(bytes);
	}
}

/** @throws HomeserverError `NOT_MATRIX` if it is no JSON */
function jsonOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
	try {
		return objectIn(JSON.parse(Buffer.from(bytes).toString()));
	} catch {
		throw new HomeserverError('NOT_MATRIX', 200, 'the answer is not of a Matrix homeserver');
	}
}
