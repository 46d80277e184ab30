import { WORD_JOINER } from './word-joiner';

/** Client-Server API, "m.room.message msgtypes": the schemes of `a href`, and the Appendices' "matrix: URI scheme". */
const schemes = new Set(['https:', 'http:', 'ftp:', 'mailto:', 'magnet:', 'matrix:']);

/** These would end an address in Rocket.Chat or begin markup. */
const reserved = /[()<>|"`\\*\s]/g;

/**
 * The address of a link as it may stand in a Rocket.Chat message.
 * @returns undefined where it is none, is relative or has a scheme that could do harm
 */
export function safeAddress(href: string): string | undefined {
	// An error costs far more than to look twice.
	const url = URL.canParse(href) ? new URL(href) : undefined;
	return url && schemes.has(url.protocol)
		? url.href.replace(
				reserved,
				(character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
			)
		: undefined;
}

const lookalikes: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '|': '∣' };

/**
 * A link with a label of plain text. Rule `References` of `@rocket.chat/message-parser`: `[label](address)`, or
 * `<address|label>` for labels that the first would take for markup.
 * @param address from `safeAddress`
 * @param afterBracket whether text before holds a `[`, which would take the first form for its own
 */
export function linkTo(address: string, label: string, afterBracket: boolean): string {
	const text = label.replace(/[@#](?=\S)|\](?=\()/g, `$&${WORD_JOINER}`);
	return afterBracket || /[[\]*_~`\\<>|]/.test(text)
		? `<${address}|${text.replace(/[<>|]/g, (character) => lookalikes[character] ?? '')}>`
		: `[${text}](${address})`;
}
