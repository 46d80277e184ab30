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
 * @param language left out where Rocket.Chat would not read it, such as `c++`, and where it is none
 * @param afterBracket whether text before holds a `[`: Rocket.Chat would end a link in the code
 */
export function codeBlock(
	text: string,
	language: string | undefined,
	afterBracket: boolean,
	write: CodeWriter = (line, writeLine) => [writeLine(line)],
): readonly string[] {
	if (text.trim() === '') {
		return [];
	}
	const writeLine = (line: string) => asText(line.replace(/`(?=`|$)/g, `\`${WORD_JOINER}`), afterBracket);
	return [
		`\`\`\`${/^[\w.-]{1,20}$/.test(language ?? '') ? language : ''}`,
		...text.split(/\r\n?|\n/).flatMap((line) => write(line, writeLine)),
		'```',
	];
}

/** Writes a line of code, as one or several, each by `writeLine`. */
type CodeWriter = (line: string, writeLine: (line: string) => string) => readonly string[];

/** The server looks for mentions in the whole message, code included (`apps/meteor/app/mentions/lib/MentionsParser.ts`). */
function asText(code: string, afterBracket: boolean): string {
	const text = code.replace(/(?<=^|[\s>])@(?=\S)/g, `@${WORD_JOINER}`);
	return afterBracket ? text.replace(/\](?=\()/g, `]${WORD_JOINER}`) : text;
}
