import { expect } from 'chai';
import { BoundedMap } from '../src/bounded-map';

describe('a bounded map', () => {
	it('keeps as many entries as it has room for', () => {
		const map = new BoundedMap<string, number>(2);
		map.set('a', 1).set('b', 2);
		expect([...map]).to.deep.equal([
			['a', 1],
			['b', 2],
		]);
	});

	it('forgets the entry that was set longest ago, and only that, when there is one too many', () => {
		const map = new BoundedMap<string, number>(2);
		map.set('a', 1).set('b', 2).set('c', 3);
		expect([...map.keys()]).to.deep.equal(['b', 'c']);
	});

	it('forgets nothing when an entry is set again, which is the latest one then', () => {
		const map = new BoundedMap<string, number>(2);
		map.set('a', 1).set('b', 2).set('a', 3);
		expect([...map]).to.deep.equal([
			['b', 2],
			['a', 3],
		]);
	});
});
