import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import type { Host } from './host';
import type { RocketChatUploadId } from './ids';

/** A file of the workspace. */
export interface Upload {
	readonly name: string;
	/** The MIME type that the uploader's client said; may be empty. */
	readonly type: string;
	/** Bytes */
	readonly size: number;
	/** Reads the file. @throws the host's own error if it cannot be read */
	readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** The files of the workspace. */
export class Uploads {
	constructor(private readonly host: Host) {}

	/** @returns the file; undefined if there is none, or not any more */
	async byId(id: RocketChatUploadId): Promise<Upload | undefined> {
		const reader = this.host.read.getUploadReader();
		// The engine's types promise a file; the host gives none if it was removed, and lacks what an old file was stored without.
		const upload = (await reader.getById(id)) as Partial<IUpload> | undefined;
		if (!upload) {
			return undefined;
		}
		const { name = '', type = '', size = 0 } = upload;
		return {
			...{ name, type, size: Number(size) },
			read: async () => {
				const { buffer, byteOffset, byteLength } = await reader.getBuffer(upload as IUpload);
				return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
			},
		};
	}
}
