declare const brand: unique symbol;

/** A string with a type of its own, so that an id of one kind does not compile in place of another. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
