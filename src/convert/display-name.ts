import { wellFormed } from './well-formed';

/** Characters of a display name at most. Homeservers refuse longer ones. */
const MAX_CHARACTERS = 256;

/** Characters that are left of a name at least when an id stands beside it. */
const MIN_BESIDE_ID = 16;

/** Combining marks on one letter that are kept: more than any language needs, and too few to cover other lines. */
const EXCESSIVE_MARKS = /(\p{M}{4})\p{M}+/gu;

/** Control characters, white space left out, and characters that reorder a text or only annotate it. */
const REMOVED = /(?!\s)[\p{Cc}\p{Bidi_Control}\ufff9-\ufffb]/gu;

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** A blank that is no white space to a regular expression. */
const BLANK = /\u2800/g;

/** Scripts whose letters are joined or kept apart by invisible characters in ordinary words. */
const JOINING_LETTER =
	/[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]\p{M}*$/u;
const JOINED_LETTER = /^[\p{L}\p{M}]/u;
const PICTOGRAPH_BEFORE = /\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*$/u;
/** A black flag and the invisible letters behind it, which make it the flag of a region such as England. */
const FLAG_OF_REGION_BEFORE = /\u{1f3f4}[\u{e0020}-\u{e007e}]*$/u;
const PICTOGRAPH_AFTER = /^\p{Extended_Pictographic}/u;

/** Letters of other scripts that look like Latin ones, and the Latin ones. */
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
	[
		...['аa', 'еe', 'оo', 'рp', 'сc', 'уy', 'хx', 'іi', 'јj', 'ѕs', 'ԁd', 'һh', 'ӏl', 'вb', 'кk', 'мm'],
		...['нh', 'тt', 'ԛq', 'ԝw', 'ɡg', 'αa', 'οo', 'ρp', 'ιi', 'νv', 'υu', 'κk', 'τt', 'χx', 'ɩi', 'ıi'],
		...['εe', 'ηn', 'βb', 'զq', 'օo', 'ոn', 'սu', 'հh', '0o', '1l', '|l', 'øo', 'łl', 'đd', 'ⲟo', 'ⲣp'],
		...['ᴀa', 'ʙb', 'ᴄc', 'ᴅd', 'ᴇe', 'ɢg', 'ʜh', 'ɪi', 'ᴊj', 'ᴋk', 'ʟl', 'ᴍm', 'ɴn', 'ᴏo', 'ᴘp', 'ʀr'],
		...['ᴛt', 'ᴜu', 'ᴠv', 'ᴡw', 'ʏy', 'ᴢz', 'ⲁa', 'ⲥc', 'ꭺa', 'ꭼe', 'ꮪs', 'ꮯc', 'ꮋh', 'ꮇm', 'ꭲi', 'ꭻj'],
	].map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

/**
 * Cleans a name that somebody elsewhere chose. Control characters, characters that reorder the text and invisible ones go;
 * white space becomes one space; long names are cut. Joiners stay where emoji or the letters of a script need them.
 * @returns at most 256 characters; empty if nothing visible is left
 */
export function cleanDisplayName(name: string): string {
	const visible = wellFormed(name)
		.replace(REMOVED, '')
		.replace(INVISIBLE, (character, offset: number, whole: string) =>
			isNeeded(character, whole.slice(0, offset), whole.slice(offset + character.length))
				? character
				: '',
		)
		.replace(BLANK, ' ')
		.replace(EXCESSIVE_MARKS, '$1')
		.replace(/\s+/g, ' ')
		.trim();
	return firstCharacters(visible, MAX_CHARACTERS);
}

/** @returns whether a reader may take two names for the same: neither case nor accents nor look-alike letters tell them apart */
export function isSameName(one: string, other: string): boolean {
	const skeleton = skeletonOf(one);
	return skeleton !== '' && skeleton === skeletonOf(other);
}

/**
 * @returns the name with an id beside it, so that it cannot be taken for somebody else's; at most 256 characters, or a few
 * more if the id is so long
 */
export function nameWithId(name: string, id: string): string {
	const beside = ` (${id})`;
	return firstCharacters(name, Math.max(MIN_BESIDE_ID, MAX_CHARACTERS - beside.length)) + beside;
}

/** @returns the words of a name in lower case, without accents, and with Latin letters for those that look like them */
export function plainWords(name: string): string[] {
	const plain = cleanDisplayName(name).normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
	const latin = Array.from(plain, (letter) => lookAlikes[letter] ?? letter).join('');
	return latin.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** @returns what names have in common that a reader may take for the same; empty for a name without letters and digits */
export function skeletonOf(name: string): string {
	// In most fonts a capital i is an l.
	return plainWords(name).join('').replaceAll('i', 'l');
}

/** Whether a name holds an id of somebody else, as if we had put it there. @param id of whoever has the name */
export function holdsOtherId(name: string, id: string): boolean {
	return /@[^\s:@]+:[^\s:]/.test(name.replaceAll(id, ''));
}

/** Whether an invisible character changes how what stands around it is shown, as in emoji of several signs. */
function isNeeded(character: string, before: string, after: string): boolean {
	switch (character) {
		case '\u200d':
			return (
				(PICTOGRAPH_BEFORE.test(before) && PICTOGRAPH_AFTER.test(after)) ||
				(JOINING_LETTER.test(before) && JOINED_LETTER.test(after))
			);
		case '\u200c':
			return JOINING_LETTER.test(before) && JOINED_LETTER.test(after);
		case '\ufe0f':
			return PICTOGRAPH_BEFORE.test(before) || after.startsWith('\u20e3');
		default:
			return FLAG_OF_REGION_BEFORE.test(before) && /^[\u{e0020}-\u{e007f}]$/u.test(character);
	}
}

function firstCharacters(text: string, count: number): string {
	const characters = Array.from(text);
	return characters.length > count ? characters.slice(0, count).join('').trimEnd() : text;
}
