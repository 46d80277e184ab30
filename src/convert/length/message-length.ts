import { plainLines } from '../html/plain-text';
import { splitText } from './split-text';

/** A quote of another message is a link of about 130 characters. */
const QUOTE = 256;

/**
 * The longest line that converters write for messages of this length; a longer one becomes several there, since only
 * there the markup is known. It leaves room for a quote, where the limit is not that small.
 * @param limit setting `Message_MaxAllowedSize`; UTF-16 units
 */
export function longestLine(limit: number): number {
	return Math.max(limit - QUOTE, Math.ceil(limit / 2));
}

/**
 * Cuts what a converter wrote into messages.
 * @param limit the longest message. Below 48 not even a hidden word in a list has room with its markup: there lines are
 * shown as they are written, and below 4 messages are longer than the limit; nothing is refused here
 * @param taken what stands in front of the first message already
 */
export function messagesOf(text: string, limit: number, taken = 0): readonly string[] {
	// No converter writes a line as long as that; if one did, its markup would be shown as text, not cut.
	return splitText(text, limit, plainLines, taken);
}
