/** Escapes a text so that a JavaScript regular expression, or a class of characters in one, matches it literally. */
export function escapeForRegExp(text: string): string {
	return text.replace(/[\\^$*+?.()|[\]{}/-]/g, '\\$&');
}
