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

/** The names of the fields of a type. */
type NameIn<Shape> = keyof Shape & string;

/** The ways to a field of a type, at most two names long. Any names where no type is given. */
export type PathIn<Shape> = [Shape] extends [never]
	? readonly string[]
	: | readonly [NameIn<Shape>]
		| { [Name in NameIn<Shape>]: readonly [Name, NameIn<NonNullable<Shape[Name]>>] }[NameIn<Shape>];

/**
 * @typeParam Shape what the value should be: the compiler checks the names of the path. The value is not trusted to be it
 * @param path names of fields, from the outside in
 * @returns the value of a nested field; undefined if a field of the path is missing or is not an object
 */
export function fieldIn<Shape = never>(value: unknown, ...path: PathIn<Shape>): unknown {
	return path.reduce<unknown>((inner, name) => objectIn(inner)[name], value);
}
