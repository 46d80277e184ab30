import { cleanDisplayName } from './display-name';
import { WORD_JOINER } from './escape/word-joiner';

/** The most characters of a name that are shown. */
const MAX_LENGTH = 60;

/**
 * Prepares a display name from Matrix for a sentence of the app: cleaned, short, and mentioning nobody.
 * @returns undefined if nothing visible is left
 */
export function cleanName(name: unknown): string | undefined {
	const visible = typeof name === 'string' ? cleanDisplayName(name) : '';
	const characters = Array.from(visible);
	const short = characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH).join('')}…` : visible;
	return short === '' ? undefined : short.replaceAll('@', `@${WORD_JOINER}`);
}
