import sanitize from 'sanitize-html';

declare const clean: unique symbol;

/** Markup that the page may show: every piece of it went through `cleaned`. */
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
		span: ['class', 'title', 'data-color', 'data-background'],
		div: ['class'],
		ul: ['class'],
	},
	allowedClasses: {
		span: ['mention', 'me', 'spoiler', 'formula'],
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
 * Leaves only what shows text: nothing that loads, runs, styles, or names a place on the page. Colours stay as data,
 * `data-color` and `data-background`.
 */
export function cleaned(html: string): CleanHtml {
	return sanitize(html, options) as CleanHtml;
}

/** Text as markup that shows exactly this text. */
export function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An address without a scheme would lead to the page's own server. */
function linkAttributes(href: string): sanitize.Attributes {
	return /^[a-z]+:/i.test(href) ? { href, rel: 'noopener noreferrer', target: '_blank' } : {};
}
