import { countries, emojiLines } from './emoji-map';

/**
 * Looks up emoji by their shortcodes, and shortcodes by their emoji. Rocket.Chat's shortcodes are those of
 * emoji-toolkit. The map in `emoji-map.ts` is made from it; that file explains the format of its lines.
 */

/** An emoji in all its skin tones. */
interface EmojiFamily {
	/** As in the map: `+` and `=` mark where a tone may be. */
	readonly sequence: string;
	/** The emoji without a tone; undefined if every emoji of the family has one. */
	readonly untoned: string | undefined;
	/** The primary name first. `~` stands for the name of the tone. */
	readonly names: readonly string[];
}

interface EmojiIndex {
	readonly byName: ReadonlyMap<string, EmojiFamily>;
	/** The keys are emoji without tones and without U+FE0F. */
	readonly byCharacters: ReadonlyMap<string, EmojiFamily>;
	/** The flags, by the two letters of their country. */
	readonly flags: ReadonlyMap<string, string>;
}

let index: EmojiIndex | undefined;

/** @returns the index of the map, which is built at the first call; that takes some milliseconds */
function emojiIndex(): EmojiIndex {
	return (index ??= buildIndex());
}

function buildIndex(): EmojiIndex {
	const byName = new Map<string, EmojiFamily>();
	const byCharacters = new Map<string, EmojiFamily>();
	for (const line of emojiLines.trimEnd().split('\n')) {
		const [sequence = '', ...names] = line.split(' ');
		const isAlwaysToned = names.every((name) => name.includes('~'));
		const untoned = isAlwaysToned
			? undefined
			: charactersOf(sequence.replaceAll('=', '!').replaceAll('+', ''));
		const family = { sequence, names, untoned };
		byCharacters.set(charactersOf(sequence.replace(/[+=!]/g, '')), family);
		for (const name of names) {
			byName.set(name, family);
		}
	}
	const flags = new Map((countries.match(/../g) ?? []).map((letters) => [letters, flagOf(letters)]));
	return { byName, byCharacters, flags };
}

/** @returns the characters of a sequence of the map whose places for tones are replaced already */
function charactersOf(sequence: string): string {
	return sequence
		.replaceAll('_', '-200d-')
		.replaceAll('!', '-fe0f')
		.split('-')
		.map((point) => String.fromCodePoint(parseInt(point, 16)))
		.join('');
}

/** Flags consist of the regional indicators A to Z. */
const REGIONAL_INDICATOR_A = 0x1f1e6;
const LETTER_A = 'a'.charCodeAt(0);

/** @returns the flag of a country, given its two letters */
function flagOf(letters: string): string {
	return String.fromCodePoint(
		...Array.from(letters, (letter) => REGIONAL_INDICATOR_A + letter.charCodeAt(0) - LETTER_A),
	);
}

const toneNames = /_tone([1-5])|_(light|medium_light|medium|medium_dark|dark)_skin_tone/g;
const toneWords = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];
/** The lightest skin tone; the others follow it. */
const FIRST_TONE = 0x1f3fb;

/**
 * Finds the emoji with a shortcode.
 * @param shortcode a name of emoji-toolkit without its colons, such as `wave_tone3`
 * @returns the emoji, fully qualified with U+FE0F, or undefined if none has this name
 */
export function unicodeOf(shortcode: string): string | undefined {
	const { byName, flags } = emojiIndex();
	const family = byName.get(shortcode);
	if (family) {
		// A name with `~` is no shortcode until the name of a tone replaces it.
		return shortcode.includes('~') ? undefined : family.untoned;
	}
	const letters = shortcode.startsWith('flag_') ? shortcode.slice('flag_'.length) : shortcode;
	return flags.get(letters) ?? (shortcode.includes('_') ? tonedEmojiOf(shortcode) : undefined);
}

/** @returns the emoji with the tones that its shortcode names */
function tonedEmojiOf(shortcode: string): string | undefined {
	const tones: number[] = [];
	const name = shortcode.replace(toneNames, (_, digit: string | undefined, word: string) => {
		tones.push(digit ? Number(digit) - 1 : toneWords.indexOf(word));
		return '~';
	});
	if (tones.length === 0) {
		return undefined;
	}
	const { byName } = emojiIndex();
	const stem = /^[^~]+(?=~~?$)/.exec(name)?.[0];
	const family = byName.get(name) ?? (stem === undefined ? undefined : byName.get(stem));
	return family && withTones(family.sequence, tones);
}

/**
 * Puts tones into a sequence of the map. The first tone also fills places that are left.
 * @param tones as offsets from the lightest one
 * @returns undefined if there are more tones than places
 */
function withTones(sequence: string, tones: readonly number[]): string | undefined {
	const places = sequence.split(/[+=]/).length - 1;
	if (tones.length > places) {
		return undefined;
	}
	let next = 0;
	return charactersOf(
		sequence.replace(/[+=]/g, () => {
			const tone = tones[next++] ?? tones[0] ?? 0;
			return `-${(FIRST_TONE + tone).toString(16)}`;
		}),
	);
}

/**
 * Finds the shortcode of an emoji.
 * @param unicode one emoji, with U+FE0F or without
 * @returns its primary name without colons, or undefined if emoji-toolkit does not contain the emoji
 */
export function shortcodeOf(unicode: string): string | undefined {
	const bare = unicode.replaceAll('\uFE0F', '');
	const { byCharacters, flags } = emojiIndex();
	const family = byCharacters.get(bare);
	if (family?.untoned !== undefined) {
		return family.names[0];
	}
	const letters = countryLettersOf(bare);
	return flags.has(letters) ? `flag_${letters}` : tonedNameOf(bare);
}

/** @returns the letters of the country, given the two regional indicators of its flag */
function countryLettersOf(bare: string): string {
	return Array.from(bare, (character) =>
		String.fromCharCode((character.codePointAt(0) ?? 0) - REGIONAL_INDICATOR_A + LETTER_A),
	).join('');
}

/** @param bare an emoji without U+FE0F */
function tonedNameOf(bare: string): string | undefined {
	const [first = '', ...rest] = Array.from(bare, (character) => character.codePointAt(0) ?? 0);
	const isTone = (point: number) => point >= FIRST_TONE && point < FIRST_TONE + toneWords.length;
	const tones = rest.filter(isTone).map((point) => point - FIRST_TONE);
	const others = rest.filter((point) => !isTone(point));
	const family =
		first === '' || tones.length === 0
			? undefined
			: emojiIndex().byCharacters.get(String.fromCodePoint(first, ...others));
	if (!family || withTones(family.sequence, tones)?.replaceAll('\uFE0F', '') !== bare) {
		return undefined;
	}
	const placeholder = new Set(tones).size > 1 ? '~~' : '~';
	const name = family.names.find((each) => each.includes(placeholder)) ?? family.names[0] ?? '';
	let next = 0;
	return (name.includes('~') ? name : name + placeholder).replaceAll(
		'~',
		() => `_tone${(tones[next++] ?? 0) + 1}`,
	);
}
