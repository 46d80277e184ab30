import { expect } from 'chai';
import fc from 'fast-check';
import { mentionedUsers } from '../../../sandbox/workspace/functions/mentions';
import { pillsIn } from '../../../src/convert/html/pill';
import { rocketChatTextOf } from '../../../src/convert/html/rocketchat-text';
import { memoryServer, someChannel, someUser, then } from '../../sandbox/support/memory-server';
import { markupTokens } from '../escape/markup-tokens';
import { kindsIn, shownText } from '../escape/rocketchat-parser';
import { htmlMessage, names } from './names';

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
		' start="7"',
		' class="language-ts"',
	],
	...[
		' href="https://a.com/x"',
		' href="https://matrix.to/#/@alice:example.org"',
		' href="javascript:x"',
		' x=',
		' "',
	],
];
const soup = fc
	.array(
		fc.oneof(
			fc.constantFrom(...markupTokens),
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
		{ minLength: 1, maxLength: 12 },
	)
	.map((parts) => parts.join(''));

/** Well-formed HTML of one line with the text that a browser shows. */
interface Shown {
	readonly html: string;
	readonly text: string;
}

const concatenated = (parts: readonly Shown[]): Shown => ({
	html: parts.map(({ html }) => html).join(''),
	text: parts.map(({ text }) => text).join(''),
});
const words: fc.Arbitrary<Shown> = fc
	.array(fc.constantFrom(...markupTokens.filter((token) => token !== '\n')), { minLength: 1, maxLength: 4 })
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
const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map(concatenated);

/** Without white space, invisible characters and the lookalikes of what links and code cannot hold. */
const compared = (text: string) =>
	text
		.replace(/[\s\u2060]/g, '')
		.replaceAll('ˋ', '`')
		.replaceAll('‹', '<')
		.replaceAll('›', '>')
		.replaceAll('∣', '|');

describe('any HTML as Rocket.Chat text', () => {
	it('never throws and never takes over 50 ms', () => {
		fc.assert(
			fc.property(soup, (html) => {
				const message = htmlMessage(html);
				const convert = () => {
					const start = performance.now();
					expect(rocketChatTextOf(message, names)).to.be.a('string');
					pillsIn(message);
					return performance.now() - start;
				};
				// The machine may pause once, but not three times at the same input.
				expect(convert() < 50 || convert() < 50 || convert() < 50).to.equal(true);
			}),
			{ numRuns: 200_000, seed: 3 },
		);
	});

	it('mentions nobody without a pill', () => {
		const server = memoryServer();
		const alice = someUser(server, 'alice');
		const room = someChannel(server, 'general', [alice]);
		const withoutPills = { ...names, username: () => undefined };
		fc.assert(
			fc.property(
				fc.oneof(
					soup,
					line.map(({ html }) => html),
				),
				(html) => {
					const msg = rocketChatTextOf(htmlMessage(html), withoutPills) ?? '';
					const message = { _id: 'm', rid: room._id, msg, ts: then, u: alice, _updatedAt: then };
					expect(mentionedUsers(server, message)).to.deep.equal([]);
				},
			),
			{ numRuns: 10_000, seed: 4 },
		);
	});

	it('shows all of a line of text and no markup but its own', () => {
		const kinds = [
			'PARAGRAPH',
			'PLAIN_TEXT',
			'LINE_BREAK',
			'LINK',
			'EMOJI',
			'BIG_EMOJI',
			'BOLD',
			'ITALIC',
			'STRIKE',
		];
		const own = new Set([...kinds, 'SPOILER', 'INLINE_CODE']);
		fc.assert(
			fc.property(line, ({ html, text }) => {
				const result = rocketChatTextOf(htmlMessage(html, ''), names) ?? '';
				expect([...kindsIn(result)].filter((kind) => !own.has(kind))).to.deep.equal([]);
				expect(compared(shownText(result))).to.equal(compared(text));
			}),
			{ numRuns: 10_000, seed: 5 },
		);
	});
});
