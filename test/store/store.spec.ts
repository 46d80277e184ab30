import { expect } from 'chai';
import { Store } from '../../src/store/store';
import { memoryPersistence } from '../support/memory-persistence';

describe('store', () => {
	it('has a place for the plan', async () => {
		const persistence = memoryPersistence();
		const plan = { tier: 'pro', rule: 'tag', trial: false, source: 'settings', at: 1_000 } as const;
		await new Store(persistence).plan.write(plan);
		expect(await new Store(persistence).plan.read()).to.deep.equal(plan);
	});
});
