import { parseBuffer } from 'music-metadata';

/** Bytes of the largest file that is looked into. One of many tiny pieces keeps the app busy for a second. */
const MAX_BYTES = 10 * 1024 ** 2;

/**
 * Reads how long a sound or a film lasts.
 * @param bytes the whole file
 * @param file its MIME type, and its name, whose ending counts if the type is unknown
 * @returns milliseconds; undefined for any other file, one of an unknown format, and one over 10 MB
 */
export async function mediaDuration(
	bytes: Uint8Array,
	{ type, name }: { readonly type: string; readonly name: string },
): Promise<number | undefined> {
	if (!/^(?:audio|video)\//.test(type) || bytes.length > MAX_BYTES) {
		return undefined;
	}
	const { duration = 0 } = await parseBuffer(
		bytes,
		{ mimeType: type, path: name },
		{ duration: true, skipCovers: true },
	).then(
		({ format }) => format,
		() => ({ duration: undefined }), // the file is broken, or of a format that the library does not know
	);
	const milliseconds = Math.round(duration * 1_000);
	return milliseconds > 0 && Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}
