import { lookup } from 'mime-types';

/** A file that a person chooses to send. */
export interface SentFile {
	readonly name: string;
	/** Its media type. */
	readonly type: string;
	readonly bytes: Buffer;
}

/** What a client downloads: the bytes, with the media type that the server names. */
export interface Download {
	readonly bytes: Buffer;
	readonly type: string;
}

/** @returns the media type that a file's name stands for */
export function typeOfName(name: string): string {
	return lookup(name) || 'application/octet-stream';
}

/**
 * Reads an answer that is a file.
 * @throws Error with the status if the server refuses
 */
export async function downloadOf(response: Response): Promise<Download> {
	if (!response.ok) {
		await response.body?.cancel();
		throw new Error(`the file cannot be downloaded: status ${response.status}`);
	}
	return {
		bytes: Buffer.from(await response.arrayBuffer()),
		type: response.headers.get('content-type') ?? 'application/octet-stream',
	};
}
