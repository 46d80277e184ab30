import { expect } from 'chai';
import fc from 'fast-check';
import {
	parseMarkdown,
	renderMarkdown,
	renderMarkdownInParts,
	type MatrixText,
} from '../../../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../../../src/convert/markdown/matrix-names';
import type { UserId } from '../../../../src/matrix/ids';
import { endlessMessages } from '../../../corpus/hostile';
import { messages } from '../../../corpus/corpus';
import { runs } from '../../../support/property-runs';

const bob = '@bob:example.org' as UserId;
const names: MatrixNames = {
	person: (username) => (username === 'bob' ? { userId: bob, displayName: 'Bob' } : undefined),
	mayMentionRoom: false,
};
const split = (message: string, limit: number) => renderMarkdownInParts(parseMarkdown(message), names, limit);
const htmlOf = ({ body, formattedBody }: MatrixText) =>
	formattedBody ?? body.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const shown = (html: string) =>
	html
		.replace(/<[^>]*>|\s/g, '')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"');
/** What a reader sees in all spoilers, without white space. */
const hidden = (html: string) =>
	[...html.matchAll(/<span data-mx-spoiler>(.*?)<\/span>/gs)]
		.map(([, inner = '']) => shown(inner))
		.join('');

describe('renderMarkdownInParts', () => {
	const table: readonly [what: string, message: string, limit: number, html: readonly string[]][] = [
		[
			'cuts a line at a space',
			'one two three four *five* six',
			66,
			['one two three four', '<strong>five</strong> six'],
		],
		[
			'closes emphasis and opens it again',
			'*one two three four five six seven*',
			90,
			['<strong>one two three four five</strong>', '<strong> six seven</strong>'],
		],
		[
			'goes on with a spoiler',
			'||the butler did it in the library||',
			110,
			[
				'<span data-mx-spoiler>the butler did it in the</span>',
				'<span data-mx-spoiler> library</span>',
			],
		],
		[
			'goes on with the numbers of a list',
			'1. one\n2. two\n3. three',
			110,
			['<ol><li>one</li><li>two</li></ol>', '<ol start="3"><li>three</li></ol>'],
		],
		[
			'goes on with a quote, at a line',
			'> one line\n> another line',
			90,
			['<blockquote>one line</blockquote>', '<blockquote>another line</blockquote>'],
		],
		[
			'goes on with code, at a line',
			'```js\na = 1;\nb = 2;\n```',
			108,
			[
				'<pre><code class="language-js">a = 1;\n</code></pre>',
				'<pre><code class="language-js">b = 2;\n</code></pre>',
			],
		],
		[
			'goes on with a spoiler of several lines',
			'||\none line\nanother line\n||',
			90,
			[
				'<p><span data-mx-spoiler>one line</span></p>',
				'<p><span data-mx-spoiler>another line</span></p>',
			],
		],
		[
			'writes an address that is too long as text',
			`[*here*](https://example.org/${'x'.repeat(60)})`,
			150,
			[
				'<strong>here</strong> (https://example.org/xxxxxxxxxxxxxxxxxxxxxxxxxxx',
				'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)',
			],
		],
	];
	for (const [what, message, limit, html] of table) {
		it(what, () => {
			expect(split(message, limit).map(htmlOf)).to.deep.equal(html);
		});
	}

	it('repeats the header of a table', () => {
		const rows = Array.from({ length: 80 }, (_, row) => `| cell ${row} | text |`);
		const parts = split(['| a | b |', '| - | - |', ...rows].join('\n'), 1_500).map(htmlOf);
		expect(parts.length).to.be.greaterThan(2);
		for (const part of parts) {
			expect(part).to.match(
				/^<table><thead><tr><th>a<\/th><th>b<\/th><\/tr><\/thead><tbody>.*<\/table>$/,
			);
		}
		expect(parts.join('').match(/cell \d+/g)).to.deep.equal(rows.map((_, row) => `cell ${row}`));
	});

	it('mentions everybody in the first part', () => {
		const parts = split(`${'many words '.repeat(20)}\n\n@bob *x*`, 100);
		expect(parts.map(({ mentions }) => mentions)).to.deep.equal([
			{ user_ids: [bob] },
			...parts.slice(1).map(() => ({})),
		]);
	});

	it('loses nothing, and keeps each part below the limit', () => {
		const mixed = fc
			.array(fc.constantFrom(...messages), { minLength: 5, maxLength: 40 })
			.map((parts) => parts.join('\n'));
		for (const message of fc.sample(mixed, runs(400, 12))) {
			const document = parseMarkdown(message);
			// A table repeats its header.
			if (document.blocks.some(({ type }) => type === 'table')) {
				continue;
			}
			const whole = htmlOf(renderMarkdown(document, names));
			const parts = split(message, 1_000);
			const html = parts.map(htmlOf).join('');
			expect(shown(html), message).to.equal(shown(whole));
			expect(hidden(html), message).to.equal(hidden(whole));
			const sizes = parts.map(({ body, formattedBody = '' }) =>
				Buffer.byteLength(JSON.stringify(body) + JSON.stringify(formattedBody)),
			);
			expect(Math.max(0, ...sizes), message).to.be.lessThan(1_005);
		}
	});

	for (const [name, write] of Object.entries(endlessMessages)) {
		it(`splits ${name} that never closes`, () => {
			const parts = split(write(20_000), 2_000);
			const sizes = parts.map(({ body, formattedBody = '' }) =>
				Buffer.byteLength(JSON.stringify(body) + JSON.stringify(formattedBody)),
			);
			expect(Math.max(0, ...sizes)).to.be.lessThan(2_400);
		});
	}
});
