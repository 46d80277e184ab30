import { countries, emojiLines } from './emoji-map';

/** An emoji with all its skin tones. */
interface Family {
	/** As in the map: `+` and `=` mark where a tone may stand. */
	readonly sequence: string;
	/** Without tone; undefined where every emoji of the family has one. */
	readonly plain: string | undefined;
	readonly names: readonly string[];
}

/** The map, ready to be asked. */
interface Emoji {
	readonly byName: ReadonlyMap<string, Family>;
	/** By the characters without tones and selectors. */
	readonly byCharacters: ReadonlyMap<string, Family>;
	readonly flags: ReadonlyMap<string, string>;
}

let read: Emoji | undefined;

/** Reads the map when it is first asked, which takes some milliseconds. */
function emoji(): Emoji {
	return (read ??= readMap());
}

function readMap(): Emoji {
	const byName = new Map<string, Family>();
	const byCharacters = new Map<string, Family>();
	for (const line of emojiLines.trimEnd().split('\n')) {
		const [sequence = '', ...names] = line.split(' ');
		const isAlwaysToned = names.every((name) => name.includes('~'));
		const plain = isAlwaysToned
			? undefined
			: charactersOf(sequence.replaceAll('=', '!').replaceAll('+', ''));
		const family = { sequence, names, plain };
		byCharacters.set(charactersOf(sequence.replace(/[+=!]/g, '')), family);
		for (const name of names) {
			byName.set(name, family);
		}
	}
	const flags = new Map((countries.match(/../g) ?? []).map((letters) => [letters, flagOf(letters)]));
	return { byName, byCharacters, flags };
}

/** Code points in the signs of the map as text. */
function charactersOf(sequence: string): string {
	return sequence
		.replaceAll('_', '-200d-')
		.replaceAll('!', '-fe0f')
		.split('-')
		.map((point) => String.fromCodePoint(parseInt(point, 16)))
		.join('');
}

const FIRST_LETTER = 0x1f1e6;
const LETTER_A = 'a'.charCodeAt(0);

function flagOf(letters: string): string {
	return String.fromCodePoint(
		...Array.from(letters, (letter) => FIRST_LETTER + letter.charCodeAt(0) - LETTER_A),
	);
}

const toneNames = /_tone([1-5])|_(light|medium_light|medium|medium_dark|dark)_skin_tone/g;
const toneWords = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];
const FIRST_TONE = 0x1f3fb;

/**
 * @param shortcode a name of emoji-toolkit without its colons, such as `wave_tone3`
 * @returns the emoji, fully qualified with U+FE0F, or undefined where no emoji has this name
 */
export function unicodeOf(shortcode: string): string | undefined {
	const { byName, flags } = emoji();
	const family = byName.get(shortcode);
	if (family) {
		return shortcode.includes('~') ? undefined : family.plain;
	}
	const letters = shortcode.startsWith('flag_') ? shortcode.slice('flag_'.length) : shortcode;
	return flags.get(letters) ?? (shortcode.includes('_') ? tonedOf(shortcode) : undefined);
}

function tonedOf(shortcode: string): string | undefined {
	const tones: number[] = [];
	const name = shortcode.replace(toneNames, (_, digit: string | undefined, word: string) => {
		tones.push(digit ? Number(digit) - 1 : toneWords.indexOf(word));
		return '~';
	});
	if (tones.length === 0) {
		return undefined;
	}
	const { byName } = emoji();
	const stem = /^[^~]+(?=~~?$)/.exec(name)?.[0];
	const family = byName.get(name) ?? (stem === undefined ? undefined : byName.get(stem));
	return family && withTones(family.sequence, tones);
}

/** @returns undefined where the emoji has not as many places for a tone */
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
 * @param unicode one emoji, qualified or not
 * @returns its primary name without colons, or undefined where emoji-toolkit does not know the emoji
 */
export function shortcodeOf(unicode: string): string | undefined {
	const bare = unicode.replaceAll('\uFE0F', '');
	const { byCharacters, flags } = emoji();
	const family = byCharacters.get(bare);
	if (family?.plain !== undefined) {
		return family.names[0];
	}
	const letters = lettersOf(bare);
	return flags.has(letters) ? `flag_${letters}` : tonedNameOf(bare);
}

/** What the two signs of a flag stand for. */
function lettersOf(bare: string): string {
	return Array.from(bare, (character) =>
		String.fromCharCode((character.codePointAt(0) ?? 0) - FIRST_LETTER + LETTER_A),
	).join('');
}

function tonedNameOf(bare: string): string | undefined {
	const [first = '', ...rest] = Array.from(bare, (character) => character.codePointAt(0) ?? 0);
	const isTone = (point: number) => point >= FIRST_TONE && point < FIRST_TONE + toneWords.length;
	const tones = rest.filter(isTone).map((point) => point - FIRST_TONE);
	const others = rest.filter((point) => !isTone(point));
	const family =
		first === '' || tones.length === 0
			? undefined
			: emoji().byCharacters.get(String.fromCodePoint(first, ...others));
	if (!family || withTones(family.sequence, tones)?.replaceAll('\uFE0F', '') !== bare) {
		return undefined;
	}
	const holes = new Set(tones).size > 1 ? '~~' : '~';
	const name = family.names.find((each) => each.includes(holes)) ?? family.names[0] ?? '';
	let next = 0;
	return (name.includes('~') ? name : name + holes).replaceAll(
		'~',
		() => `_tone${(tones[next++] ?? 0) + 1}`,
	);
}
