import { WORD_JOINER } from './word-joiner';

/** Rocket.Chat's inline code cannot contain a backtick, so this character replaces it. */
const BACKTICK_LOOKALIKE = '\u02cb';

/**
 * Writes text as inline code on one line. Rocket.Chat: packages/message-parser, rule "InlineCode"
 * @param isAfterBracket whether the text before contains a `[`; then a link could end in the code
 */
export function inlineCode(text: string, isAfterBracket: boolean): string {
	const code = text.replace(/\s+/g, ' ').replaceAll('`', BACKTICK_LOOKALIKE);
	return code === '' ? '' : `\`${escapeInCode(code, isAfterBracket)}\``;
}

/**
 * Writes text as the lines of a fenced block. Rocket.Chat: packages/message-parser, rule "Code". The block may contain
 * neither two backticks in a row nor one at the end of a line, so the invisible U+2060 follows those.
 * @param language left out if Rocket.Chat cannot read it, such as `c++`
 * @param isAfterBracket whether the text before contains a `[`; then a link could end in the code
 * @param write writes one line of the code
 */
export function codeBlock(
	text: string,
	language: string | undefined,
	isAfterBracket: boolean,
	write: CodeLineWriter = (line, escapeLine) => [escapeLine(line)],
): readonly string[] {
	if (text.trim() === '') {
		return [];
	}
	const escapeLine = (line: string) =>
		escapeInCode(line.replace(/`(?=`|$)/g, `\`${WORD_JOINER}`), isAfterBracket);
	return [
		`\`\`\`${/^[\w.-]{1,20}$/.exec(language ?? '')?.[0] ?? ''}`,
		...text.split(/\r\n?|\n/).flatMap((line) => write(line, escapeLine)),
		'```',
	];
}

/** Writes one line of code as one line or several. Each of them has to pass `escapeLine`. */
type CodeLineWriter = (line: string, escapeLine: (line: string) => string) => readonly string[];

/** Rocket.Chat's server also finds mentions in code: apps/meteor/app/mentions/lib/MentionsParser.ts */
function escapeInCode(code: string, isAfterBracket: boolean): string {
	const text = code.replace(/(?<=^|[\s>])@(?=\S)/g, `@${WORD_JOINER}`);
	return isAfterBracket ? text.replace(/\](?=\()/g, `]${WORD_JOINER}`) : text;
}
