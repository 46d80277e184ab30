import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pages, planTable, withPlanTable } from '../../scripts/plan-table';

describe('plan table of the documentation', () => {
	for (const page of pages) {
		it(`is up to date in ${path.basename(page)}; npm run docs brings it there`, async () => {
			const text = await readFile(page, 'utf8');
			expect(text).to.equal(withPlanTable(text));
		});
	}

	it('has a row for each feature and a column for each plan', () => {
		const [head, , ...rows] = planTable().split('\n');
		expect(head).to.equal('| feature | Community | Starter | Pro | Enterprise |');
		expect(rows).to.have.length(15);
		expect(rows).to.include('| Roles inside rooms | – | ✓ | ✓ | ✓ |');
	});

	it('is not put into a page without the marks', () => {
		expect(() => withPlanTable('# A page')).to.throw('needs the marks');
	});
});
