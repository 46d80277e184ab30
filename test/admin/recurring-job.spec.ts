import { expect } from 'chai';
import { RecurringJob } from '../../src/admin/recurring-job';
import type { AppContext } from '../../src/app-context';
import type { Tier } from '../../src/plan/features';
import { Plan } from '../../src/plan/plan';
import { licenseOf, noMemory } from '../support/fake-plan';

/** The job of an app without settings, whose plan is what `tier` says. */
function jobOn(tier: () => Tier) {
	const plan = new Plan([{ name: 'settings', ask: async () => licenseOf(tier()) }], noMemory);
	const logged: unknown[] = [];
	let asked = 0;
	const app = {
		plan,
		outgoing: { recovery: { run: async () => undefined } },
		enforceParkedLimits: async () => undefined,
		requireBridge: async () => {
			asked += 1;
			throw new Error('not configured');
		},
		settingsState: async () => ({ problems: ['problem_homeserver_url_missing'] }),
		log: { info: (...entry: unknown[]) => void logged.push(entry), error: () => undefined },
	} as unknown as AppContext;
	return { job: new RecurringJob(app), plan, logged, bridgeCalls: () => asked };
}

describe('the recurring job', () => {
	it('refreshes the plan and logs it when it changes', async () => {
		let tier: Tier = 'starter';
		const { job, plan, logged } = jobOn(() => tier);
		await job.run();
		await job.run();
		tier = 'pro';
		plan.invalidate();
		await job.run();
		const told = { rule: 'tag', source: 'settings', problem: undefined };
		expect(logged).to.deep.equal([
			["the workspace's plan", { plan: 'starter', ...told }],
			["the workspace's plan", { plan: 'pro', ...told }],
		]);
	});

	it('looks at no room and no account while settings are missing', async () => {
		const { job, bridgeCalls } = jobOn(() => 'starter');
		await job.run();
		expect(bridgeCalls()).to.equal(0);
	});
});
