import { expect } from 'chai';
import { planOf, type License } from '../../src/plan/license';

const valid: License = { valid: true, tags: [], modules: [], trial: false, readable: true };

describe('planOf', () => {
	const table: readonly [what: string, license: Partial<License>, plan: string][] = [
		['none', { valid: false }, 'community no_license'],
		['an invalid one with any tag', { valid: false, tags: ['Enterprise'] }, 'community no_license'],
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
		['a form that only the server reads', { readable: false }, 'starter unreadable'],
	];
	for (const [what, license, plan] of table) {
		it(`${what}: ${plan}`, () => {
			const { tier, rule } = planOf({ ...valid, ...license });
			expect(`${tier} ${rule}`).to.equal(plan);
		});
	}
});
