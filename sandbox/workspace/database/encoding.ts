/**
 * Documents are kept as JSON text. A date becomes the string `$date:` and its ISO form: dates survive, and since
 * ISO strings sort as the dates do, SQLite compares, sorts and indexes them without knowing about dates.
 */

const datePrefix = '$date:';
const startsLikeDate = /^\$+date:/;
const escaped = /^\$\$+date:/;

/** Converts a value for a document's JSON or for a query. */
export function encodeValue(value: unknown): unknown {
	if (value instanceof Date) {
		return datePrefix + value.toISOString();
	}
	// A text that begins like a stored date is escaped, so that it is read back as a text.
	return typeof value === 'string' && startsLikeDate.test(value) ? `$${value}` : value;
}

/** The JSON text of a document; fields that are `undefined` are left out, as MongoDB's driver is set to do. */
export function encodeDocument(document: object): string {
	return JSON.stringify(document, function (this: Record<string, unknown>, key, value: unknown) {
		// `Date.prototype.toJSON` has already run on `value`; the holder still has the date itself.
		const original = this[key];
		return encodeValue(original instanceof Date ? original : value);
	});
}

/** The document that {@link encodeDocument} wrote. */
export function decodeDocument(text: string): unknown {
	return JSON.parse(text, (_key, value: unknown) => {
		if (typeof value !== 'string' || !value.startsWith('$')) {
			return value;
		}
		if (value.startsWith(datePrefix)) {
			return new Date(value.slice(datePrefix.length));
		}
		return escaped.test(value) ? value.slice(1) : value;
	});
}
