import { escapeForRegExp } from './regexp';
import { emoticonList } from '../emoji/emoticons';

const alternatives = emoticonList.map(({ text }) => escapeForRegExp(text)).join('|');
const firstCharacters = [...new Set(emoticonList.map(({ text }) => text.charAt(0)))]
	.map(escapeForRegExp)
	.join('');

/**
 * Matches the emoticons in a text that Rocket.Chat shows as emoji: those without a letter or digit beside them, and
 * those right behind a domain, since Rocket.Chat makes a link of the domain also inside a word.
 */
export const emoticonInText = new RegExp(
	`(?=[${firstCharacters}])(?:(?<![A-Za-z0-9])|(?<=\\.[A-Za-z]{2,24}))(?:${alternatives})(?![A-Za-z0-9])`,
	'g',
);
