import sanitize from 'sanitize-html';
import { cleaned, type CleanHtml } from './clean-html';

/**
 * The elements and attributes that Matrix allows in `formatted_body` (client-server API, section 13.2.1.1
 * "m.room.message msgtypes"). `mx-reply` is removed with its content: older clients repeat the original message there.
 */
const options: sanitize.IOptions = {
	allowedTags: [
		...[
			'del',
			'h1',
			'h2',
			'h3',
			'h4',
			'h5',
			'h6',
			'blockquote',
			'p',
			'a',
			'ul',
			'ol',
			'sup',
			'sub',
			'li',
		],
		...['b', 'i', 'u', 'strong', 'em', 's', 'code', 'hr', 'br', 'div', 'table', 'thead', 'tbody', 'tr'],
		...['th', 'td', 'caption', 'pre', 'span', 'details', 'summary', 'mx-reply'],
	],
	allowedAttributes: {
		a: ['href'],
		ol: ['start'],
		span: ['class', 'title', 'data-color', 'data-background', 'data-picture'],
	},
	allowedSchemes: ['http', 'https', 'ftp', 'mailto', 'magnet', 'matrix'],
	allowProtocolRelative: false,
	nestingLimit: 100,
	exclusiveFilter: ({ tag }) => tag === 'mx-reply',
};

/** Matrix's colour attributes of `span` and `font`, and the page's names for them. */
const colourAttributes = {
	'data-mx-color': 'data-color',
	color: 'data-color',
	'data-mx-bg-color': 'data-background',
} as const;

/**
 * Converts the HTML of a Matrix message to the page's HTML.
 * @param html `formatted_body`; untrusted
 * @param reader user id of the person who reads; a pill with this user id is highlighted
 */
export function matrixHtml(html: string, reader: string): CleanHtml {
	return cleaned(
		sanitize(html, {
			...options,
			transformTags: {
				a: (tagName, { href = '' }) => {
					const userId = userIdInLink(href);
					return userId === undefined ? { tagName, attribs: { href } } : pill(userId, reader);
				},
				span: span,
				font: span,
				img: picture,
			},
		}),
	);
}

function span(_tag: string, attributes: sanitize.Attributes): sanitize.Tag {
	const attribs: sanitize.Attributes = {};
	for (const [name, dataName] of Object.entries(colourAttributes)) {
		const colour = attributes[name];
		if (colour && /^#[0-9a-f]{6}$/i.test(colour)) {
			attribs[dataName] = colour;
		}
	}
	const reason = attributes['data-mx-spoiler'];
	return {
		tagName: 'span',
		attribs:
			reason === undefined
				? attribs
				: { ...attribs, class: 'spoiler', ...(reason && { title: reason }) },
	};
}

/** A picture of the homeserver, such as a custom emoji; of another one, only its description. */
function picture(_tag: string, { src = '', alt = '', title }: sanitize.Attributes): sanitize.Tag {
	const attribs: sanitize.Attributes = src.startsWith('mxc://')
		? { class: 'emoji', 'data-picture': src }
		: {};
	return { tagName: 'span', attribs, text: title ?? alt };
}

function pill(userId: string, reader: string): sanitize.Tag {
	const className = userId === reader ? 'mention me' : 'mention';
	return { tagName: 'span', attribs: { class: className, title: userId } };
}

/**
 * Reads `https://matrix.to/#/@user:server` and `matrix:u/user:server` (Matrix specification, appendix 4.7 "URIs").
 * @returns the user id; undefined for other links
 */
function userIdInLink(href: string): string | undefined {
	const [, encoded, plain] =
		/^https:\/\/matrix\.to\/#\/((?:@|%40)[^/?]+)|^matrix:u\/([^/?]+)/i.exec(href) ?? [];
	if (plain !== undefined) {
		return `@${decoded(plain)}`;
	}
	return encoded === undefined ? undefined : decoded(encoded);
}

/** @returns the part itself if it is not encoded correctly */
function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
