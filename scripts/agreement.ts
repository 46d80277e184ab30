import { parse } from '@rocket.chat/message-parser';
import fc from 'fast-check';
import { parseMarkdown } from '../src/convert/markdown/markdown';
import { serverOptions } from '../test/convert/escape/rocketchat-parser';
import { differences } from '../test/convert/markdown/differences';
import { shapeOfBlocks, shapeOfRocketChat } from '../test/convert/markdown/shape';
import { messages } from '../test/corpus/corpus';

/**
 * Prints how many messages we read as Rocket.Chat's own parser does: the corpus, and messages that are made of phrases as
 * people write them. The number of generated messages may be given; they are the same in every run.
 */
const word = fc.constantFrom(
	'hello',
	'the build',
	'at 12:30',
	'über',
	'日本',
	'a_b_c',
	'2 * 3',
	'C:\\temp',
	'(see',
	'5+5',
	'x.',
);
const name = fc.constantFrom(
	'@alice',
	'@bob:example.org',
	'@a=b:example.org:8448',
	'#general',
	'#room:example.org',
	'@all,',
);
const link = fc.constantFrom(
	...[
		'https://example.org/a_(b)',
		'http://server.internal/x',
		'rocket.chat',
		'bob@example.org',
		'+4930123456',
	],
	...[
		'[here](tel:+49-30-123)',
		'[the *docs*](https://example.org)',
		'[note](notes://a/b)',
		'<https://example.org|x>',
	],
);
const plain = fc.oneof(
	{ weight: 12, arbitrary: word },
	name,
	link,
	fc.constantFrom(':smile:', ':)', '👍', '`a < b`'),
);
const phrase = fc.array(plain, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
const marked = fc.oneof(
	{ weight: 3, arbitrary: phrase },
	...['*', '_', '~', '||', '**'].map((sign) => phrase.map((text) => `${sign}${text}${sign}`)),
);
const line = fc.array(marked, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
const block = fc.oneof(
	{ weight: 4, arbitrary: line },
	...['> ', '- ', '1. ', '- [x] ', '# '].map((sign) => line.map((text) => sign + text)),
	fc.tuple(phrase, phrase).map(([one, other]) => `| ${one} | b |\n| - | - |\n| ${other} | d |`),
	fc.constantFrom('---', '```js\nlet a;\n```', '\\[\na < b\n\\]', ''),
);
const message = fc
	.array(block, { minLength: 1, maxLength: 4 })
	.map((blocks) => blocks.join('\n'))
	.filter((text) => text.trim() !== '');

const count = Number(process.argv[2] ?? 5_000);
const samples = {
	'the corpus': messages,
	'generated messages': fc.sample(message, { numRuns: count, seed: 13 }),
};
const theirs = (text: string) => shapeOfRocketChat(parse(text, serverOptions));

for (const [title, sample] of Object.entries(samples)) {
	const counts = new Map<string, number>();
	for (const text of sample) {
		const [ours, other] = [shapeOfBlocks(parseMarkdown(text).blocks), theirs(text)];
		const isEqual = JSON.stringify(ours) === JSON.stringify(other);
		const found = Object.entries(differences).find(([, difference]) =>
			difference.explains(text, ours, other, theirs),
		);
		const kind = isEqual
			? 'read alike'
			: (found?.[0] ?? `not explained, such as ${JSON.stringify(text)}`);
		counts.set(kind, (counts.get(kind) ?? 0) + 1);
	}
	console.log(`${title} (${sample.length})`);
	for (const [kind, times] of [...counts].sort(([, a], [, b]) => b - a)) {
		console.log(`  ${((100 * times) / sample.length).toFixed(2).padStart(6)} %  ${kind}`);
	}
}
