import { parse } from '@rocket.chat/message-parser';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseMarkdown } from '../../../src/convert/markdown/markdown';
import { corpus, messages } from '../../corpus/corpus';
import { expectCounts, runs } from '../../support/property-runs';
import { serverOptions } from '../escape/rocketchat-parser';
import { differences, differentMessages } from './differences';
import { shapeOfBlocks, shapeOfRocketChat } from './shape';

const theirs = (message: string) => shapeOfRocketChat(parse(message, serverOptions));
const ours = (message: string) => shapeOfBlocks(parseMarkdown(message).blocks);

/** @returns the name of the accepted difference, '' if both read the same, undefined if none explains it */
function differenceIn(message: string): string | undefined {
	const [one, other] = [ours(message), theirs(message)];
	if (JSON.stringify(one) === JSON.stringify(other)) {
		return '';
	}
	return Object.entries(differences).find(([, difference]) =>
		difference.explains(message, one, other, theirs),
	)?.[0];
}

/** Counts the accepted differences in messages. Fails on the first message that none explains. */
function count(sample: readonly string[]): Readonly<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const message of sample) {
		const difference = differenceIn(message);
		if (difference === undefined) {
			expect(ours(message), JSON.stringify(message)).to.deep.equal(theirs(message));
		} else if (difference !== '') {
			counts[difference] = (counts[difference] ?? 0) + 1;
		}
	}
	return counts;
}

const expectDifferences = (sample: readonly string[], expected: Readonly<Record<string, number>>) =>
	expectCounts(count(sample), expected, Object.keys(differences));

// The markers of the dialect and the text around them, chosen so that many of them meet.
const pieces = [
	...[
		'*',
		'**',
		'_',
		'__',
		'~',
		'~~',
		'`',
		'```',
		'||',
		'|',
		'\\',
		'-',
		'=',
		'"',
		"'",
		'/',
		'&',
		'%',
		';',
		'$',
	],
	...[
		'\n',
		'\n\n',
		' ',
		'  ',
		'\t',
		'a',
		'bc',
		'd1',
		'foo',
		'é',
		'日本',
		'0',
		'.',
		',',
		'!',
		'(',
		')',
		'<',
		'>',
	],
	...[
		'> ',
		'- ',
		'* ',
		'1. ',
		'# ',
		'- [x] ',
		'[',
		']',
		'](',
		'](http://a.org)',
		'[x](y.org)',
		'<http://b.org|',
		'![',
	],
	...[
		'http://a.org/x',
		'https://rocket.chat',
		'rocket.chat',
		'a.b',
		'x@y.org',
		'mailto:',
		'localhost',
		':3000',
		'+12345',
	],
	...[
		'@',
		'@bob',
		'@all',
		'#',
		'#chan',
		':',
		':smile:',
		':)',
		':D',
		':/',
		'8)',
		'O:)',
		'-_-',
		'<3',
		'😀',
		'❤️',
		'👍🏽',
		'🇩🇪',
	],
	...['color:#fff', '<t:1630360800:f>', '\\*', '\\(x\\)', '\\(', '\\)', '\\[', '\\]'],
];

/** Accepted differences beside other markup, and the name of the difference that explains each. */
const combinations: readonly (readonly [message: string, difference: keyof typeof differences])[] = [
	['\\[\na](example.org)', 'lines of a link'],
	['- [\n](example.org)', 'lines of a link'],
	['- [x] \n\na](example.org)', 'lines of a link'],
	['[\n](http://example.org)@bob', 'lines of a link'],
	[':/||a||', 'emoticon before a spoiler'],
	['<3||a||', 'emoticon before a spoiler'],
	['a\r\u000b', 'carriage return'],
];
const composed = (maxLength: number) =>
	fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength }).map((parts) => parts.join(''));

describe('markdown against the parser of Rocket.Chat', () => {
	for (const [group, sample] of Object.entries(corpus)) {
		it(`reads the ${sample.length} messages of "${group}" as Rocket.Chat does`, () => {
			const different = sample.filter((message) => differenceIn(message) !== '');
			expect(different).to.deep.equal(sample.filter((message) => message in differentMessages));
		});
	}

	it('has each message of the corpus once', () => {
		expect(new Set(messages).size).to.equal(messages.length);
		expect(messages.length).to.be.greaterThan(990);
	});

	for (const [name, { example }] of Object.entries(differences)) {
		it(`has an example of the difference "${name}"`, () => {
			expect(differenceIn(example)).to.equal(name);
		});
	}

	for (const [message, name] of combinations) {
		it(`explains ${JSON.stringify(message)} by "${name}"`, () => {
			expect(differenceIn(message)).to.equal(name);
		});
	}

	it('explains why messages of the corpus are read differently', () => {
		for (const [message, difference] of Object.entries(differentMessages)) {
			expect(differenceIn(message)).to.equal(difference);
		}
	});

	it('reads short compositions as Rocket.Chat does', () => {
		expectDifferences(fc.sample(composed(4), runs(5_000, 1)), {
			'bare address': 14,
			'lines of a link': 1,
		});
	});

	it('reads long compositions as Rocket.Chat does', () => {
		expectDifferences(fc.sample(composed(14), runs(2_500, 2)), {
			'bare address': 8,
			'lines of a link': 2,
			mailto: 1,
		});
	});

	it('reads compositions of messages as Rocket.Chat does', () => {
		const mixed = fc
			.array(fc.oneof(fc.constantFrom(...messages), fc.constantFrom(...pieces)), {
				minLength: 2,
				maxLength: 3,
			})
			.map((parts) => parts.join(''));
		expectDifferences(fc.sample(mixed, runs(4_000, 3)), {
			'bare address': 17,
			'Matrix id': 12,
			'emoticon before a spoiler': 1,
			mailto: 1,
			'sequence of an emoji': 3,
		});
	});

	it('reads any characters as Rocket.Chat does', () => {
		const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
		expectDifferences(fc.sample(any, runs(3_000, 4)), { 'carriage return': 14 });
	});
});
