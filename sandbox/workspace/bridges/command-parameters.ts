/**
 * The words behind a slash command. Quotes of either kind keep words together; a backslash saves a quote from ending
 * them, and `\"` becomes `"` (apps/meteor/lib/utils/parseParameters.ts).
 */
export function parseParameters(text: string): string[] {
	const quoted = /(["'])(?:\\.|(?!\1)[^\\])*\1/gs;
	const words: string[] = [];
	let word = '';
	let end = 0;
	const addPlain = (plain: string): void => {
		plain.split(/[ \n\r\t]/).forEach((part, index) => {
			if (index > 0) {
				finish();
			}
			word += part;
		});
	};
	const finish = (): void => {
		if (word) {
			words.push(word.replaceAll('\\"', '"'));
		}
		word = '';
	};
	let lastWasQuoted = false;
	for (const match of text.matchAll(quoted)) {
		const plain = text.slice(end, match.index);
		// Two quoted parameters side by side are two.
		if (plain === '' && lastWasQuoted) {
			finish();
		}
		addPlain(plain);
		word += match[0].slice(1, -1);
		end = match.index + match[0].length;
		lastWasQuoted = true;
	}
	addPlain(text.slice(end));
	finish();
	return words;
}
