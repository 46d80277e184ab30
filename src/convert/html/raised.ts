const superscript: Readonly<Record<string, string>> = {
	...{ '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹' },
	...{ '+': '⁺', '-': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', n: 'ⁿ', i: 'ⁱ' },
};

const subscript: Readonly<Record<string, string>> = {
	...{ '0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉' },
	...{ '+': '₊', '-': '₋', '=': '₌', '(': '₍', ')': '₎' },
};

/**
 * The text of `<sup>` or `<sub>`, which Rocket.Chat has no markup for: in Unicode's raised or lowered characters where
 * all of them exist, else behind `^` or `_`.
 */
export function raised(tag: 'sup' | 'sub', text: string): string {
	const [characters, sign] = tag === 'sup' ? [superscript, '^'] : [subscript, '_'];
	const mapped = Array.from(text, (character) => characters[character] ?? '');
	if (text.trim() === '') {
		return text;
	}
	return mapped.includes('') ? `${sign}${text}` : mapped.join('');
}
