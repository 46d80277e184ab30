import type { MxcUri } from './ids';
import type { DownloadedFile } from './media';

/** Most bytes that are kept in memory. */
const MAX_KEPT_BYTES = 16_777_216;

/** Keeps files that many clients ask for at the same time, such as avatars, and downloads each of them once. */
export class MediaCache {
	private readonly kept = new Map<MxcUri, DownloadedFile>();
	private readonly underWay = new Map<MxcUri, Promise<DownloadedFile>>();
	private bytes = 0;

	/** @returns the file; `download` is only called if it is not kept, and once at a time */
	async get(mxc: MxcUri, download: () => Promise<DownloadedFile>): Promise<DownloadedFile> {
		const kept = this.kept.get(mxc);
		if (kept) {
			return kept;
		}
		const current = this.underWay.get(mxc) ?? download();
		this.underWay.set(mxc, current);
		try {
			const file = await current;
			this.keep(mxc, file);
			return file;
		} finally {
			this.underWay.delete(mxc);
		}
	}

	/** Keeps a file, and drops those that were kept longest. One that would take more than a quarter of the room is not kept. */
	private keep(mxc: MxcUri, file: DownloadedFile): void {
		if (this.kept.has(mxc) || file.bytes.byteLength > MAX_KEPT_BYTES / 4) {
			return;
		}
		this.kept.set(mxc, file);
		this.bytes += file.bytes.byteLength;
		for (const [oldest, { bytes }] of this.kept) {
			if (this.bytes <= MAX_KEPT_BYTES) {
				break;
			}
			this.kept.delete(oldest);
			this.bytes -= bytes.byteLength;
		}
	}
}
