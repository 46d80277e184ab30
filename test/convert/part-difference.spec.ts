import { expect } from 'chai';
import { partDifference } from '../../src/convert/part-difference';

describe('partDifference', () => {
	const [first, second, third] = ['$a', '$b', '$c'].map((id, part) => ({ id, part }));
	if (!first || !second || !third) {
		throw new Error('three parts are given');
	}

	const table: readonly [what: string, present: readonly (typeof first)[], wanted: string[], object][] = [
		[
			'adds every part of a new message',
			[],
			['a', 'b'],
			{
				edit: [],
				remove: [],
				add: [
					{ part: 0, content: 'a' },
					{ part: 1, content: 'b' },
				],
			},
		],
		[
			'edits the parts that stay',
			[first, second],
			['a', 'b'],
			{
				edit: [
					{ present: first, content: 'a' },
					{ present: second, content: 'b' },
				],
				remove: [],
				add: [],
			},
		],
		[
			'removes the parts behind the new end',
			[first, second, third],
			['a'],
			{ edit: [{ present: first, content: 'a' }], remove: [second, third], add: [] },
		],
		[
			'adds the parts behind the old end',
			[first],
			['a', 'b'],
			{ edit: [{ present: first, content: 'a' }], remove: [], add: [{ part: 1, content: 'b' }] },
		],
		[
			'fills a gap',
			[first, third],
			['a', 'b', 'c'],
			{
				edit: [
					{ present: first, content: 'a' },
					{ present: third, content: 'c' },
				],
				remove: [],
				add: [{ part: 1, content: 'b' }],
			},
		],
		[
			'removes every part if no content is left',
			[first, second],
			[],
			{ edit: [], remove: [first, second], add: [] },
		],
		['changes nothing when there is nothing on either side', [], [], { edit: [], remove: [], add: [] }],
	];
	for (const [what, present, wanted, difference] of table) {
		it(what, () => {
			expect(partDifference(present, wanted)).to.deep.equal(difference);
		});
	}
});
