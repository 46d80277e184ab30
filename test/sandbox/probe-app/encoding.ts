/**
 * Values as JSON that keeps what JSON loses: `{ $date }` and `{ $bytes }` (base64). Getters of class instances are
 * left out as JSON leaves them out, so that a room shows the fields that came over from the host.
 */
export function encode(value: unknown): unknown {
	if (value instanceof Date) {
		return { $date: value.toISOString() };
	}
	if (value instanceof Uint8Array) {
		return { $bytes: Buffer.from(value).toString('base64') };
	}
	if (Array.isArray(value)) {
		return value.map(encode);
	}
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).filter(
			([, field]) => field !== undefined && typeof field !== 'function',
		);
		return Object.fromEntries(entries.map(([key, field]) => [key, encode(field)]));
	}
	return value;
}
