/**
 * The words behind a slash command. Quotes of either kind keep words together; a backslash saves a quote from ending
 * them, and `\\"` becomes `"` (apps/meteor/lib/utils/parseParameters.ts).
 */
export function parseParameters(text: string): string[] {
	const words: string[] = [];
	let word: string | undefined;
	let afterQuotes = false;
	const finish = (): void => {
		if (word !== undefined) {
			words.push(word.replaceAll('\\"', '"'));
		}
		word = undefined;
	};
	for (const [piece, quote, quoted] of text.matchAll(/(["'])((?:\\.|(?!\1)[^\\])*)\1|[\s\S]/g)) {
		if (quote !== undefined) {
			// Two quoted parameters side by side are two.
			if (afterQuotes) {
				finish();
			}
			word = (word ?? '') + (quoted ?? '');
		} else if (/[ \n\r\t]/.test(piece)) {
			finish();
		} else {
			word = (word ?? '') + piece;
		}
		afterQuotes = quote !== undefined;
	}
	finish();
	return words;
}
