import { elementsIn, parseHtml } from './element';

/** Somebody or some room that a message names by a link. */
export interface Pill {
	readonly kind: 'user' | 'room';
	/** `@user:server`, `!room:server` or `#alias:server`; not yet checked against the grammar of ids */
	readonly id: string;
}

const sigils: Readonly<Record<string, string>> = { u: '@', r: '#', roomid: '!' };

/**
 * The person or room that an address stands for. Appendices, "matrix: URI scheme" and "matrix.to navigation".
 * @returns undefined for every other address; a link to an event is a link, not a pill
 */
export function pillOf(href: string): Pill | undefined {
	// Browsers take no notice of white space around an address.
	const address = href.trim();
	const id = decoded(
		/^https?:\/\/matrix\.to\/#\/([@#!%][^/?]+)\/?(?:\?.*)?$/i.exec(address)?.[1] ??
			idOfUri(address) ??
			'',
	);
	if (!/^[@#!][^\s]+$/.test(id)) {
		return undefined;
	}
	return { kind: id.startsWith('@') ? 'user' : 'room', id };
}

function idOfUri(href: string): string | undefined {
	const [, kind = '', rest = ''] = /^matrix:(u|r|roomid)\/([^/?]+)(?:\?.*)?$/i.exec(href) ?? [];
	return rest === '' ? undefined : `${sigils[kind.toLowerCase()] ?? ''}${rest}`;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return '';
	}
}

/**
 * The people and rooms that a message names, each once, to be looked up before it is converted.
 * @param content of an `m.room.message`
 */
export function pillsIn(content: Readonly<Record<string, unknown>>): readonly Pill[] {
	const { format, formatted_body: html } = content;
	if (format !== 'org.matrix.custom.html' || typeof html !== 'string') {
		return [];
	}
	const pills = elementsIn(parseHtml(html) ?? [], ['a']).flatMap(
		({ attributes }) => pillOf(attributes.href ?? '') ?? [],
	);
	return [...new Map(pills.map((pill) => [pill.id, pill])).values()];
}
