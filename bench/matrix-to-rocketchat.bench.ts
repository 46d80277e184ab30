import { NodeHtmlMarkdown } from 'node-html-markdown';
import sanitizeHtml from 'sanitize-html';
import { rocketChatTextOf } from '../src/convert/html/rocketchat-text';
import { hostile } from '../test/convert/html/hostile';
import { htmlMessage, names } from '../test/convert/html/names';
import { htmlMessages } from '../test/corpus/html/messages';
import { growingSizes, type Benchmark } from './benchmark';

const convert = (html: string) => rocketChatTextOf(htmlMessage(html, html), names);
/** The tags that Matrix allows; sanitising is only the first half of a conversion. */
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
const each = (work: (html: string) => unknown) => () => htmlMessages.forEach((html) => work(html));

/** `formatted_body` as the text of a message. */
export const matrixToRocketChat: Benchmark = {
	comparisons: [
		{
			title: `Matrix to Rocket.Chat: the whole corpus (${htmlMessages.length} messages)`,
			inputs: htmlMessages.length,
			ours: { name: 'this app, HTML to Rocket.Chat', run: each(convert) },
			peers: [
				{ name: 'sanitize-html, HTML to HTML', run: each((html) => sanitizeHtml(html, sanitizing)) },
				{ name: 'node-html-markdown', run: each((html) => markdown.translate(html)) },
			],
		},
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
