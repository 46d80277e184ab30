import { emoticonList } from '../emoji/emoticons';

const escaped = (text: string) => text.replace(/[\\^$*+?.()|[\]{}/-]/g, '\\$&');
const alternatives = emoticonList.map(({ text }) => escaped(text)).join('|');
const first = [...new Set(emoticonList.map(({ text }) => text.charAt(0)))].map(escaped).join('');

/**
 * An emoticon that stands free of letters and digits, or right behind the domain that Rocket.Chat makes a link of in
 * the middle of a word, as only those become emoji.
 */
export const emoticon = new RegExp(
	`(?=[${first}])(?:(?<![A-Za-z0-9])|(?<=\\.[A-Za-z]{2,24}))(?:${alternatives})(?![A-Za-z0-9])`,
	'g',
);
