import { wellFormed } from '../convert/well-formed';

/** Opening quotes that Rocket.Chat does not know, with the quotes that close them. Phones type them by themselves. */
const closingQuotes: Readonly<Record<string, string>> = {
	...{ '“': '”', '„': '“”', '‘': '’', '‚': '‘’' },
	...{ '«': '»', '»': '«' },
};

/**
 * Joins the words between typographic quotes to one word. The server has removed straight quotes already
 * (apps/meteor/lib/utils/parseParameters.ts). An opening quote that is never closed is an ordinary character.
 * @param typed the words behind the command, as the server splits them; half a character in them is replaced, as in a message
 */
export function wordsIn(typed: readonly string[]): string[] {
	const split = typed.map(wellFormed);
	const words: string[] = [];
	for (let index = 0; index < split.length; index += 1) {
		const word = split[index] ?? '';
		const closing = closingQuotes[word[0] ?? ''];
		const last = closing
			? split.findIndex((other, at) => at >= index && isClosedBy(other, closing, at === index))
			: -1;
		if (last === -1) {
			words.push(word);
		} else {
			const quoted = split.slice(index, last + 1).join(' ');
			words.push(quoted.slice(1, -1).trim()); // French quotes have a space inside
			index = last;
		}
	}
	return words.filter((word) => word.trim() !== '');
}

/** @param opens whether the word begins with the opening quote, which alone does not close itself */
function isClosedBy(word: string, closing: string, opens: boolean): boolean {
	return closing.includes(word.at(-1) ?? ' ') && (!opens || word.length > 1);
}
