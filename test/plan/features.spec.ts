import { expect } from 'chai';
import { allFeatures, lacks, nameOf, tiers } from '../../src/plan/features';
import { translate } from '../../src/i18n';
import { ticks } from '../support/plan-table';

describe('plan table', () => {
	it('has these ticks and no others', () => {
		const table = allFeatures.map((feature) => [
			feature,
			tiers.map((tier) => (lacks(tier, feature) ? '–' : '✓')).join(' '),
		]);
		expect(Object.fromEntries(table)).to.deep.equal(ticks);
	});

	it('calls each feature by a name of its own', () => {
		const names = allFeatures.map((feature) => translate(nameOf(feature)));
		expect(new Set(names).size).to.equal(names.length);
	});
});
