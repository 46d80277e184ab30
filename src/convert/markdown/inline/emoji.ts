import { ASTERISK, COLON, FIRST_EMOJI } from '../characters';
import type { InlineNode } from '../nodes';
import { readAsText } from './item-reader';
import type { Line } from './line';

const shortcodeSyntax = /:([0-9A-Za-z_+.-]+):/y;
const picture = '(?:\\uD83C[\\uDF00-\\uDFFF]|\\uD83D[\\uDC00-\\uDDFF])[\\uFE00-\\uFE0F]?';
const skinTone = '(?:\\uD83C[\\uDFFB-\\uDFFF])?';
const unicodeEmoji = new RegExp(
	[
		'\\uD83D[\\uDE00-\\uDE4F]',
		`\\uD83E[\\uDD00-\\uDFFF](?:${picture}(?:\\u200D${picture})*)?`,
		`(?:${picture}${skinTone}\\u200D)*${picture}${skinTone}`,
		'\\uD83D[\\uDE80-\\uDEFF\\uDFE0-\\uDFEB\\uDFF0]',
		'[\\u2194\\u2195\\u2300-\\u23FF\\u2600-\\u27BF\\u2B1B\\u2B1C][\\uFE00-\\uFE0F]?',
		'\\uD83C[\\uDD00-\\uDDFF]\\uD83C[\\uDD00-\\uDDFF]',
		'\\uD83C[\\uDCCF\\uDD8E\\uDD91-\\uDD9A\\uDE01\\uDE32-\\uDE3A\\uDE50\\uDE51]',
	].join('|'),
	'y',
);

/** An asterisk in a box. The digits and the hash in one are text in any case. */
const asteriskKeycap = /\*\uFE0F?\u20E3/y;

/**
 * Reads a shortcode, or an emoji of Unicode, which stays text. Rocket.Chat: rule "Emoji"
 *
 *     hi :smile: all
 *        ^      ^
 */
export function readEmoji(line: Line, at: number, out?: InlineNode[]): number {
	const first = line.text.charCodeAt(at);
	if (first >= FIRST_EMOJI) {
		unicodeEmoji.lastIndex = at;
		return unicodeEmoji.test(line.text) ? readAsText(line, at, unicodeEmoji.lastIndex, out) : -1;
	}
	if (first === ASTERISK) {
		asteriskKeycap.lastIndex = at;
		return asteriskKeycap.test(line.text) ? readAsText(line, at, asteriskKeycap.lastIndex, out) : -1;
	}
	if (first !== COLON) {
		return -1;
	}
	shortcodeSyntax.lastIndex = at;
	const [typed, shortcode] = shortcodeSyntax.exec(line.text) ?? [];
	if (typed === undefined || shortcode === undefined) {
		return -1;
	}
	const end = at + typed.length;
	out?.push({ type: 'emoji', text: typed, shortcode, start: line.offset + at, end: line.offset + end });
	return end;
}
