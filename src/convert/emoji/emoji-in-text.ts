import { shortcodeOf } from './emoji';

/** An emoji in a text. */
export interface EmojiInText {
	/** Positions in the text, in UTF-16 units. */
	readonly start: number;
	readonly end: number;
	/** The primary name, without colons. */
	readonly shortcode: string;
}

const variationSelector = '\\uFE0F';
const element = `\\p{Extended_Pictographic}(?:${variationSelector}|\\p{Emoji_Modifier})?`;
// Unicode Technical Standard #51, "ED-17 emoji sequence": flags, keycaps, and pictures with tags and joiners.
const sequence = new RegExp(
	`\\p{RI}\\p{RI}|[0-9#*]${variationSelector}\\u20E3|${element}[\\u{E0020}-\\u{E007F}]*(?:\\u200D${element})*`,
	'gu',
);
// A digit, © or ↔ is text unless U+FE0F follows it.
const shownAsEmoji = new RegExp(
	`^\\p{Emoji_Presentation}|${variationSelector}|\\p{Emoji_Modifier}|\\u200D|\\u20E3`,
	'u',
);

/** @returns the emoji of a text that have a shortcode, from left to right */
export function emojiIn(text: string): readonly EmojiInText[] {
	return Array.from(text.matchAll(sequence)).flatMap(({ 0: emoji, index: start }) => {
		const shortcode = shownAsEmoji.test(emoji) ? shortcodeOf(emoji) : undefined;
		return shortcode === undefined ? [] : [{ start, end: start + emoji.length, shortcode }];
	});
}
