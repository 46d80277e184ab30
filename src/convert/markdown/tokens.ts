import MarkdownIt, { type Token } from 'markdown-it';

/**
 * What the tokens of the dialect hold. Block tokens are those of markdown-it and `math_block`, `spoiler_block` and
 * `task_item`, whose `info` is `x` where the task is done. The `info` of a `list_item` is its number, its `markup`
 * `start` where that is not the next one. Inline tokens are
 *
 * | type | content | info |
 * | --- | --- | --- |
 * | text | what is shown | |
 * | escape | the character behind the backslash | |
 * | softbreak | | |
 * | code_inline, math_inline | the source | |
 * | strong, em, s, spoiler, link: _open and _close | | the address, of a link |
 * | mention, channel | the name | |
 * | emoji | what is written | the name of the emoji |
 * | timestamp | seconds since 1970, or a time of day | the letter of the format |
 * | color | three to eight hexadecimal digits | |
 *
 * `markup` holds the signs as written; of a link `auto` where it is a bare one and `image` where it was an image. `map`
 * holds start and end in the message, in UTF-16 units; that of an opening spoiler covers all of it.
 */
export type Tokens = Token[];

/**
 * @param start where the token starts in the message
 * @param end where it ends
 */
export function addToken(
	tokens: Tokens,
	type: string,
	nesting: -1 | 0 | 1,
	[start, end]: readonly [number, number],
	{ content = '', info = '', markup = '' }: { content?: string; info?: string; markup?: string } = {},
): void {
	const token = new MarkdownIt.Token(type, '', nesting);
	token.map = [start, end];
	token.content = content;
	token.info = info;
	token.markup = markup;
	tokens.push(token);
}

/** Adds text, to the text before it where there is any. */
export function addText(tokens: Tokens, text: string): void {
	const last = tokens.at(-1);
	if (last?.type === 'text') {
		last.content += text;
		return;
	}
	const token = new MarkdownIt.Token('text', '', 0);
	token.content = text;
	tokens.push(token);
}
