import { isReadableAddress, safeAddress } from '../escape/link';
import type { HtmlNode } from './html-tree';
import { pillOf } from './pill';

/** Elements without a line of their own. Between all others a cell has a space. */
const inlineElements = new Set(
	'a abbr b big cite code del em font i img ins kbd mark s samp small span strike strong sub sup tt u var'.split(
		' ',
	),
);

/**
 * @returns the text of a cell on one line, in a table without markup: pictures are their descriptions, and the address of
 * a link stands behind its text
 */
export function cellText(cell: HtmlNode): string {
	return textOf(cell).replace(/\s+/g, ' ').trim();
}

function textOf(node: HtmlNode): string {
	if (typeof node === 'string') {
		return node;
	}
	const { name, attributes } = node;
	if (name === 'img') {
		return (attributes.alt ?? '') || (attributes.title ?? '');
	}
	const text = node.children.map(textOf).join('');
	if (name === 'a') {
		return withAddress(text, attributes.href?.trim() ?? '');
	}
	return inlineElements.has(name) ? text : ` ${text} `;
}

function withAddress(text: string, href: string): string {
	const isUseful = safeAddress(href) !== undefined || isReadableAddress(href);
	if (!isUseful || pillOf(href) || text.includes(href)) {
		return text;
	}
	return text.trim() === '' ? href : `${text} (${href})`;
}
