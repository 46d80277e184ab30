import { WORD_JOINER } from './word-joiner';

/** Looks like a backtick; nothing in Rocket.Chat's inline code can stand for a real one. */
const BACKTICK_LOOKALIKE = '\u02cb';

/**
 * Text as inline code, on one line. Rule `InlineCode` of `@rocket.chat/message-parser`.
 * @param afterBracket whether text before holds a `[`: Rocket.Chat would end a link in the code
 */
export function inlineCode(text: string, afterBracket: boolean): string {
	const code = text.replace(/\s+/g, ' ').replaceAll('`', BACKTICK_LOOKALIKE);
	return code === '' ? '' : `\`${asText(code, afterBracket)}\``;
}

/**
 * Text as the lines of a fenced block. Rule `Code` of `@rocket.chat/message-parser`: neither two backticks in a row nor
 * one at the end of a line may stand in it, so that the invisible U+2060 follows those.
 * @param language left out where Rocket.Chat would not read it, such as `c++`
 * @param afterBracket whether text before holds a `[`: Rocket.Chat would end a link in the code
 */
export function codeBlock(
	text: string,
	language: string | undefined,
	afterBracket: boolean,
): readonly string[] {
	if (text.trim() === '') {
		return [];
	}
	const code = text.replace(/\r\n?/g, '\n').replace(/`(?=`|$)/gm, `\`${WORD_JOINER}`);
	return [
		`\`\`\`${/^[\w.-]+$/.test(language ?? '') ? language : ''}`,
		...asText(code, afterBracket).split('\n'),
		'```',
	];
}

/** The server looks for mentions in the whole message, code included (`apps/meteor/app/mentions/lib/MentionsParser.ts`). */
function asText(code: string, afterBracket: boolean): string {
	const text = code.replace(/(?<=^|[\s>])@(?=\S)/g, `@${WORD_JOINER}`);
	return afterBracket ? text.replace(/\](?=\()/g, `]${WORD_JOINER}`) : text;
}
