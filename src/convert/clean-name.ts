import { WORD_JOINER } from './escape/word-joiner';

/** The most characters of a name that are shown. */
const MAX_LENGTH = 60;

/** Controls, direction marks and invisible characters, by which a name could change how the text around it looks. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Marks that are drawn over the characters before and the lines around, from the third in a row on. */
const PILED_MARKS = /(?<=\p{M}{2})\p{M}+/gu;

/**
 * Prepares a display name from Matrix for a sentence of the app: on one line, short, without hidden characters, and
 * mentioning nobody.
 * @returns undefined if nothing visible is left
 */
export function cleanName(name: unknown): string | undefined {
	if (typeof name !== 'string') {
		return undefined;
	}
	const visible = name.replace(/\s+/g, ' ').replace(HIDDEN, '').replace(PILED_MARKS, '').trim();
	const characters = Array.from(visible);
	const short = characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH).join('')}…` : visible;
	return short === '' ? undefined : short.replaceAll('@', `@${WORD_JOINER}`);
}
