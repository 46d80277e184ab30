import type { JsonObject } from '../json';
import { parseFormattedBody } from './formatted-body';
import { elementsByTag } from './html-tree';

/** A person or room that a message names by a link. */
export interface Pill {
	readonly kind: 'user' | 'room';
	/** `@user:server`, `!room:server` or `#alias:server`; not yet checked against the grammar of ids */
	readonly id: string;
}

/** A link to a person or room. Names may have a slash; one before a `$` begins the id of an event. */
const matrixToLink = /^https?:\/\/matrix\.to\/#\/([@#!%](?:(?!\/(?:\$|%24))[^?])+?)\/?(?:\?.*)?$/i;

/** The first character of an id, by the type of a `matrix:` URI. */
const sigils: Readonly<Record<string, string>> = { u: '@', r: '#', roomid: '!' };

/**
 * Parses the address of a link that may be a pill. Appendices, "matrix: URI scheme" and "matrix.to navigation".
 * @returns undefined for any other address; a link to an event is a link, not a pill
 */
export function pillOf(href: string): Pill | undefined {
	// Browsers ignore white space around an address.
	const address = href.trim();
	const id = decodePercent(matrixToLink.exec(address)?.[1] ?? idInMatrixUri(address) ?? '');
	if (!/^[@#!][^\s:]+(?::[^\s/]+)?$/.test(id)) {
		return undefined;
	}
	return { kind: id.startsWith('@') ? 'user' : 'room', id };
}

function idInMatrixUri(address: string): string | undefined {
	const [, type = '', rest = ''] = /^matrix:(u|r|roomid)\/([^/?]+)(?:\?.*)?$/i.exec(address) ?? [];
	return rest === '' ? undefined : `${sigils[type.toLowerCase()] ?? ''}${rest}`;
}

/** @returns '' if the text is not well encoded */
function decodePercent(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return '';
	}
}

/**
 * Lists the people and rooms that a message names, each once, so that they can be looked up before the conversion.
 * @param content of an `m.room.message`
 */
export function pillsIn(content: JsonObject): readonly Pill[] {
	const pills = elementsByTag(parseFormattedBody(content), 'a').flatMap(
		({ attributes }) => pillOf(attributes.href ?? '') ?? [],
	);
	return [...new Map(pills.map((pill) => [pill.id, pill])).values()];
}
