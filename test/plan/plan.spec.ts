import { expect } from 'chai';
import { waitFor } from '../../sandbox/clients/waiting';
import type { Tier } from '../../src/plan/features';
import type { License } from '../../src/plan/license';
import { Plan, SourceFailure, type KnownPlan, type LicenseSource } from '../../src/plan/plan';
import { PlanRefusal } from '../../src/plan/refusal';
import { licenseOf, noMemory } from '../support/fake-plan';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const older: License = { valid: true, tags: [], modules: [], trial: false, readable: false };
const outage = new SourceFailure('outage');

/** A plan whose sources answer what `said` contains at the moment: a plan, nothing, or a failure; and a clock. */
function workspace(said: { rest?: Tier | Error; settings?: Tier | 'unreadable' | Error }) {
	const asked: string[] = [];
	let now = 1_000_000;
	const source = (name: LicenseSource['name'], key: keyof typeof said): LicenseSource => ({
		name,
		async ask() {
			asked.push(key);
			const answer = said[key];
			if (answer instanceof Error) {
				throw answer;
			}
			return answer === 'unreadable' ? older : answer && licenseOf(answer);
		},
	});
	const kept: KnownPlan[] = [];
	const memory = { read: async () => kept.at(-1), write: async (plan: KnownPlan) => void kept.push(plan) };
	const sources = [source('licenses.info', 'rest'), source('settings', 'settings')];
	const start = () => new Plan(sources, memory, () => now);
	return { said, asked, kept, start, plan: start(), wait: (milliseconds: number) => (now += milliseconds) };
}

const shown = async (plan: Plan) => {
	const { known, failure } = await plan.state();
	return [known?.tier, known?.source, failure];
};

