/**
 * Emoji that are shown in colour by default and may have U+FE0F behind them all the same: code points in hexadecimal.
 * Those that are shown as text by default have it in the map of emoji. Unicode 16, emoji-variation-sequences.txt
 */
const optionallySelected =
	'231a-231b 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2648-2653 267f 2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 ' +
	'26ea 26f2-26f3 26f5 26fa 26fd 2705 270a-270b 2728 274c 274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 ' +
	'2b55 1f004 1f21a 1f22f 1f30d-1f30f 1f315 1f31c 1f378 1f393 1f3a7 1f3ac-1f3ae 1f3c2 1f3c4 1f3c6 1f3ca 1f3e0 1f3ed ' +
	'1f408 1f415 1f41f 1f426 1f442 1f446-1f449 1f44d-1f44e 1f453 1f46a 1f47d 1f4a3 1f4b0 1f4b3 1f4bb 1f4bf 1f4cb ' +
	'1f4da 1f4df 1f4e4-1f4e6 1f4ea-1f4ed 1f4f7 1f4f9-1f4fb 1f508 1f50d 1f512-1f513 1f550-1f567 1f610 1f687 1f68d ' +
	'1f691 1f694 1f698 1f6ad 1f6b2 1f6b9-1f6ba 1f6bc';

let characters: RegExp | undefined;

/** @returns an expression that matches one of the emoji and nothing else */
function characterPattern(): RegExp {
	const ranges = optionallySelected.replace(/[0-9a-f]+/g, '\\u{$&}').replaceAll(' ', '');
	return (characters ??= new RegExp(`^[${ranges}]$`, 'u'));
}

/**
 * Adds U+FE0F to an emoji of one character that may have it, as clients of Matrix write the keys of reactions. In longer
 * sequences it stays where Unicode puts it. Client-Server API, "Event annotations and reactions"
 * @param emoji one emoji, as `unicodeOf` returns it
 */
export function withVariationSelector(emoji: string): string {
	return characterPattern().test(emoji) ? `${emoji}\uFE0F` : emoji;
}
