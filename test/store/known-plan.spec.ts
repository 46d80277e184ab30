import { expect } from 'chai';
import type { KnownPlan } from '../../src/plan/plan';
import { keys } from '../../src/store/keys';
import { KnownPlanRecord } from '../../src/store/known-plan';
import { memoryPersistence } from '../support/memory-persistence';

const HOUR = 3_600_000;
const plan: KnownPlan = { tier: 'pro', rule: 'tag', trial: false, source: 'settings', at: 1_000 };

describe('record of the plan', () => {
	it('is empty at first', async () => {
		expect(await new KnownPlanRecord(memoryPersistence()).read()).to.equal(undefined);
	});

	it('is read after a restart', async () => {
		const persistence = memoryPersistence();
		await new KnownPlanRecord(persistence).write(plan);
		expect(await new KnownPlanRecord(persistence).read()).to.deep.equal(plan);
	});

	it('is the latest of several that instances have stored at the same time', async () => {
		const persistence = memoryPersistence();
		for (const at of [10, 30, 20]) {
			await persistence.write.createWithAssociation({ ...plan, at }, keys.plan());
		}
		expect(await new KnownPlanRecord(persistence).read()).to.deep.equal({ ...plan, at: 30 });
	});

	it('is written again when the plan changes, and else once an hour', async () => {
		const persistence = memoryPersistence();
		const record = new KnownPlanRecord(persistence);
		await record.write(plan);
		await record.write({ ...plan, at: plan.at + HOUR - 1 });
		expect(persistence.all()).to.deep.equal([plan]);
		await record.write({ ...plan, at: plan.at + HOUR });
		expect(persistence.all()).to.deep.equal([{ ...plan, at: plan.at + HOUR }]);
		await record.write({ ...plan, tier: 'starter', at: plan.at + HOUR + 1 });
		expect(persistence.all()).to.deep.equal([{ ...plan, tier: 'starter', at: plan.at + HOUR + 1 }]);
		await record.write({ ...plan, tier: 'starter', trial: true, at: plan.at + HOUR + 2 });
		expect(persistence.all()).to.deep.equal([
			{ ...plan, tier: 'starter', trial: true, at: plan.at + HOUR + 2 },
		]);
	});
});
