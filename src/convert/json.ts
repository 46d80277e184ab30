/** A JSON object whose fields are not checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** @returns whether the value is a JSON object, not an array or `null` */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the value if it is a JSON object, otherwise an empty object, so that fields can be read in either case */
export function objectIn(value: unknown): JsonObject {
	return isJsonObject(value) ? value : {};
}

/**
 * @param path names of fields, from the outside in
 * @returns the value of a nested field; undefined if a field of the path is missing or is not an object
 */
export function fieldIn(value: unknown, ...path: readonly string[]): unknown {
	return path.reduce((inner, name) => objectIn(inner)[name], value);
}
