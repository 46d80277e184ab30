import { expect } from 'chai';
import fc from 'fast-check';
import type { ConversionContext } from '../../src/convert/html/known-people';
import { rocketChatTextOf } from '../../src/convert/html/rocketchat-text';
import { parseMarkdown, renderMarkdown } from '../../src/convert/markdown/markdown';
import type { MatrixNames } from '../../src/convert/markdown/matrix-names';
import type { UserId } from '../../src/matrix/ids';
import { messages } from '../corpus/corpus';
import { expectCounts, runs } from '../support/property-runs';
import { markupTokens } from './escape/markup-tokens';
import { changedText, shownMention, unstable, type RoundTripClass } from './round-trip-classes';
import { visibleText } from './visible-text';

const ghost = '@rc_alice:example.org' as UserId;
const bob = '@bob:example.org' as UserId;
const people: Readonly<Record<string, { readonly userId: UserId; readonly displayName: string }>> = {
	alice: { userId: ghost, displayName: 'Alice <A>' },
	'bob:example.org': { userId: bob, displayName: 'Bob' },
};
/**
 * The local user alice, bob of another server, and the bridged channel general; below, the same for the conversion
 * back.
 */
const names: MatrixNames = {
	person: (username) => people[username],
	channel: (name) =>
		name === 'general' ? { address: '#general:example.org', name: '#General' } : undefined,
	mayMentionRoom: true,
};
const context: ConversionContext = {
	username: (userId) => (userId === ghost ? 'alice' : undefined),
	displayName: (userId) => (userId === bob ? 'Bob' : undefined),
	channel: (address) => (address === '#general:example.org' ? 'general' : undefined),
	mayMention: true,
	longestLine: Infinity,
};

/** @returns the Rocket.Chat message after the conversion to Matrix and back */
function thereAndBack(message: string): string {
	const { body, formattedBody } = renderMarkdown(parseMarkdown(message), names);
	const html = formattedBody !== undefined && {
		format: 'org.matrix.custom.html',
		formatted_body: formattedBody,
	};
	return rocketChatTextOf({ msgtype: 'm.text', body, ...html }, context) ?? '';
}

type Counts = Readonly<Record<string, number>>;

/**
 * Counts by class the messages that `isKept` does not accept. A message that no class explains is listed by itself.
 */
function countByClass(
	sample: readonly string[],
	classes: Readonly<Record<string, RoundTripClass>>,
	isKept: (message: string, back: string, again: string) => boolean,
): Counts {
	const counts: Record<string, number> = {};
	for (const message of sample) {
		const back = thereAndBack(message);
		const again = thereAndBack(back);
		if (isKept(message, back, again)) {
			continue;
		}
		const [name = `${JSON.stringify(message)} became ${JSON.stringify(back)}`] =
			Object.entries(classes).find(([, { explains }]) => explains(message, back, again)) ?? [];
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

const isStable = (_: string, back: string, again: string) => back === again;
const isShown = (message: string, back: string) =>
	visibleText(back, shownMention) === visibleText(message, shownMention);

const soup = (maxLength: number) =>
	fc.array(fc.constantFrom(...markupTokens), { minLength: 1, maxLength }).map((tokens) => tokens.join(''));
const lines = fc
	.array(fc.constantFrom(...messages), { minLength: 2, maxLength: 3 })
	.map((parts) => parts.join('\n'));
const samples = {
	corpus: messages,
	'short soup': fc.sample(soup(4), runs(2_000, 7)),
	'long soup': fc.sample(soup(12), runs(1_000, 8)),
	'several lines': fc.sample(lines, runs(1_000, 9)),
};

/** How many messages of each sample each class explains. A new one must be looked at before it is added. */
const expected: Readonly<Record<keyof typeof samples, readonly [unstable: Counts, changedText: Counts]>> = {
	corpus: [
		{ 'another spelling': 1 },
		{
			'nothing to see': 4,
			'time of day': 3,
			mailto: 1,
			'large number': 1,
			'address beside text': 4,
			'read differently': 1,
			table: 1,
			'room address gets a label': 1,
			'blank label': 1,
		},
	],
	'short soup': [{ 'another spelling': 2 }, {}],
	'long soup': [{}, { 'read differently': 1, 'two at signs': 1 }],
	'several lines': [
		{ 'another spelling': 11, 'domain in a word': 10 },
		{
			'time of day': 2,
			'large number': 3,
			'blank label': 4,
			'address beside text': 6,
			'read differently': 5,
			table: 1,
			'room address gets a label': 5,
		},
	],
};

describe('a message that is converted to Matrix and back', () => {
	const literal: readonly [message: string, back: string][] = [
		['*a* _b_ ~c~ `d`', '*a* _b_ ~c~ `d`'],
		['@alice and @bob:example.org in #general', '@alice and Bob in #general'],
		['> quoted\n\n- one\n- two', '> quoted\n\n- one\n- two'],
		['3. c\n4. d', '3. c\n4. d'],
		['[a](https://example.org/x) ||b||', '[a](https://example.org/x) ||b||'],
		['\n*a*', '*a*'],
		['99999999999. a', '2147483647. a'],
	];
	for (const [message, back] of literal) {
		it(`${JSON.stringify(message)} becomes ${JSON.stringify(back)}`, () => {
			expect(thereAndBack(message)).to.equal(back);
		});
	}

	for (const [name, sample] of Object.entries(samples)) {
		const [unstableOnes, changedOnes] = expected[name as keyof typeof samples];
		it(`changes nothing the second time, except in known classes: ${name}`, () => {
			expectCounts(countByClass(sample, unstable, isStable), unstableOnes, Object.keys(unstable));
		});
		it(`keeps the visible text, except in known classes: ${name}`, () => {
			expectCounts(countByClass(sample, changedText, isShown), changedOnes, Object.keys(changedText));
		});
	}

	for (const [kind, classes, isKept] of [
		['not stable', unstable, isStable],
		['shown differently', changedText, isShown],
	] as const) {
		for (const [name, { example }] of Object.entries(classes)) {
			it(`has an example of a message that is ${kind}: ${name}`, () => {
				expect(countByClass([example], classes, isKept)).to.deep.equal({ [name]: 1 });
			});
		}
	}
});
