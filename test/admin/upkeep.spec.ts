import { expect } from 'chai';
import { Upkeep } from '../../src/admin/upkeep';
import type { Bridge } from '../../src/bridge';
import type { Tier } from '../../src/plan/features';
import { Plan } from '../../src/plan/plan';
import { licenceOf, noMemory } from '../support/fake-plan';

/** A bridge without settings, whose plan is what `tier` says. */
function bridgeOn(tier: () => Tier) {
	const plan = new Plan([{ name: 'settings', ask: async () => licenceOf(tier()) }], noMemory);
	const logged: unknown[] = [];
	const bridge = {
		plan,
		takeUpInbox: async () => undefined,
		settingsState: async () => ({ problems: ['problem_homeserver_url_missing'] }),
		log: { info: (...entry: unknown[]) => void logged.push(entry), error: () => undefined },
	} as unknown as Bridge;
	return { upkeep: new Upkeep(bridge), plan, logged };
}

describe('upkeep', () => {
	it('asks for the plan and logs it when it changes', async () => {
		let tier: Tier = 'starter';
		const { upkeep, plan, logged } = bridgeOn(() => tier);
		await upkeep.round();
		await upkeep.round();
		tier = 'pro';
		plan.doubt();
		await upkeep.round();
		const told = { rule: 'tag', source: 'settings', problem: undefined };
		expect(logged).to.deep.equal([
			["the workspace's plan", { plan: 'starter', ...told }],
			["the workspace's plan", { plan: 'pro', ...told }],
		]);
	});
});
