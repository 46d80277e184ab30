import { emoticonInText } from '../escape/emoticons';

/**
 * What a formula must not contain: what would end it, and what is markup, a mention or an address in a workspace that
 * has KaTeX switched off. An underscore is allowed, since nearly every formula has one; without KaTeX all it can do is
 * to put a part in italics.
 */
const unsafe =
	/\\[()[\]]|[*~`$@#\n]|\|\||\]\(|<\S*\||<t:|:[\w+.-]*:|\+\(?\d{3}|\/\/|[A-Za-z0-9]\.[A-Za-z]|^\s*$/;

/**
 * Writes LaTeX between `\(` and `\)`, or `\[` and `\]` for a block. This form of KaTeX is on by default in Rocket.Chat,
 * the one with dollars is not (settings `Katex_Parenthesis_Syntax`, `Katex_Dollar_Syntax`).
 * @returns undefined if the formula would end too early, or would be more than text without KaTeX
 */
export function katexFormula(latex: string, isBlock: boolean): string | undefined {
	const formula = isBlock ? `\\[${latex}\\]` : `\\(${latex}\\)`;
	return unsafe.test(latex) || formula.search(emoticonInText) !== -1 ? undefined : formula;
}
