/** A part of a file. */
export interface ByteRange {
	/** The first byte, counted from 0. */
	readonly start: number;
	/** The byte behind the last one. */
	readonly end: number;
}

/**
 * Reads the header `Range` of a request for one part of a file. RFC 9110, section 14.2.
 * @param size bytes of the file
 * @returns the part; `all` if the header asks for no part, or in a form that a server may ignore, such as for several parts;
 * `none` if the file has nothing of what is asked for
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | 'all' | 'none' {
	const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
	const [, first = '', last = ''] = match ?? [];
	if (first === '' && last === '') {
		return 'all';
	}
	if (first === '') {
		const length = Math.min(Number(last), size);
		return length === 0 ? 'none' : { start: size - length, end: size };
	}
	const start = Number(first);
	if (last !== '' && Number(last) < start) {
		return 'all';
	}
	const end = last === '' ? size : Math.min(Number(last) + 1, size);
	return start < size ? { start, end } : 'none';
}
