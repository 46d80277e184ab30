import { plainLines } from '../html/plain-text';
import { splitText } from './split-text';

/** Space for a quote of another message, which is a link of about 130 characters. UTF-16 units. */
const QUOTE_LENGTH = 256;

/**
 * The longest line that converters may write for messages of this length. They cut longer lines themselves, since only
 * they know the markup. A quote still has space in front of the line, unless the limit is very small.
 * @param limit setting `Message_MaxAllowedSize`; UTF-16 units
 * @returns UTF-16 units
 */
export function longestLine(limit: number): number {
	return Math.max(limit - QUOTE_LENGTH, Math.ceil(limit / 2));
}

/**
 * Splits the text that a converter wrote into messages.
 * @param limit the longest message; UTF-16 units. Below 48 even one hidden word in a list is too long with its markup,
 * so lines are shown as text; below 4 messages are longer than the limit. Nothing is refused here
 * @param taken the length of the text that the caller puts in front of the first message; UTF-16 units
 */
export function messagesOf(text: string, limit: number, taken = 0): readonly string[] {
	// Converters write no line that is too long. If one did, its markup would be shown as text instead of being cut.
	return splitText(text, limit, plainLines, taken);
}
