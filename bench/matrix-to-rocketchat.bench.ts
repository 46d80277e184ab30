import fc from 'fast-check';
import { NodeHtmlMarkdown } from 'node-html-markdown';
import sanitizeHtml from 'sanitize-html';
import { plainText } from '../src/convert/html/plain-text';
import { rocketChatTextOf } from '../src/convert/html/rocketchat-text';
import { longestLine, messagesOf } from '../src/convert/length/message-length';
import { splitText } from '../src/convert/length/split-text';
import { parseMarkdown, renderMarkdown } from '../src/convert/markdown/markdown';
import type { MatrixNames } from '../src/convert/markdown/matrix-names';
import { soupOf } from '../test/convert/html/arbitrary-html';
import { hostile } from '../test/convert/html/hostile';
import { context, htmlMessage } from '../test/convert/html/context';
import { messages } from '../test/corpus/corpus';
import { htmlMessages } from '../test/corpus/html/messages';
import { growingSizes, LONGEST_TIME, type Benchmark, type Comparison, type Growth } from './benchmark';

const convert = (html: string) => rocketChatTextOf(htmlMessage(html, html), context);

/** The usual limit of Rocket.Chat for a message, in UTF-16 units. */
const LIMIT = 5_000;
const narrow = { ...context, longestLine: longestLine(LIMIT) };
/** Converts the HTML and the plain text, and splits both into messages. */
const convertAndSplit = (html: string) => [
	messagesOf(rocketChatTextOf(htmlMessage(html, html), narrow) ?? '', LIMIT),
	messagesOf(plainText(html, narrow.longestLine), LIMIT),
];
/** The tags that Matrix allows. To sanitise is only the first half of a conversion. */
const sanitizing = {
	allowedTags: [...sanitizeHtml.defaults.allowedTags, 'del', 'details', 'summary', 'font', 'img'],
	allowedAttributes: {
		a: ['href'],
		ol: ['start'],
		code: ['class'],
		img: ['alt', 'title', 'src'],
		span: ['data-*'],
	},
};
const markdown = new NodeHtmlMarkdown();

const matrixNames: MatrixNames = {
	person: () => undefined,
	mayMentionRoom: true,
};
/** The corpus of markdown as HTML, without the messages that need no HTML. */
const bridged = messages.flatMap(
	(message) => renderMarkdown(parseMarkdown(message), matrixNames).formattedBody ?? [],
);

const comparison = (title: string, inputs: readonly string[]): Comparison => {
	const each = (work: (html: string) => unknown) => () => inputs.forEach((html) => work(html));
	return {
		title: `Matrix to Rocket.Chat: ${title} (${inputs.length} messages)`,
		inputs: inputs.length,
		ours: { name: 'this app, HTML to Rocket.Chat', run: each(convert) },
		peers: [
			{ name: 'sanitize-html, HTML to HTML', run: each((html) => sanitizeHtml(html, sanitizing)) },
			{ name: 'node-html-markdown', run: each((html) => markdown.translate(html)) },
		],
	};
};

const growth = (
	title: string,
	work: (input: string) => unknown,
	inputs: Readonly<Record<string, (length: number) => string>>,
): Growth => ({
	title: `Matrix to Rocket.Chat: ${title}`,
	sizes: growingSizes,
	inputs: Object.entries(inputs).map(([name, of]) => ({
		name,
		work: (size) => {
			const input = of(size).slice(0, size);
			return () => void work(input);
		},
	})),
});

/** Converts `formatted_body` to the text of a message. */
export const matrixToRocketChat: Benchmark = {
	comparisons: [
		comparison('what clients write', htmlMessages),
		comparison('the whole corpus as HTML', bridged),
	],
	growths: [
		growth('hostile HTML', convert, hostile),
		growth('hostile HTML in messages of 5,000 characters', convertAndSplit, hostile),
		growth('a long text cut at every line', (text) => splitText(text, 100), {
			'lines of 99 characters': (size) => `${'x'.repeat(99)}\n`.repeat(Math.ceil(size / 100)),
		}),
	],
	ceilings: [
		{
			title: 'Matrix to Rocket.Chat: generated HTML',
			inputs: fc.sample(soupOf(12), { numRuns: 20_000, seed: 3 }),
			work: (html) => [convert(html), convertAndSplit(html)],
			most: LONGEST_TIME,
		},
	],
};
