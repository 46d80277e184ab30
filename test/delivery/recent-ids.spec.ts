import { expect } from 'chai';
import { RecentIds } from '../../src/delivery/recent-ids';

describe('recent ids', () => {
	it('remember as many ids as they have room for', () => {
		const ids = new RecentIds(2);
		ids.add('a');
		ids.add('b');
		expect([ids.has('a'), ids.has('b'), ids.has('c')]).to.deep.equal([true, true, false]);
	});

	it('forget the oldest id, and only that, when one more is added', () => {
		const ids = new RecentIds(2);
		for (const id of ['a', 'b', 'c']) {
			ids.add(id);
		}
		expect([ids.has('a'), ids.has('b'), ids.has('c')]).to.deep.equal([false, true, true]);
	});

	it('forget nothing when an id is added again', () => {
		const ids = new RecentIds(2);
		for (const id of ['a', 'b', 'b']) {
			ids.add(id);
		}
		expect([ids.has('a'), ids.has('b')]).to.deep.equal([true, true]);
	});
});
