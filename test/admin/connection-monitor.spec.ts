import { expect } from 'chai';
import { ConnectionMonitor } from '../../src/admin/connection-monitor';
import type { AppContext } from '../../src/app-context';
import type { Tier } from '../../src/plan/features';
import { Plan } from '../../src/plan/plan';
import { licenseOf, noMemory } from '../support/fake-plan';

/** A bridge without settings, whose plan is what `tier` says. */
function bridgeOn(tier: () => Tier, heardRooms: readonly string[] = []) {
	const plan = new Plan([{ name: 'settings', ask: async () => licenseOf(tier()) }], noMemory);
	const logged: unknown[] = [];
	const app = {
		plan,
		outgoing: { recovery: { run: async () => undefined } },
		enforceParkedLimits: async () => undefined,
		heardRooms: new Set(heardRooms),
		requireBridge: async () => Promise.reject(new Error('not configured')),
		settingsState: async () => ({ problems: ['problem_homeserver_url_missing'] }),
		log: { info: (...entry: unknown[]) => void logged.push(entry), error: () => undefined },
	} as unknown as AppContext;
	return { monitor: new ConnectionMonitor(app), plan, logged };
}

describe('connection monitor', () => {
	it('refreshes the plan and logs it when it changes', async () => {
		let tier: Tier = 'starter';
		const { monitor, plan, logged } = bridgeOn(() => tier);
		await monitor.runScheduledWork();
		await monitor.runScheduledWork();
		tier = 'pro';
		plan.invalidate();
		await monitor.runScheduledWork();
		const told = { rule: 'tag', source: 'settings', problem: undefined };
		expect(logged).to.deep.equal([
			["the workspace's plan", { plan: 'starter', ...told }],
			["the workspace's plan", { plan: 'pro', ...told }],
		]);
	});

	it('does not look for deactivated accounts while settings are missing', async () => {
		const { monitor } = bridgeOn(() => 'starter', ['!room:example.org']);
		await monitor.runScheduledWork();
	});
});
