import sanitize from 'sanitize-html';

declare const clean: unique symbol;

/** HTML that the page may show. Only `cleaned` creates it. */
export type CleanHtml = string & { readonly [clean]: true };

const options: sanitize.IOptions = {
	allowedTags: [
		...['p', 'div', 'span', 'br', 'hr', 'blockquote', 'pre', 'code', 'a'],
		...['strong', 'b', 'em', 'i', 'u', 's', 'del', 'sup', 'sub'],
		...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
		...['ul', 'ol', 'li', 'details', 'summary'],
		...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'caption'],
	],
	allowedAttributes: {
		a: ['href', 'rel', 'target'],
		ol: ['start'],
		span: ['class', 'title', 'data-color', 'data-background', 'data-picture'],
		div: ['class'],
		ul: ['class'],
	},
	allowedClasses: {
		span: ['mention', 'me', 'spoiler', 'formula', 'emoji'],
		div: ['big', 'formula', 'spoiler'],
		ul: ['tasks'],
	},
	allowedSchemes: ['http', 'https', 'ftp', 'mailto', 'magnet', 'tel'],
	allowProtocolRelative: false,
	nestingLimit: 100,
	transformTags: {
		a: (tagName, { href = '' }) => ({ tagName, attribs: linkAttributes(href) }),
	},
};

/**
 * Removes everything that loads, runs or styles something, and all ids and foreign classes. Colours stay as the
 * attributes `data-color` and `data-background`, which the page's script applies. A picture is a `span` with its source in
 * `data-picture`, which the script shows by way of the page's server.
 */
export function cleaned(html: string): CleanHtml {
	return sanitize(html, options) as CleanHtml;
}

/** @returns HTML of a custom emoji @param source of its picture, as the side names it */
export function pictureOfEmoji(source: string, name: string): string {
	return `<span class="emoji" data-picture="${escaped(source)}">${escaped(name)}</span>`;
}

/** @returns HTML that shows exactly this text */
export function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Drops an address without a scheme, because it would point to the page's own server. */
function linkAttributes(href: string): sanitize.Attributes {
	return /^[a-z]+:/i.test(href) ? { href, rel: 'noopener noreferrer', target: '_blank' } : {};
}
