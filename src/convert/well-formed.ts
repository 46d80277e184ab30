/** Half of a character that is stored as two, alone: no other program reads such a text. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** @returns the text with the replacement character for every lone surrogate, as a client shows it anyway */
export function wellFormed(text: string): string {
	return text.replace(LONE_SURROGATE, '\ufffd');
}

/** @returns a value for JSON with `wellFormed` applied to every text in it; the value itself if none changes */
export function wellFormedJson<Value>(value: Value): Value {
	const text = JSON.stringify(value) as string | undefined;
	// `JSON.stringify` writes a lone surrogate as an escape sequence, and only that. A backslash in a text is doubled.
	return text !== undefined && /\\ud[89a-f]/.test(text)
		? (JSON.parse(text, (_key, item: unknown) =>
				typeof item === 'string' ? wellFormed(item) : item,
			) as Value)
		: value;
}
