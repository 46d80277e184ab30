import { WORD_JOINER } from './word-joiner';

/** Client-Server API, "m.room.message msgtypes": the schemes of `a href`; Appendices, "matrix: URI scheme" */
const allowedSchemes = new Set(['https:', 'http:', 'ftp:', 'mailto:', 'magnet:', 'matrix:']);

/** Characters that would end an address in Rocket.Chat or start markup. */
const reserved = /[()<>|"`\\*\s]/g;

/**
 * Writes the address of a link so that a Rocket.Chat message may contain it.
 * @returns undefined if it is no absolute address or its scheme could do harm
 */
export function safeAddress(href: string): string | undefined {
	// `URL.canParse` reads the address a second time, which costs far less than an exception.
	const url = URL.canParse(href) ? new URL(href) : undefined;
	return url && allowedSchemes.has(url.protocol)
		? url.href.replace(
				reserved,
				(character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
			)
		: undefined;
}

/** Schemes of addresses that run code, or show the reader's own files. */
const harmfulScheme = /^(?:javascript|vbscript|data|file|blob|about|view-source):/i;

/**
 * Whether people can make use of an address that is no link, such as `tel:+49…`. It is shown as text.
 * @param href without white space around it
 */
export function isReadableAddress(href: string): boolean {
	return /^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(href) && !harmfulScheme.test(href);
}

const lookalikes: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '|': '∣' };

/**
 * Writes a link with a label of plain text: `[label](address)`, or `<address|label>` if Rocket.Chat would read the
 * label of the first form as markup. Rocket.Chat: packages/message-parser, rule "References"
 * @param address from `safeAddress`
 * @param isAfterBracket whether the text before contains a `[`; the label of the first form would start there
 */
export function linkTo(address: string, label: string, isAfterBracket: boolean): string {
	const text = label.replace(/(?<![^\s>])[@#](?=\S)|\](?=\()/g, `$&${WORD_JOINER}`);
	return isAfterBracket || /[[\]*_~`\\<>|]/.test(text)
		? `<${address}|${text.replace(/[<>|]/g, (character) => lookalikes[character] ?? '')}>`
		: `[${text}](${address})`;
}
