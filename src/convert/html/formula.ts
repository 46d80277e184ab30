import { emoticonInText } from '../escape/emoticons';

/**
 * What is markup, a mention or an address where the workspace has KaTeX switched off, or would end the formula. An
 * underscore is in nearly every formula and stays: all it can do there is to write a part in italics.
 */
const markup =
	/\\[()[\]]|[*~`$@#\n]|\|\||\]\(|<\S*\||<t:|:[\w+.-]*:|\+\(?\d{3}|\/\/|[A-Za-z0-9]\.[A-Za-z]|^\s*$/;

/**
 * LaTeX between the marks of Rocket.Chat's KaTeX. Those with parentheses are on by default, the ones with dollars not
 * (settings `Katex_Parenthesis_Syntax`, `Katex_Dollar_Syntax`).
 * @returns undefined where it would end too early, or be more than text without KaTeX
 */
export function formula(latex: string, isBlock: boolean): string | undefined {
	const written = isBlock ? `\\[${latex}\\]` : `\\(${latex}\\)`;
	return markup.test(latex) || written.search(emoticonInText) !== -1 ? undefined : written;
}
