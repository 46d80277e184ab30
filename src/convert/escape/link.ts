import { emphasisMarkers } from '../html/styled-run';
import { readBlocks } from '../markdown/blocks/blocks';
import { defaultOptions } from '../markdown/options';
import { charactersOf, charactersOfText, type StyledText } from './styled-characters';
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

/** What is not text in a label. A single bar is. */
const readInLabel = /[[\]*_~`\\<>]|\|\|/;

/**
 * Writes a link: `[label](address)`, or `<address|label>` if Rocket.Chat would read the label of the first form as markup.
 * Only the first form can have emphasis in its label. Rocket.Chat: packages/message-parser, rule "References"
 * @param address from `safeAddress`
 * @param isAfterBracket whether the text before contains a `[`; the label of the first form would start there
 * @param parts the pieces of the label with the emphasis inside of it; left out if it is plain text
 */
export function linkTo(
	address: string,
	label: string,
	isAfterBracket: boolean,
	parts: readonly StyledText[] = [],
): string {
	const text = escapeInLabel(label);
	const bracketed = `[${text}](${address})`;
	if (isAfterBracket || readInLabel.test(text)) {
		return `<${address}|${text.replace(/[<>|]/g, (character) => lookalikes[character] ?? '')}>`;
	}
	const emphasised = `[${parts.map(partMarkup).join('').trim()}](${address})`;
	return parts.length > 0 && isReadAs(emphasised, parts) ? emphasised : bracketed;
}

const escapeInLabel = (label: string) => label.replace(/(?<![^\s>])[@#](?=\S)|\](?=\()/g, `$&${WORD_JOINER}`);

/** White space stays outside of the markers, as Rocket.Chat requires. */
function partMarkup({ text, emphasis }: StyledText): string {
	const markers = emphasisMarkers.filter(([bit]) => emphasis & bit).map(([, marker]) => marker);
	const words = escapeInLabel(text.trim());
	return words === ''
		? text
		: text.replace(text.trim(), () => markers.join('') + words + markers.reverse().join(''));
}

/** Whether a link is read as one, and its label as these pieces. */
function isReadAs(link: string, parts: readonly StyledText[]): boolean {
	const [block] = readBlocks(link, defaultOptions);
	const [node, ...others] = block?.type === 'paragraph' ? block.children : [];
	if (node?.type !== 'link' || others.length > 0) {
		return false;
	}
	return charactersOf(node.children) === parts.map(charactersOfText).join('');
}
