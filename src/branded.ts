declare const brand: unique symbol;

/** A string that only its parser makes, so that an id of one kind is never taken for one of another. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
