/** Writes a message of the realtime API: JSON in which a date is `{"$date": milliseconds}` (Meteor's EJSON). */
export function encodeEjson(value: unknown): string {
	return JSON.stringify(value, function (this: Record<string, unknown>, key, current: unknown) {
		// `Date.prototype.toJSON` has run on `current` already.
		const original = this[key];
		return original instanceof Date ? { $date: original.getTime() } : current;
	});
}

/**
 * Reads a message of the realtime API.
 * @returns undefined if the text is no JSON object
 */
export function decodeEjson(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text, (_key, current: unknown) => {
			const time =
				typeof current === 'object' && current !== null && '$date' in current
					? current.$date
					: undefined;
			return typeof time === 'number' ? new Date(time) : current;
		});
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}
