import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import { readAtMost } from '../read-at-most';
import { followed, loginOf } from './file-request';
import type { Host } from './host';
import type { RocketChatUploadId } from './ids';
import type { WorkspaceAccess } from './rest';

/** Bytes from which a file is fetched from the workspace's own address: a smaller one passes the engine as fast. */
const FETCHED_FROM = 1_000_000;

/** Bytes per millisecond of the slowest transfer that is waited for. */
const SLOWEST = 2_000;
const TIMEOUT_MS = 5_000;

/** A file of the workspace. */
export interface Upload {
	readonly name: string;
	/** The MIME type that the uploader's client said; may be empty. */
	readonly type: string;
	/** Bytes */
	readonly size: number;
	/**
	 * Reads the file as a client of the token's user does, which is many times faster for a large file than the engine.
	 * @returns undefined if that is not possible: without a token, for a file of a room that the user is not in, or for anything
	 * else that is not the whole file; also for a small file, for which it is no gain
	 */
	readonly fetch: () => Promise<Uint8Array<ArrayBuffer> | undefined>;
	/** Reads the file through the engine. @throws the host's own error if it cannot be read */
	readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** The files of the workspace. */
export class Uploads {
	constructor(
		private readonly host: Host,
		private readonly access: () => Promise<WorkspaceAccess>,
	) {}

	/** @returns the file; undefined if there is none, or not any more */
	async byId(id: RocketChatUploadId): Promise<Upload | undefined> {
		const reader = this.host.read.getUploadReader();
		// The engine's types promise a file; the host gives none if it was removed, and lacks what an old file was stored without.
		const upload = (await reader.getById(id)) as Partial<IUpload> | undefined;
		if (!upload) {
			return undefined;
		}
		const { name = '', type = '' } = upload;
		const size = Number(upload.size ?? 0);
		return {
			...{ name, type, size },
			fetch: async () => (size < FETCHED_FROM ? undefined : this.fetch(id, name, size)),
			read: async () => {
				const { buffer, byteOffset, byteLength } = await reader.getBuffer(upload as IUpload);
				return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
			},
		};
	}

	private async fetch(
		id: RocketChatUploadId,
		name: string,
		size: number,
	): Promise<Uint8Array<ArrayBuffer> | undefined> {
		const end = new AbortController();
		const timer = setTimeout(() => end.abort(), TIMEOUT_MS + size / SLOWEST);
		try {
			const access = await this.access();
			const login = loginOf(access);
			if (!login.cookie) {
				return undefined;
			}
			const address = `${access.siteUrl}/file-upload/${encodeURIComponent(id)}/${encodeURIComponent(name)}`;
			const first = await fetch(address, { headers: login, redirect: 'manual', signal: end.signal });
			const response = await followed(first, end.signal);
			const bytes = response.ok ? await readAtMost(response, size) : undefined;
			return bytes?.byteLength === size ? bytes : undefined;
		} catch {
			return undefined; // the host tells why, if it cannot read the file either
		} finally {
			clearTimeout(timer);
			end.abort(); // an answer that was not read to its end would keep its connection
		}
	}
}
