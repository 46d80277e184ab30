/**
 * LaTeX between the marks of Rocket.Chat's KaTeX. Those with parentheses are on by default, the ones with dollars not
 * (settings `Katex_Parenthesis_Syntax`, `Katex_Dollar_Syntax`).
 * @returns undefined where it holds what would end it or what Rocket.Chat's server would take for a mention
 */
export function formula(latex: string, isBlock: boolean): string | undefined {
	if (/\\[()[\]]|[$@\n]|\|\|/.test(latex) || latex.trim() === '') {
		return undefined;
	}
	return isBlock ? `\\[${latex}\\]` : `\\(${latex}\\)`;
}
