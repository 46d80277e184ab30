import { expect } from 'chai';
import { licenseFor, nameOf, planIn, plans } from '../../../sandbox/workspace/licensing/plans';
import { memoryServer } from '../support/memory-server';

// docs.rocket.chat/docs/downgrade-behavior and docs.rocket.chat/docs/seats-faq
describe('the plans of Rocket.Chat', () => {
	it('are four, with names', () => {
		expect(plans.map(nameOf)).to.deep.equal(['Community', 'Starter', 'Pro', 'Enterprise']);
	});

	for (const [plan, tag, users, modules] of [
		['starter', 'Starter', 50, 8],
		['pro', 'Pro', 500, 8],
		['enterprise', 'Enterprise', -1, 25],
	] as const) {
		it(`${plan} has a license with its tag, its users and its modules`, () => {
			const server = memoryServer();
			server.licensing.start();
			server.settings.set('Enterprise_License', licenseFor(plan, server.directory));
			const info = server.licensing.info({ privileged: true, withValues: false });
			expect(info.tags.map(({ name }) => name)).to.deep.equal([tag]);
			expect(info.limits.activeUsers).to.deep.equal({ max: users });
			expect(info.activeModules).to.have.length(modules);
			expect(info.activeModules.includes('federation')).to.equal(plan === 'enterprise');
			expect(planIn(info)).to.equal(plan);
		});
	}

	it('are told from the tags: the highest counts, in any case of letters', () => {
		const tags = (...names: string[]) => names.map((name) => ({ name, color: '' }));
		expect(planIn({ tags: tags('Enterprise', 'Starter'), hasValidLicense: true })).to.equal('enterprise');
		expect(planIn({ tags: tags('pro') })).to.equal('pro');
		expect(planIn({ tags: [], hasValidLicense: false })).to.equal('community');
		expect(planIn({ tags: [] })).to.equal('community');
		expect(planIn({ tags: [], hasValidLicense: true })).to.equal(undefined);
		expect(planIn({ tags: tags('Gold') })).to.equal(undefined);
	});
});