describe('plan of the workspace', () => {
	it('asks the REST API first', async () => {
		const { plan, asked } = workspace({ rest: 'pro', settings: 'starter' });
		expect(await shown(plan)).to.deep.equal(['pro', 'licenses.info', undefined]);
		expect(asked).to.deep.equal(['rest']);
	});

	it('asks the settings if no token is entered', async () => {
		const { plan } = workspace({ settings: 'starter' });
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', undefined]);
	});

	it('asks the settings if the token is refused, and reports why', async () => {
		const { plan } = workspace({ rest: new SourceFailure('token_refused'), settings: 'starter' });
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'token_refused']);
	});

	it('asks once a minute, however often the plan is needed', async () => {
		const { plan, asked, said, wait } = workspace({ settings: 'starter' });
		await Promise.all([plan.tier(), plan.tier()]);
		said.settings = 'pro';
		wait(MINUTE - 1);
		expect(await plan.tier()).to.equal('starter');
		expect(asked).to.deep.equal(['rest', 'settings']);
		wait(1);
		expect(await plan.tier()).to.equal('pro');
		expect(asked).to.deep.equal(['rest', 'settings', 'rest', 'settings']);
	});

	it('asks again at once after it was invalidated', async () => {
		const { plan, said } = workspace({ settings: 'starter' });
		await plan.tier();
		said.settings = 'community';
		plan.invalidate();
		expect(await plan.tier()).to.equal('community');
	});

	it('keeps the last plan for a day while the REST API is unreachable and the settings cannot be read, then uses the settings', async () => {
		const { plan, said, wait } = workspace({ rest: 'enterprise', settings: 'unreadable' });
		await plan.tier();
		said.rest = outage;
		wait(24 * HOUR - 1);
		expect(await shown(plan)).to.deep.equal(['enterprise', 'licenses.info', 'outage']);
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'outage']);
	});

	it('uses the settings while the REST API is unreachable, if they can be read', async () => {
		const { plan, said, wait } = workspace({ rest: 'enterprise', settings: 'enterprise' });
		await plan.tier();
		said.rest = outage;
		said.settings = 'community';
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['community', 'settings', 'outage']);
	});

	it('ignores the answer to an earlier request that comes after the answer to a later one', async () => {
		const answers: ((tier: Tier) => void)[] = [];
		const kept: KnownPlan[] = [];
		const source: LicenseSource = {
			name: 'settings',
			ask: () => new Promise((resolve) => answers.push((tier) => resolve(licenseOf(tier)))),
		};
		const memory = { ...noMemory, write: async (known: KnownPlan) => void kept.push(known) };
		const plan = new Plan([source], memory);
		const early = plan.tier();
		await waitFor({ what: 'a request', timeout: 60_000, interval: 1, look: () => answers[0] });
		plan.invalidate();
		const late = plan.tier();
		await waitFor({ what: 'another request', timeout: 60_000, interval: 1, look: () => answers[1] });
		answers[1]?.('community');
		expect(await late).to.equal('community');
		answers[0]?.('enterprise');
		await early;
		expect(kept.map(({ tier }) => tier)).to.deep.equal(['community']);
		expect(await plan.tier()).to.equal('community');
	});

	it('keeps the last plan for a day while no source answers, then the workspace counts as Community', async () => {
		const { plan, said, wait } = workspace({ settings: 'pro' });
		await plan.tier();
		said.settings = outage;
		wait(24 * HOUR - 1);
		expect(await shown(plan)).to.deep.equal(['pro', 'settings', 'outage']);
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal([undefined, undefined, 'outage']);
		expect(await plan.tier()).to.equal('community');
	});

	it('does not keep the last plan if the REST API refuses the token', async () => {
		const { plan, said, wait } = workspace({ rest: 'enterprise', settings: 'unreadable' });
		await plan.tier();
		said.rest = new SourceFailure('token_refused');
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'token_refused']);
	});

	it('does not prefer an earlier answer of the settings to a later one', async () => {
		const { plan, said, wait } = workspace({ rest: outage, settings: 'enterprise' });
		await plan.tier();
		said.settings = 'unreadable';
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'outage']);
	});

	it('returns the last plan while a source hangs, without waiting for it', async () => {
		const answers: ((license: License) => void)[] = [];
		let now = 0;
		const source: LicenseSource = {
			name: 'settings',
			ask: () => new Promise((resolve) => answers.push(resolve)),
		};
		const plan = new Plan([source], noMemory, () => now);
		const first = plan.tier();
		await waitFor({ what: 'a request', timeout: 60_000, interval: 1, look: () => answers[0] });
		answers[0]?.(licenseOf('pro'));
		expect(await first).to.equal('pro');
		now = MINUTE;
		expect(await plan.tier()).to.equal('pro');
		expect(answers).to.have.length(2);
		answers[1]?.(licenseOf('starter'));
		expect(await plan.tier()).to.equal('starter');
	});

	it('is Community if no source has ever answered', async () => {
		const { plan } = workspace({ rest: outage, settings: new Error('the host is gone') });
		expect(await plan.tier()).to.equal('community');
	});

	it('uses the settings if the REST API has never answered', async () => {
		const { plan } = workspace({ rest: outage, settings: 'pro' });
		expect(await shown(plan)).to.deep.equal(['pro', 'settings', 'outage']);
	});

	it('is still known after a restart, with its age', async () => {
		const { plan, said, wait, start } = workspace({ rest: 'pro' });
		await plan.tier();
		said.rest = outage;
		wait(24 * HOUR - MINUTE);
		const restarted = start();
		expect(await restarted.tier()).to.equal('pro');
		wait(MINUTE);
		expect(await restarted.tier()).to.equal('community');
	});

	it('is known although it cannot be stored', async () => {
		const broken = {
			read: async () => Promise.reject(new Error('no reading')),
			write: async () => Promise.reject(new Error('no writing')),
		};
		const source: LicenseSource = { name: 'settings', ask: async () => licenseOf('pro') };
		expect(await new Plan([source], broken).tier()).to.equal('pro');
	});
});

describe('the check of a feature', () => {
	const gate = (tier: Tier) => new Plan([{ name: 'settings', ask: async () => licenseOf(tier) }], noMemory);

	it('returns whether the plan includes a feature', async () => {
		expect(await gate('starter').has('mention')).to.equal(true);
		expect(await gate('community').has('mention')).to.equal(false);
	});

	it('passes for a feature that the plan includes', async () => {
		await gate('starter').require('federated_room');
		await gate('community').require('attachment');
	});

	it('throws for a feature that the plan lacks, with its name and the lowest plan that has it', async () => {
		const refusal = await gate('community')
			.require('role')
			.catch((error: unknown) => error);
		expect(refusal).to.be.instanceOf(PlanRefusal);
		const { code, text, parameters } = refusal as PlanRefusal;
		expect({ code, text, parameters }).to.deep.equal({
			code: 'plan-too-low',
			text: 'refused_role',
			parameters: { plan: 'Starter', tier: 'Community' },
		});
	});
});
