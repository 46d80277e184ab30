const superscripts: Readonly<Record<string, string>> = {
	...{ '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹' },
	...{ '+': '⁺', '-': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', n: 'ⁿ', i: 'ⁱ' },
};

const subscripts: Readonly<Record<string, string>> = {
	...{ '0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉' },
	...{ '+': '₊', '-': '₋', '=': '₌', '(': '₍', ')': '₎' },
};

/** The longest text that can be an exponent or an index; a longer one is small print. */
const LONGEST_TOKEN = 6;

/**
 * Writes the text of `<sup>` or `<sub>` without markup, since Rocket.Chat has none for it.
 * @returns Unicode's superscript or subscript characters if all of them exist (`x²`), else the text behind `^` or `_`
 * (`x^ab`); undefined if the text is no short token
 */
export function superOrSubscript(tag: 'sup' | 'sub', text: string): string | undefined {
	if (text.length > LONGEST_TOKEN || !/^[\p{L}\p{N}+\-=(),.′']+$/u.test(text)) {
		return undefined;
	}
	const [characters, sign] = tag === 'sup' ? [superscripts, '^'] : [subscripts, '_'];
	const mapped = Array.from(text, (character) => characters[character] ?? '');
	return mapped.includes('') ? `${sign}${text}` : mapped.join('');
}
