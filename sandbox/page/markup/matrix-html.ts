import sanitize from 'sanitize-html';
import { cleaned, type CleanHtml } from './clean-html';

/**
 * What Matrix allows in `formatted_body` (client-server API, section 13.2.1.1 "m.room.message msgtypes"), as the page
 * shows it. `mx-reply` is what older clients write in front of an answer: it is taken off with all it holds.
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
		span: ['class', 'title', 'data-color', 'data-background'],
	},
	allowedSchemes: ['http', 'https', 'ftp', 'mailto', 'magnet', 'matrix'],
	allowProtocolRelative: false,
	nestingLimit: 100,
	exclusiveFilter: ({ tag }) => tag === 'mx-reply',
};

/** Attributes of Matrix for `span` and `font`, and what the page calls them. */
const colours = {
	'data-mx-color': 'data-color',
	color: 'data-color',
	'data-mx-bg-color': 'data-background',
} as const;

/**
 * @param html `formatted_body`: from anybody, so anything
 * @param reader user id; their own pills stand out
 */
export function matrixHtml(html: string, reader: string): CleanHtml {
	return cleaned(
		sanitize(html, {
			...options,
			transformTags: {
				a: (tagName, { href = '' }) => {
					const userId = mentionedIn(href);
					return userId === undefined ? { tagName, attribs: { href } } : pill(userId, reader);
				},
				span: span,
				font: span,
				// A picture would have to come from a homeserver.
				img: (_tag, { alt = '', title }) => ({ tagName: 'span', attribs: {}, text: title ?? alt }),
			},
		}),
	);
}

function span(_tag: string, attributes: sanitize.Attributes): sanitize.Tag {
	const attribs: sanitize.Attributes = {};
	for (const [name, ours] of Object.entries(colours)) {
		const colour = attributes[name];
		if (colour && /^#[0-9a-f]{6}$/i.test(colour)) {
			attribs[ours] = colour;
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

function pill(userId: string, reader: string): sanitize.Tag {
	const mark = userId === reader ? 'mention me' : 'mention';
	return { tagName: 'span', attribs: { class: mark, title: userId } };
}

/** Matrix specification, appendix 4.7 "URIs": `https://matrix.to/#/@user:server` and `matrix:u/user:server`. */
function mentionedIn(href: string): string | undefined {
	const [, encoded, plain] =
		/^https:\/\/matrix\.to\/#\/((?:@|%40)[^/?]+)|^matrix:u\/([^/?]+)/i.exec(href) ?? [];
	if (plain !== undefined) {
		return `@${decoded(plain)}`;
	}
	return encoded === undefined ? undefined : decoded(encoded);
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
