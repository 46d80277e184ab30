const host = '(?:(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}|localhost|\\d+(?:\\.\\d+){3})';
const path = (special: string) => `[/?#][\\w!"#%&'()+,./:;=?${special}-]*`;
const closing = `[.,!?:;'")]*`;
// Without a scheme an address that holds an @ is an e-mail address to Rocket.Chat.
const web = `(?:https?|ftp)://${host}(?::\\d+)?(?:${path('@$')}|${closing})|${host}${path('')}`;
const email = `[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@${host}${closing}`;
const address = new RegExp(`^\\(*(?:${web}|${email})$`, 'i');
const punctuation = '.,!?:;\'")';

/** Splits a text into pieces of which those with an odd index may be an address, and no other. */
export const maybeAddress = /((?<!\S)\(*(?:[A-Za-z]+:\/\/|[A-Za-z0-9.-]+[/?#]|[\w.+-]+@)\S*)/;

/**
 * Whether Rocket.Chat takes all of a word for a web or e-mail address (the rules `AutoLinkURL` and `Email` of
 * `@rocket.chat/message-parser`). Markup inside is left alone then, and so must we leave it.
 * @param word text without white space; punctuation behind the address may belong to it
 */
export function isAddress(word: string): boolean {
	return address.test(word);
}

/** Takes a word that is an address apart: brackets before, the address, punctuation behind. */
export function partsOfAddress(word: string): readonly [before: string, address: string, after: string] {
	let start = 0;
	while (word.charAt(start) === '(') {
		start++;
	}
	let end = word.length;
	while (end > start && punctuation.includes(word.charAt(end - 1))) {
		end--;
	}
	return [word.slice(0, start), word.slice(start, end), word.slice(end)];
}
