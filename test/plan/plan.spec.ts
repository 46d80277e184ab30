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

/** Sources that answer what `said` holds at the moment: a plan, nothing, or a failure; and a clock. */
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
	it('is asked of the REST API first', async () => {
		const { plan, asked } = workspace({ rest: 'pro', settings: 'starter' });
		expect(await shown(plan)).to.deep.equal(['pro', 'licenses.info', undefined]);
		expect(asked).to.deep.equal(['rest']);
	});

	it('is asked of the settings where no token is entered', async () => {
		const { plan } = workspace({ settings: 'starter' });
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', undefined]);
	});

	it('is asked of the settings where the token is refused, and says why', async () => {
		const { plan } = workspace({ rest: new SourceFailure('token_refused'), settings: 'starter' });
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'token_refused']);
	});

	it('is asked once a minute, however often it is needed', async () => {
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

	it('is asked at once when it is in doubt', async () => {
		const { plan, said } = workspace({ settings: 'starter' });
		await plan.tier();
		said.settings = 'community';
		plan.invalidate();
		expect(await plan.tier()).to.equal('community');
	});

	it('holds for a day while the REST API is out of reach and the settings cannot be read, then they count', async () => {
		const { plan, said, wait } = workspace({ rest: 'enterprise', settings: 'unreadable' });
		await plan.tier();
		said.rest = outage;
		wait(24 * HOUR - 1);
		expect(await shown(plan)).to.deep.equal(['enterprise', 'licenses.info', 'outage']);
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'outage']);
	});

	it('is what the settings say while the REST API is out of reach, where they say it clearly', async () => {
		const { plan, said, wait } = workspace({ rest: 'enterprise', settings: 'enterprise' });
		await plan.tier();
		said.rest = outage;
		said.settings = 'community';
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['community', 'settings', 'outage']);
	});

	it('is what the later question was answered, when an earlier answer comes after it', async () => {
		const answers: ((tier: Tier) => void)[] = [];
		const kept: KnownPlan[] = [];
		const source: LicenseSource = {
			name: 'settings',
			ask: () => new Promise((resolve) => answers.push((tier) => resolve(licenseOf(tier)))),
		};
		const memory = { ...noMemory, write: async (known: KnownPlan) => void kept.push(known) };
		const plan = new Plan([source], memory);
		const early = plan.tier();
		await waitFor({ what: 'a question', timeout: 60_000, interval: 1, look: () => answers[0] });
		plan.invalidate();
		const late = plan.tier();
		await waitFor({ what: 'another question', timeout: 60_000, interval: 1, look: () => answers[1] });
		answers[1]?.('community');
		expect(await late).to.equal('community');
		answers[0]?.('enterprise');
		await early;
		expect(kept.map(({ tier }) => tier)).to.deep.equal(['community']);
		expect(await plan.tier()).to.equal('community');
	});

	it('holds for a day while nobody answers, then the workspace counts as Community', async () => {
		const { plan, said, wait } = workspace({ settings: 'pro' });
		await plan.tier();
		said.settings = outage;
		wait(24 * HOUR - 1);
		expect(await shown(plan)).to.deep.equal(['pro', 'settings', 'outage']);
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal([undefined, undefined, 'outage']);
		expect(await plan.tier()).to.equal('community');
	});

	it('is not held where the REST API refuses the token', async () => {
		const { plan, said, wait } = workspace({ rest: 'enterprise', settings: 'unreadable' });
		await plan.tier();
		said.rest = new SourceFailure('token_refused');
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'token_refused']);
	});

	it('is not held against settings that cannot be read, where it is the settings that told it', async () => {
		const { plan, said, wait } = workspace({ rest: outage, settings: 'enterprise' });
		await plan.tier();
		said.settings = 'unreadable';
		wait(MINUTE);
		expect(await shown(plan)).to.deep.equal(['starter', 'settings', 'outage']);
	});

	it('is the last one while a source hangs, and nobody waits for that', async () => {
		const answers: ((license: License) => void)[] = [];
		let now = 0;
		const source: LicenseSource = {
			name: 'settings',
			ask: () => new Promise((resolve) => answers.push(resolve)),
		};
		const plan = new Plan([source], noMemory, () => now);
		const first = plan.tier();
		await waitFor({ what: 'a question', timeout: 1_000, interval: 1, look: () => answers[0] });
		answers[0]?.(licenseOf('pro'));
		expect(await first).to.equal('pro');
		now = MINUTE;
		expect(await plan.tier()).to.equal('pro');
		expect(answers).to.have.length(2);
		answers[1]?.(licenseOf('starter'));
		expect(await plan.tier()).to.equal('starter');
	});

	it('is Community where nobody has ever answered', async () => {
		const { plan } = workspace({ rest: outage, settings: new Error('the host is gone') });
		expect(await plan.tier()).to.equal('community');
	});

	it('is asked of the settings where the REST API has never answered', async () => {
		const { plan } = workspace({ rest: outage, settings: 'pro' });
		expect(await shown(plan)).to.deep.equal(['pro', 'settings', 'outage']);
	});

	it('is remembered over a restart, with its age', async () => {
		const { plan, said, wait, start } = workspace({ rest: 'pro' });
		await plan.tier();
		said.rest = outage;
		wait(24 * HOUR - MINUTE);
		const restarted = start();
		expect(await restarted.tier()).to.equal('pro');
		wait(MINUTE);
		expect(await restarted.tier()).to.equal('community');
	});

	it('is known although it cannot be remembered', async () => {
		const broken = {
			read: async () => Promise.reject(new Error('no reading')),
			write: async () => Promise.reject(new Error('no writing')),
		};
		const source: LicenseSource = { name: 'settings', ask: async () => licenseOf('pro') };
		expect(await new Plan([source], broken).tier()).to.equal('pro');
	});
});

describe('gate', () => {
	const gate = (tier: Tier) => new Plan([{ name: 'settings', ask: async () => licenseOf(tier) }], noMemory);

	it('tells what the plan has', async () => {
		expect(await gate('starter').has('mention')).to.equal(true);
		expect(await gate('community').has('mention')).to.equal(false);
	});

	it('lets through what the plan has', async () => {
		await gate('starter').require('federated_room');
		await gate('community').require('attachment');
	});

	it('refuses what the plan lacks, by its name and the lowest plan that has it', async () => {
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
