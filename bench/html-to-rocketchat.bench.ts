import { NodeHtmlMarkdown } from 'node-html-markdown';
import sanitizeHtml from 'sanitize-html';
import { rocketChatTextOf } from '../src/convert/html/rocketchat-text';
import { htmlMessages } from '../test/corpus/html/messages';
import { hostile } from '../test/convert/html/hostile';
import { htmlMessage, names } from '../test/convert/html/names';

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
const each = (work: (html: string) => unknown) => () => htmlMessages.forEach((html) => work(html));

const benchmark = {
	comparisons: [
		{
			title: `Matrix to Rocket.Chat: messages with HTML (${htmlMessages.length})`,
			inputs: htmlMessages.length,
			contestants: [
				{ name: 'this app, HTML to Rocket.Chat', run: each(convert) },
				{ name: 'sanitize-html, HTML to HTML', run: each((html) => sanitizeHtml(html, sanitizing)) },
				{
					name: 'node-html-markdown, to markdown',
					run: each((html) => NodeHtmlMarkdown.translate(html)),
				},
			],
		},
	],
	growths: [
		{
			title: 'Matrix to Rocket.Chat: hostile HTML',
			sizes: [16 * 1024, 32 * 1024, 64 * 1024],
			inputs: Object.entries(hostile).map(([name, of]) => {
				const made = new Map<number, string>();
				return {
					name,
					run: (size: number) => {
						const html = made.get(size) ?? of(size).slice(0, size);
						made.set(size, html);
						convert(html);
					},
				};
			}),
		},
	],
};

export default benchmark;

const ROUNDS = 15;
const ROUND_TIME = 80;

const time = (work: () => void) => {
	const start = performance.now();
	work();
	return performance.now() - start;
};
const median = (values: readonly number[]) =>
	values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;

/** Times the contestants in turns, so that what disturbs the machine disturbs all of them. */
function compare({ title, inputs, contestants }: (typeof benchmark.comparisons)[number]): void {
	console.log(title);
	const rounds = contestants.map(({ name, run }) => {
		each(convert)();
		run();
		run();
		return { name, run, count: Math.max(1, Math.ceil(ROUND_TIME / time(run))), times: [] as number[] };
	});
	for (let round = 0; round < ROUNDS; round++) {
		for (const { run, count, times } of rounds) {
			times.push(time(() => Array.from({ length: count }).forEach(run)) / count);
		}
	}
	for (const { name, times } of rounds) {
		console.log(`  ${name.padEnd(34)} ${Math.round((inputs / median(times)) * 1000)} messages a second`);
	}
}

function grow({ title, sizes, inputs }: (typeof benchmark.growths)[number]): void {
	console.log(`${title}: milliseconds at ${sizes.map((size) => `${size / 1024} k`).join(', ')}`);
	for (const { name, run } of inputs) {
		run(sizes[0] ?? 0);
		const times = sizes.map((size) => median([1, 2, 3].map(() => time(() => run(size)))));
		console.log(`  ${name.padEnd(34)} ${times.map((spent) => spent.toFixed(1).padStart(7)).join(' ')}`);
	}
}

if (process.argv[1] === import.meta.filename) {
	benchmark.comparisons.forEach(compare);
	benchmark.growths.forEach(grow);
}
