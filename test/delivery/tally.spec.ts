import { expect } from 'chai';
import { Tally } from '../../src/delivery/tally';

describe('tally', () => {
	it('counts by name, the most frequent first', () => {
		const tally = new Tally();
		['a', 'b', 'b'].forEach((name) => tally.add(name));
		expect(tally.entries).to.deep.equal([
			['b', 2],
			['a', 1],
		]);
	});

	it('stays small whatever names come', () => {
		const tally = new Tally();
		Array.from({ length: 1_000 }, (_, index) => tally.add(String(index)));
		expect(tally.entries).to.have.length(51);
		expect(tally.entries[0]).to.deep.equal(['…', 950]);
	});
});
