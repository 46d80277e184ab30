/** A document or app object of which any field may be anything. */
export type Loose = Record<string, unknown>;

/**
 * Target field to source field, or to a function that computes the value from the copy. A function removes the fields
 * that it uses from the copy; what is left there becomes `_unmappedProperties_`.
 */
export type FieldMap = Record<string, string | ((copy: Loose) => unknown)>;

/**
 * Converts a document to what an app gets (`apps/meteor/app/apps/server/converters/transformMappedData.ts`, later
 * `codecs/mappedData.ts`): named fields renamed, `undefined` ones left out, all the rest under `_unmappedProperties_`.
 * The document itself stays as it is.
 */
export function mapFields(document: object, map: FieldMap): Loose {
	const copy = structuredClone(document) as Loose;
	const result: Loose = {};
	for (const [target, source] of Object.entries(map)) {
		const value = typeof source === 'string' ? copy[source] : source(copy);
		if (value !== undefined) {
			result[target] = value;
		}
		if (typeof source === 'string') {
			Reflect.deleteProperty(copy, source);
		}
	}
	result._unmappedProperties_ = copy;
	return result;
}

/**
 * Removes a field from the copy.
 * @returns its value
 */
export function takeField(copy: Loose, field: string): unknown {
	const value = copy[field];
	Reflect.deleteProperty(copy, field);
	return value;
}

/** Without the fields that are `undefined` or `null` (`removeEmpty` of `packages/tools`). */
export function withoutEmpty(fields: Loose): Loose {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
	);
}
