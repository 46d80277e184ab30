import { expect } from 'chai';
import {
	parsePoll,
	parseVote,
	pollText,
	votesPerAnswer,
	type Poll,
} from '../../../src/convert/matrix-message/poll';

const lunch: Poll = {
	question: 'Lunch?',
	answers: [
		{ id: 'p', text: 'Pizza' },
		{ id: 's', text: 'Soup' },
	],
	selections: 1,
	disclosed: true,
};

describe('poll', () => {
	it('is parsed from the stable names', () => {
		expect(
			parsePoll({
				'm.poll': {
					kind: 'm.disclosed',
					question: { 'm.text': [{ body: 'Lunch?' }] },
					answers: [
						{ 'm.id': 'p', 'm.text': [{ body: 'Pizza' }] },
						{ 'm.id': 's', 'm.text': [{ body: 'Soup' }] },
					],
				},
			}),
		).to.deep.equal(lunch);
	});

	it('is parsed from the unstable names that clients still use', () => {
		expect(
			parsePoll({
				'org.matrix.msc3381.poll.start': {
					kind: 'org.matrix.msc3381.poll.undisclosed',
					max_selections: 2,
					question: { body: 'Lunch?' },
					answers: [
						{ id: 'p', 'org.matrix.msc1767.text': 'Pizza' },
						{ id: 's', 'org.matrix.msc1767.text': 'Soup' },
					],
				},
			}),
		).to.deep.equal({ ...lunch, selections: 2, disclosed: false });
	});

	for (const content of [
		{},
		{ 'm.poll': 7 },
		{ 'm.poll': { question: { body: 'Lunch?' }, answers: [] } },
		{ 'm.poll': { question: {}, answers: [{ id: 'p', body: 'Pizza' }] } },
		{ 'm.poll': { question: { body: 'Lunch?' }, answers: [null, { id: 7 }, { body: 'x' }] } },
	]) {
		it(`is not parsed from ${JSON.stringify(content)}`, () =>
			expect(parsePoll(content)).to.equal(undefined));
	}

	it('has at most twenty answers', () => {
		const answers = Array.from({ length: 21 }, (_, index) => ({ id: `a${index}`, body: 'x' }));
		const poll = parsePoll({ 'm.poll': { question: { body: 'Lunch?' }, answers } });
		expect(poll?.answers.map(({ id }) => id)).to.deep.equal(answers.slice(0, 20).map(({ id }) => id));
	});

	const choices: readonly [content: object, chosen: string[]][] = [
		[{ 'm.selections': ['s'] }, ['s']],
		[{ 'org.matrix.msc3381.poll.response': { answers: ['p'] } }, ['p']],
		[{ 'm.selections': ['s', 'p'] }, ['s']],
		[{ 'm.selections': ['s', 's'] }, ['s']],
		[{ 'm.selections': ['x'] }, []],
		[{ 'm.selections': ['p', 'x'] }, []],
		[{ 'm.selections': ['p', 7] }, []],
		[{ 'm.selections': [] }, []],
		[{ 'm.selections': 'p' }, []],
		[{}, []],
	];
	for (const [content, chosen] of choices) {
		it(`has in ${JSON.stringify(content)} a vote for ${JSON.stringify(chosen)}`, () =>
			expect(parseVote({ ...content }, lunch)).to.deep.equal(chosen));
	}

	for (const [kind, disclosed] of [
		['m.disclosed', true],
		['org.matrix.msc3381.poll.disclosed', true],
		['m.undisclosed', false],
		['something newer', false],
		[undefined, false],
	]) {
		it(`${disclosed ? 'shows' : 'hides'} votes before the end if its kind is ${String(kind)}`, () => {
			const start = { kind, question: { body: 'Lunch?' }, answers: [{ id: 'p', body: 'Pizza' }] };
			expect(parsePoll({ 'm.poll': start })?.disclosed).to.equal(disclosed);
		});
	}

	it('counts each person once for an answer', () => {
		expect(
			votesPerAnswer(lunch, { '@a:x': ['p'], '@b:x': ['s'], '@c:x': ['s'], '@d:x': [] }),
		).to.deep.equal([1, 2]);
	});

	it('is written with or without its votes', () => {
		expect(pollText(lunch, [1, 2], 'over', Infinity)).to.equal(
			'📊 *Lunch?*\n\n1. Pizza (1)\n2. Soup (2)\n\n_over_',
		);
		expect(pollText(lunch, undefined, 'open', Infinity)).to.equal(
			'📊 *Lunch?*\n\n1. Pizza\n2. Soup\n\n_open_',
		);
	});

	it('splits a long answer into several lines', () => {
		const long = { ...lunch, answers: [{ id: 'p', text: `${'x'.repeat(30)} ${'*y* '.repeat(5)}` }] };
		expect(pollText(long, undefined, 'open', 40)).to.equal(
			`📊 *Lunch?*\n\n- ${'x'.repeat(30)} \\*y\\*\n\\*y\\* \\*y\\* \\*y\\* \\*y\\*\n\n_open_`,
		);
	});

	it('escapes the question and the answers, and writes each on one line', () => {
		const forged: Poll = {
			...lunch,
			question: 'a\n# b',
			answers: [{ id: 'p', text: 'x @all\ny' }],
		};
		const [question, , answer] = pollText(forged, undefined, 'open', Infinity).split('\n');
		expect(question?.replaceAll('\u2060', '')).to.equal('📊 *a # b*');
		expect(answer?.replaceAll('\u2060', '')).to.equal('1. x @all y');
		expect(answer).not.to.include('@all');
	});
});
