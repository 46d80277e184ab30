/** Characters that are text in every place of a sentence. */
const plain = '[^\\s*_~`./:;<>=()[\\]\\\\|@#$+!^-]';

const certainMarkup = new RegExp(
	[
		// "UserMention" and "ChannelMention"
		'(?<![^\\s>])[@#][A-Za-z0-9]',
		// "Blockquote", "Heading" and "UnorderedList"
		'^(?:>|#{1,4}[ \\t]+[A-Za-z]|-[ \\t]+[A-Za-z])',
		// "Bold", "Strikethrough" and "InlineCode"
		`(?<!\\S)([*~\`])${plain}+(?: ${plain}+)*\\1(?!\\S)`,
		// "Color"
		'(?<!\\S)\\(?color:#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})\\)?$',
	].join('|'),
);

/**
 * Whether Rocket.Chat certainly reads markup in a text that is written without escapes. It finds what is most common, so
 * that such a text need not be read to know it: reading takes much longer.
 * @param text which stands alone, or beside markup
 */
export function hasCertainMarkup(text: string): boolean {
	return certainMarkup.test(text);
}
