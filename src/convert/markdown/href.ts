import type { InlineNode, LinkNode } from './nodes';

/** Client-Server API, "m.room.message msgtypes": the schemes that `href` of `a` may have. */
export const hrefSchemes: ReadonlySet<string> = new Set(['https', 'http', 'ftp', 'mailto', 'magnet']);

/** Schemes whose address is a program or the content itself. Nobody can use it as text. */
const unreadableSchemes: ReadonlySet<string> = new Set(['javascript', 'vbscript', 'data', 'blob']);

const schemeSyntax = /^[A-Za-z][A-Za-z0-9+.-]*(?=:)/;
/** A host and its port, which look like a scheme without these digits. */
const hostWithPort = /^[A-Za-z0-9.-]+:\d+(?:[/?#]|$)/;

/**
 * Finds the address that a link has on Matrix.
 * @param address as typed, or as Rocket.Chat's grammar completes it
 * @returns undefined if Matrix allows no link with this scheme
 */
export function hrefOf(address: string): string | undefined {
	if (address.startsWith('https://')) {
		return address;
	}
	const scheme = schemeOf(address);
	if (scheme === undefined) {
		return address.startsWith('//') ? `https:${address}` : `https://${address}`;
	}
	return hrefSchemes.has(scheme) ? address : undefined;
}

/**
 * Finds the address that is to be shown behind the text of a link that Matrix does not allow: `here (tel:+4930123)`.
 * @returns undefined if the text shows it already, or if it is of no use as text: `javascript:` and `data:`
 */
export function addressBesideText({ address, typed, children }: LinkNode): string | undefined {
	const scheme = schemeOf(address);
	if (scheme === undefined || unreadableSchemes.has(scheme)) {
		return undefined;
	}
	const text = textOf(children);
	const shown = typed ?? address;
	const isShown = text.includes(shown) || (scheme === 'tel' && digitsOf(text) === digitsOf(shown));
	return isShown ? undefined : shown;
}

/** @returns the scheme in lower case; undefined if the address has none, as a host has none */
function schemeOf(address: string): string | undefined {
	const scheme = schemeSyntax.exec(address)?.[0].toLowerCase();
	const isHost = scheme === 'localhost' || (scheme?.includes('.') && hostWithPort.test(address));
	return isHost ? undefined : scheme;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** @returns the text in nodes, without markup. A link contains no mention and no other link */
function textOf(nodes: readonly InlineNode[]): string {
	return nodes
		.map((node) => ('text' in node ? node.text : 'children' in node ? textOf(node.children) : ''))
		.join('');
}
