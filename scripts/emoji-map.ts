import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** One emoji in `emoji_strategy.json` of emoji-toolkit. */
interface ToolkitEmoji {
	/** The primary name, between colons. */
	readonly shortname: string;
	readonly shortname_alternates: readonly string[];
	/** Code points in hexadecimal, joined by dashes, with every joiner and selector. */
	readonly unicode_output: string;
}

/** @returns all emoji of emoji-toolkit */
export function toolkitEmoji(): readonly ToolkitEmoji[] {
	const file = createRequire(import.meta.url).resolve('emoji-toolkit/emoji_strategy.json');
	return Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, ToolkitEmoji>);
}

/** A sequence of code points and its names, the primary one first. */
interface Named {
	readonly sequence: string;
	readonly names: readonly string[];
}

const toneNames = /_tone[1-5]|_(?:medium_light|medium_dark|light|medium|dark)_skin_tone/g;
const countryFlag = /^1f1(?:e[6-9a-f]|f[0-9a-f])-1f1(?:e[6-9a-f]|f[0-9a-f])$/;

/**
 * Shortens emoji-toolkit's list: what follows from a rule is left out.
 * @returns the text of `src/convert/emoji/emoji-map.ts`, which explains the form of a line
 */
export function emojiMapSource(emoji: readonly ToolkitEmoji[]): string {
	const families = new Map<string, Named>();
	const all = emoji.map((each) => ({ sequence: slotted(each.unicode_output), names: namesOf(each) }));
	const flags = all.filter(isCountryFlag);
	const others = all.filter((each) => !isCountryFlag(each));
	for (const { sequence, names } of others.filter(({ sequence }) => !sequence.includes('+'))) {
		families.set(keyOf(sequence), { sequence, names: [...names] });
	}
	for (const { sequence, names } of others.filter(({ sequence }) => sequence.includes('+'))) {
		const family = families.get(keyOf(sequence)) ?? { sequence, names: [] };
		families.set(keyOf(sequence), {
			sequence: withSlots(family.sequence, sequence),
			names: [...family.names, ...tonedNames(family.names, names)],
		});
	}
	const lines = [...families.values()].map(({ sequence, names }) => `${sequence} ${names.join(' ')}\n`);
	return sourceOf(lines.join(''), flags.map(({ sequence }) => lettersOf(sequence)).join(''));
}

/** Writes a sequence with the signs of the map, and with `+` for each skin tone. */
function slotted(unicodeOutput: string): string {
	return unicodeOutput
		.replace(/-1f3f[b-f]/g, '+')
		.replaceAll('-200d-', '_')
		.replaceAll('-fe0f', '!');
}

/** Whether this is a flag whose names follow from its letters. */
function isCountryFlag({ sequence, names }: Readonly<Named>): boolean {
	const letters = countryFlag.test(sequence) ? lettersOf(sequence) : '';
	return letters !== '' && names.join(' ') === `flag_${letters} ${letters}`;
}

/** The same for the sequence with tones and the one without. */
function keyOf(sequence: string): string {
	return sequence.replace(/[+=!]/g, '');
}

/** Adds the places of the tones to the plain sequence; `=` if the tone replaces U+FE0F. */
function withSlots(plain: string, toned: string): string {
	const parts = plain.split('_');
	return toned
		.split('_')
		.map((part, index) => (/[!=]$/.test(parts[index] ?? '') ? part.replace('+', '=') : part))
		.join('_');
}

function namesOf({ shortname, shortname_alternates }: ToolkitEmoji): readonly string[] {
	return [shortname, ...shortname_alternates].map((name) => name.slice(1, -1));
}

/** The names with a tone, except those that are a plain name with the tone at its end. */
function tonedNames(known: readonly string[], toned: readonly string[]): readonly string[] {
	const [primary = '', ...alternates] = toned.map((name) => name.replace(toneNames, '~'));
	const follows = (name: string) => /^[^~]+~~?$/.test(name) && known.includes(name.replaceAll('~', ''));
	const own = alternates.filter((name) => !follows(name));
	const isFirst = primary.replace(/~+$/, '') === known[0];
	// The first name with a tone is the primary one, so it is listed as soon as any other is.
	const names = own.length > 0 || !isFirst ? [primary, ...own] : [];
	return [...new Set(names)].filter((name) => !known.includes(name));
}

/** The two letters of the flag of a country. */
function lettersOf(sequence: string): string {
	return sequence
		.split('-')
		.map((point) => String.fromCharCode(parseInt(point, 16) - 0x1f1e6 + 'a'.charCodeAt(0)))
		.join('');
}

function sourceOf(lines: string, countries: string): string {
	return `// Made by scripts/emoji-map.ts from emoji-toolkit; a test compares the two.

/**
 * A line holds a sequence and its names, the primary one first. The sequence is of code points in hexadecimal:
 * \`-\` stands between two of them, \`_\` for U+200D, \`!\` for U+FE0F, \`+\` where a skin tone may stand and \`=\` where
 * one may stand in the place of U+FE0F. In a name \`~\` stands for the name of the tone; a name without it takes
 * the tone at its end. A line with no other than \`~\` names has no emoji without tone.
 */
export const emojiLines = \`${lines}\`;

/** The letters of the countries that have a flag, two each; \`flag_de\` and \`de\` are its names. */
export const countries =
	'${countries}';
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const target = new URL('../src/convert/emoji/emoji-map.ts', import.meta.url);
	writeFileSync(target, emojiMapSource(toolkitEmoji()));
}
