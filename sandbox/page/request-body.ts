/** @returns a field of a request's body, trimmed @throws Error if it is not a text or if it is blank */
export function requiredText(body: unknown, name: string): string {
	const value = fieldOf(body, name);
	if (typeof value !== 'string' || value.trim() === '') {
		throw new Error(`${name} is missing`);
	}
	return value.trim();
}

/** @returns a field of a request's body; undefined if the body has no fields */
export function fieldOf(body: unknown, name: string): unknown {
	return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}
