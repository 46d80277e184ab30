/** HTML as clients of Matrix write it: every kind of markup around every kind of text, in every place of a sentence. */

const texts = [
	'word',
	'two words',
	'snake_case_name',
	'2*3*4',
	'1. first',
	'#general',
	'@nobody',
	'e.g. this',
	'a|b',
	':)',
];

const markups: readonly ((text: string) => string)[] = [
	(text) => `<strong>${text}</strong>`,
	(text) => `<em>${text}</em>`,
	(text) => `<del>${text}</del>`,
	(text) => `<code>${text}</code>`,
	(text) => `<strong><em>${text}</em></strong>`,
	(text) => `<a href="https://example.org/x">${text}</a>`,
	(text) => `<a href="https://example.org/x"><strong>${text}</strong> more</a>`,
	(text) => `<strong>see <a href="https://example.org/x">${text}</a> now</strong>`,
	(text) => `<em>very <strong>${text}</strong> much</em>`,
	(text) => `<span data-mx-spoiler>${text}</span>`,
];

const sentences: readonly ((marked: string) => string)[] = [
	(marked) => marked,
	(marked) => `before ${marked} after`,
	(marked) => `(${marked}), then`,
	(marked) => `in${marked}word`,
	(marked) => `a_b ${marked} 2*3`,
];

const blocks: readonly ((sentence: string) => string)[] = [
	(sentence) => `<p>${sentence}</p>`,
	(sentence) => `<ul><li>${sentence}</li><li>next</li></ul>`,
	(sentence) => `<blockquote>${sentence}</blockquote>`,
	(sentence) => `<p>first</p><p>${sentence}</p>`,
];

/** All combinations. */
export const htmlFragments: readonly string[] = texts.flatMap((text) =>
	markups.flatMap((mark) =>
		sentences.flatMap((sentence) => blocks.map((block) => block(sentence(mark(text))))),
	),
);

/** Links whose label is their address, for hosts that Rocket.Chat knows and does not know, with every kind of ending. */
export const addressLinks: readonly string[] = [
	'http://server.internal',
	'https://wiki.corp',
	'http://intranet',
	'https://example.org',
	'http://localhost:3000',
	'http://10.0.0.1:8080',
].flatMap((host) =>
	['/x', '/x.', '/x!', '/x:', '/x)', '/x_(y)', '/a_b_c', '/?q=1', '/x,', '/~me/', "/x'", '/x*'].flatMap(
		(path) =>
			['', '.', ',', '?', ' more', ')'].map(
				(behind) => `see <a href="${host}${path}">${host}${path}</a>${behind}`,
			),
	),
);
