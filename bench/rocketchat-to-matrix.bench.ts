import { parse } from '@rocket.chat/message-parser';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { parseMarkdown, renderMarkdown } from '../src/convert/markdown/markdown';
import type { MatrixNames } from '../src/convert/markdown/matrix-names';
import { parseUserId } from '../src/matrix/ids';
import { serverOptions } from '../test/convert/escape/rocketchat-parser';
import { markdownSoup } from '../test/convert/markdown/arbitrary-markdown';
import { corpus, messages } from '../test/corpus/corpus';
import { endlessMessages } from '../test/corpus/hostile';
import { growingSizes, LONGEST_TIME, type Benchmark, type Comparison } from './benchmark';

const userId = parseUserId('@alice:example.org');
const names: MatrixNames = {
	person: (username) => (userId && username === 'alice' ? { userId, displayName: 'Alice' } : undefined),
	mayMentionRoom: true,
};
const convert = (message: string) => renderMarkdown(parseMarkdown(message), names);

const commonMark = new MarkdownIt();
const linkified = new MarkdownIt({ linkify: true, breaks: true });

const comparison = (title: string, inputs: readonly string[]): Comparison => {
	const each = (work: (message: string) => unknown) => () => inputs.forEach(work);
	return {
		title: `Rocket.Chat to Matrix: ${title} (${inputs.length} messages)`,
		inputs: inputs.length,
		ours: { name: 'this app, read and write', run: each(convert) },
		peers: [
			{ name: 'message-parser, read only', run: each((message) => parse(message, serverOptions)) },
			{ name: 'markdown-it, CommonMark', run: each((message) => commonMark.render(message)) },
			{ name: 'markdown-it, links and breaks', run: each((message) => linkified.render(message)) },
			{ name: 'marked', run: each((message) => marked.parse(message, { async: false, breaks: true })) },
		],
	};
};

/** Converts a message in Rocket.Chat's markdown to `body`, `formatted_body` and `m.mentions`. */
export const rocketChatToMatrix: Benchmark = {
	comparisons: [
		comparison('the whole corpus', messages),
		comparison('what people write', corpus.prose ?? []),
	],
	growths: [
		{
			title: 'Rocket.Chat to Matrix: hostile messages',
			sizes: growingSizes,
			inputs: Object.entries(endlessMessages).map(([name, write]) => ({
				name,
				work: (size) => {
					const message = write(size);
					return () => convert(message);
				},
			})),
		},
	],
	ceilings: [
		{
			title: 'Rocket.Chat to Matrix: generated messages',
			inputs: fc.sample(markdownSoup, { numRuns: 20_000, seed: 10 }),
			work: convert,
			most: LONGEST_TIME,
		},
	],
};
