import { expect } from 'chai';
import { planOf, type Licence } from '../../src/plan/licence';

const valid: Licence = { valid: true, tags: [], modules: [], trial: false, readable: true };

describe('what a licence counts as', () => {
	const table: readonly [what: string, licence: Partial<Licence>, plan: string][] = [
		['none', { valid: false }, 'community no_licence'],
		['an invalid one, whatever it says', { valid: false, tags: ['Enterprise'] }, 'community no_licence'],
		['the tag Starter', { tags: ['Starter'] }, 'starter tag'],
		['the tag Pro', { tags: ['Pro'] }, 'pro tag'],
		['the tag Enterprise', { tags: ['Enterprise'] }, 'enterprise tag'],
		['the tag Community', { tags: ['Community'] }, 'community tag'],
		['a tag in other letters, with spaces', { tags: [' eNTERPRISE '] }, 'enterprise tag'],
		['several tags', { tags: ['Starter', 'Gold', 'Pro'] }, 'pro tag'],
		['a known tag, with the module', { tags: ['Starter'], modules: ['federation'] }, 'starter tag'],
		['a trial', { tags: ['Pro'], trial: true }, 'pro tag'],
		['the tag of a trial', { tags: ['Enterprise trial'], trial: true }, 'enterprise tag'],
		['an unknown tag', { tags: ['Gold'] }, 'starter unknown_tag'],
		[
			'an unknown tag and other modules',
			{ tags: ['Gold'], modules: ['auditing'] },
			'starter unknown_tag',
		],
		['an unknown tag and federation', { tags: ['Gold'], modules: ['federation'] }, 'enterprise module'],
		['no tag', {}, 'starter unknown_tag'],
		['no tag and federation', { modules: ['auditing', 'federation'] }, 'enterprise module'],
		['a form only the server reads', { readable: false }, 'starter unreadable'],
	];
	for (const [what, licence, plan] of table) {
		it(`${what}: ${plan}`, () => {
			const { tier, rule } = planOf({ ...valid, ...licence });
			expect(`${tier} ${rule}`).to.equal(plan);
		});
	}
});
