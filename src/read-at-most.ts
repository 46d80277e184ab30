/**
 * Reads an answer as far as it may be read.
 * @param atMost most bytes
 * @returns undefined if it is longer, as soon as that is known
 */
export async function readAtMost(
	response: Response,
	atMost: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
	const announced = Number(response.headers.get('content-length') ?? 0);
	if (announced > atMost) {
		return undefined;
	}
	const chunks: Uint8Array[] = [];
	let size = 0;
	const body: ReadableStream<Uint8Array> | null = response.body;
	const reader = body?.getReader();
	for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
		chunks.push(next.value);
		size += next.value.byteLength;
		if (size > atMost) {
			return undefined;
		}
	}
	return new Uint8Array(Buffer.concat(chunks));
}
