import { countries, emojiLines } from './emoji-map';

/** An emoji with all its skin tones. */
interface Family {
	/** As in the map: `+` and `=` mark where a tone may stand. */
	readonly sequence: string;
	readonly names: readonly string[];
}

const toneNames = /_tone([1-5])|_(light|medium_light|medium|medium_dark|dark)_skin_tone/g;
const toneWords = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];
const FIRST_TONE = 0x1f3fb;
const FIRST_LETTER = 0x1f1e6;
const LETTER_A = 'a'.charCodeAt(0);

let families: ReadonlyMap<string, Family> | undefined;
let byName: ReadonlyMap<string, Family> | undefined;

/** The families by their code points without tones and selectors. */
function familiesBySequence(): ReadonlyMap<string, Family> {
	families ??= new Map(
		emojiLines
			.trimEnd()
			.split('\n')
			.map((line) => {
				const [sequence = '', ...names] = line.split(' ');
				return [charactersOf(sequence.replace(/[+=!]/g, '')), { sequence, names }];
			}),
	);
	return families;
}

function familiesByName(): ReadonlyMap<string, Family> {
	byName ??= new Map(
		Array.from(familiesBySequence().values()).flatMap((family) =>
			family.names.map((name) => [name, family]),
		),
	);
	return byName;
}

/**
 * @param shortcode a name of emoji-toolkit without its colons, such as `wave_tone3`
 * @returns the emoji, fully qualified with U+FE0F, or undefined where no emoji has this name
 */
export function unicodeOf(shortcode: string): string | undefined {
	if (shortcode.includes('~')) {
		return undefined;
	}
	const plain = familiesByName().get(shortcode);
	if (plain) {
		return charactersOf(plain.sequence.replaceAll('=', '!').replaceAll('+', ''));
	}
	return flagOf(shortcode) ?? tonedOf(shortcode);
}

function flagOf(shortcode: string): string | undefined {
	const letters = shortcode.replace(/^flag_/, '');
	return isCountry(letters)
		? String.fromCodePoint(
				...Array.from(letters, (letter) => FIRST_LETTER + letter.charCodeAt(0) - LETTER_A),
			)
		: undefined;
}

function isCountry(letters: string): boolean {
	for (let at = 0; at < countries.length; at += 2) {
		if (countries.startsWith(letters, at)) {
			return letters.length === 2;
		}
	}
	return false;
}

function tonedOf(shortcode: string): string | undefined {
	const tones: number[] = [];
	const name = shortcode.replace(toneNames, (_, digit: string | undefined, word: string) => {
		tones.push(digit ? Number(digit) - 1 : toneWords.indexOf(word));
		return '~';
	});
	const family =
		familiesByName().get(name) ??
		(/^[^~]+~~?$/.test(name) ? familiesByName().get(name.replaceAll('~', '')) : undefined);
	return family && tones.length > 0 ? withTones(family.sequence, tones) : undefined;
}

/** @returns undefined where the emoji has not as many places for a tone */
function withTones(sequence: string, tones: readonly number[]): string | undefined {
	const slots = sequence.split(/[+=]/).length - 1;
	if (tones.length > slots) {
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

/** Code points in the signs of the map as text. */
function charactersOf(sequence: string): string {
	return sequence
		.replaceAll('_', '-200d-')
		.replaceAll('!', '-fe0f')
		.split('-')
		.map((point) => String.fromCodePoint(parseInt(point, 16)))
		.join('');
}

/**
 * @param unicode one emoji, qualified or not
 * @returns its primary name without colons, or undefined where emoji-toolkit does not know the emoji
 */
export function shortcodeOf(unicode: string): string | undefined {
	const bare = unicode.replaceAll('\uFE0F', '');
	const plain = familiesBySequence().get(bare)?.names[0];
	if (plain !== undefined && !plain.includes('~')) {
		return plain;
	}
	return countryOf(bare) ?? tonedNameOf(bare);
}

function countryOf(bare: string): string | undefined {
	const letters = Array.from(bare, (character) =>
		String.fromCharCode((character.codePointAt(0) ?? 0) - FIRST_LETTER + LETTER_A),
	).join('');
	return isCountry(letters) ? `flag_${letters}` : undefined;
}

function tonedNameOf(bare: string): string | undefined {
	const tones: number[] = [];
	const [first = '', ...rest] = bare;
	const others = rest.filter((character) => {
		const tone = (character.codePointAt(0) ?? 0) - FIRST_TONE;
		const isTone = tone >= 0 && tone < toneWords.length;
		if (isTone) {
			tones.push(tone);
		}
		return !isTone;
	});
	const family = tones.length > 0 ? familiesBySequence().get([first, ...others].join('')) : undefined;
	if (!family || withTones(family.sequence, tones)?.replaceAll('\uFE0F', '') !== bare) {
		return undefined;
	}
	const different = new Set(tones).size > 1;
	const name = family.names.find((each) => each.includes(different ? '~~' : '~')) ?? family.names[0] ?? '';
	const written = name.includes('~') ? name : `${name}${different ? '~~' : '~'}`;
	let next = 0;
	return written.replaceAll('~', () => `_tone${(tones[next++] ?? 0) + 1}`);
}
