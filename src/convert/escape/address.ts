/**
 * Web and mail addresses in text from Matrix. Rocket.Chat makes links of them by itself and reads no markup in them, so
 * they must not be escaped. Rocket.Chat: packages/message-parser, rules "AutolinkedURL" and "AutolinkedEmail"
 */

const host = '(?:(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}|localhost|\\d+(?:\\.\\d+){3})';
const path = (special: string) => `[/?#][\\w!"#%&'()+,./:;=?${special}-]*`;
const trailingPunctuation = `[.,!?:;'")]*`;
// Rocket.Chat reads an address without a scheme that contains an @ as a mail address.
const origin = `(?:https?|ftp)://${host}(?::\\d+)?`;
const web = `${origin}(?:${path('@$')}|${trailingPunctuation})|${host}${path('')}`;
/** RFC 3986, appendix C: an address in text may stand in angle brackets. */
const bracketed = `<${origin}(?:${path('@$')})?>${trailingPunctuation}`;
const mail = `[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@${host}${trailingPunctuation}`;
const address = new RegExp(`^\\(*(?:${bracketed}|${web}|${mail})$`, 'i');
const punctuation = '.,!?:;\'")';

/**
 * Matches words that may be addresses, for `split`: the parts of a text with an odd index are such words. No other word
 * is an address; `isAddress` decides.
 */
export const possibleAddress = /((?<!\S)\(*<?(?:[A-Za-z]+:\/\/|[A-Za-z0-9.-]+[/?#]|[\w.+-]+@)\S*)/;

/**
 * Decides whether Rocket.Chat reads a whole word as a web or mail address.
 * @param word text without white space; it may have brackets before the address and punctuation behind it
 */
export function isAddress(word: string): boolean {
	return address.test(word);
}

/**
 * Splits a word that is an address into the brackets before it, the address and the punctuation behind it. A closing bracket
 * belongs to the address if it has the opening one, as in `https://example.org/Rust_(language)`. Angle brackets do not.
 */
export function partsOfAddress(word: string): readonly [before: string, address: string, after: string] {
	let start = 0;
	while (word.charAt(start) === '(') {
		start++;
	}
	if (word.charAt(start) === '<') {
		const close = word.lastIndexOf('>');
		return [word.slice(0, start + 1), word.slice(start + 1, close), word.slice(close)];
	}
	let end = word.length;
	/** Counted when the first closing bracket is met; few addresses have one. */
	let unopened: number | undefined;
	while (end > start && punctuation.includes(word.charAt(end - 1))) {
		if (word.charAt(end - 1) === ')') {
			unopened ??= countOf(word, ')') - countOf(word.slice(start), '(');
			if (unopened <= 0) {
				break;
			}
			unopened--;
		}
		end--;
	}
	return [word.slice(0, start), word.slice(start, end), word.slice(end)];
}

const countOf = (text: string, character: string) => text.split(character).length - 1;
