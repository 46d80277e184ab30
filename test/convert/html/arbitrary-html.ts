import fc from 'fast-check';
import { matrixTokens } from '../escape/markup-tokens';

const tags = [
	...[
		'b',
		'i',
		'del',
		'u',
		'p',
		'h1',
		'h5',
		'blockquote',
		'ul',
		'ol',
		'li',
		'div',
		'code',
		'pre',
		'table',
		'tr',
		'td',
	],
	...[
		'th',
		'details',
		'summary',
		'sup',
		'sub',
		'span',
		'mx-reply',
		'script',
		'style',
		'br',
		'hr',
		'custom',
	],
];
const attributes = [
	...[
		'',
		'',
		'',
		' data-mx-spoiler',
		' data-mx-spoiler="why"',
		' data-mx-maths="x^2"',
		' data-mx-maths="_a_ *b* [x](http://b.com) @all"',
		' start="7"',
		' class="language-ts"',
	],
	...[
		' href="https://a.com/x"',
		' href="https://matrix.to/#/@alice:example.org"',
		' href=" https://matrix.to/#/@alice:example.org "',
		' href="javascript:x"',
		' x=',
		' "',
	],
];
/** Random tokens, most of which do not form valid HTML. @param maxLength the most tokens */
export const soupOf = (maxLength: number): fc.Arbitrary<string> =>
	fc
		.array(
			fc.oneof(
				fc.constantFrom(...matrixTokens),
				fc
					.tuple(
						fc.constantFrom('<', '</'),
						fc.constantFrom('a', 'img', ...tags),
						fc.constantFrom(...attributes),
						fc.constantFrom('>', '>', '>', '/>', ''),
					)
					.map((parts) => parts.join('')),
				fc.constantFrom(
					'&amp;',
					'&lt;',
					'&#0;',
					'&nbsp',
					'&#x2028;',
					'&nbsp;',
					'\u3000',
					'word '.repeat(9),
					'long'.repeat(20),
					'<!--',
					'-->',
					'<![CDATA[',
					'\ud800',
				),
				fc.constantFrom(
					'<b>'.repeat(120),
					'<blockquote>'.repeat(30),
					`<a x="${'y'.repeat(500)}">`,
					'<'.repeat(50),
				),
			),
			{ minLength: 1, maxLength },
		)
		.map((parts) => parts.join(''));

/** Well-formed HTML of one line, and the text that a browser shows for it. */
export interface Shown {
	readonly html: string;
	readonly text: string;
}

const concatenated = (parts: readonly Shown[]): Shown => ({
	html: parts.map(({ html }) => html).join(''),
	text: parts.map(({ text }) => text).join(''),
});
const words: fc.Arbitrary<Shown> = fc
	.array(fc.constantFrom(...matrixTokens.filter((token) => token !== '\n')), { minLength: 1, maxLength: 4 })
	.map((tokens) => {
		const text = tokens.join('');
		return { text, html: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') };
	});
const { inline } = fc.letrec<{ inline: Shown }>((tie) => ({
	inline: fc.oneof(
		{ depthSize: 'small' },
		words,
		words,
		fc
			.tuple(
				fc.constantFrom(
					'b',
					'i',
					'del',
					'u',
					'span data-mx-spoiler',
					'a href="https://e.com/x"',
					'code',
				),
				fc.array(tie('inline'), { minLength: 1, maxLength: 3 }).map(concatenated),
			)
			.map(([tag, { html, text }]) => ({ html: `<${tag}>${html}</${tag.split(' ')[0] ?? ''}>`, text })),
	),
}));
/** A line of words and inline elements. */
export const line: fc.Arbitrary<Shown> = fc.array(inline, { minLength: 1, maxLength: 4 }).map(concatenated);
