/**
 * Splits the text after a slash command into words. Single and double quotes keep words together; a backslash before a
 * quote keeps it from ending them, and `\\"` becomes `"` (apps/meteor/lib/utils/parseParameters.ts).
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
			// Two quoted texts side by side are two words.
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
