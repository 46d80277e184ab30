import { expect } from 'chai';
import { Counter } from '../../src/delivery/counter';

describe('counter', () => {
	it('counts by name, the most frequent first', () => {
		const tally = new Counter();
		['a', 'b', 'b'].forEach((name) => tally.add(name));
		expect(tally.entries).to.deep.equal([
			['b', 2],
			['a', 1],
		]);
	});

	it('counts names beyond the limit together', () => {
		const tally = new Counter();
		Array.from({ length: 1_000 }, (_, index) => tally.add(String(index)));
		expect(tally.entries).to.have.length(51);
		expect(tally.entries[0]).to.deep.equal(['…', 950]);
	});

	it('counts a thing once under each name', () => {
		const tally = new Counter();
		tally.add('a', '1');
		tally.add('a', '1');
		tally.add('b', '1');
		tally.add('a', '2');
		expect(tally.entries).to.deep.equal([
			['a', 2],
			['b', 1],
		]);
	});
});
