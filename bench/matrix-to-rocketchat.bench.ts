import { NodeHtmlMarkdown } from 'node-html-markdown';
import sanitizeHtml from 'sanitize-html';
import { rocketChatTextOf } from '../src/convert/html/rocketchat-text';
import { parseMarkdown, renderMarkdown } from '../src/convert/markdown/markdown';
import type { MatrixNames } from '../src/convert/markdown/matrix-names';
import { hostile } from '../test/convert/html/hostile';
import { context, htmlMessage } from '../test/convert/html/context';
import { messages } from '../test/corpus/corpus';
import { htmlMessages } from '../test/corpus/html/messages';
import { growingSizes, type Benchmark, type Comparison } from './benchmark';

const convert = (html: string) => rocketChatTextOf(htmlMessage(html, html), context);
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

/** Converts `formatted_body` to the text of a message. */
export const matrixToRocketChat: Benchmark = {
	comparisons: [
		comparison('what clients write', htmlMessages),
		comparison('the whole corpus as HTML', bridged),
	],
	growths: [
		{
			title: 'Matrix to Rocket.Chat: hostile HTML',
			sizes: growingSizes,
			inputs: Object.entries(hostile).map(([name, of]) => ({
				name,
				work: (size) => {
					const html = of(size).slice(0, size);
					return () => convert(html);
				},
			})),
		},
	],
};
