/** Opening quotes that Rocket.Chat does not know, with what ends them. Phones type them by themselves. */
const closing: Readonly<Record<string, string>> = {
	...{ '“': '”', '„': '“”', '‘': '’', '‚': '‘’' },
	...{ '«': '»', '»': '«' },
};

/**
 * Joins what stands in typographic quotes. The server has taken straight quotes apart already
 * (apps/meteor/lib/utils/parseParameters.ts); an opening quote that is never closed is an ordinary character.
 * @param split the words behind the command, as the server splits them
 */
export function wordsIn(split: readonly string[]): string[] {
	const words: string[] = [];
	for (let index = 0; index < split.length; index += 1) {
		const ends = closing[split[index]?.[0] ?? ''];
		const last = ends
			? split.findIndex((word, at) => at >= index && endsIn(word, ends, at === index))
			: -1;
		if (last === -1) {
			words.push(split[index] ?? '');
		} else {
			words.push(
				split
					.slice(index, last + 1)
					.join(' ')
					.slice(1, -1)
					.trim(), // the French ones stand apart from what they hold
			);
			index = last;
		}
	}
	return words.filter((word) => word.trim() !== '');
}

/** Whether a word ends in one of some quotes; the opening quote alone does not end itself. */
function endsIn(word: string, quotes: string, opens: boolean): boolean {
	return quotes.includes(word.at(-1) ?? ' ') && (!opens || word.length > 1);
}
