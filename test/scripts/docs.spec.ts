import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pages, withTable, withTables } from '../../scripts/docs';
import { parkedTable } from '../../scripts/parked-table';
import { planTable } from '../../scripts/plan-table';
import { settingsTable } from '../../scripts/settings-table';

describe('generated tables of the documentation', () => {
	for (const { file, tables } of pages) {
		it(`are up to date in ${path.basename(file)}; npm run docs updates them`, async () => {
			const text = await readFile(file, 'utf8');
			expect(text).to.equal(withTables(text, tables));
		});
	}

	it('are not put into a page without the marks', () => {
		expect(() => withTable('# A page', 'plan table')).to.throw('needs the marks');
	});
});

describe('plan table of the documentation', () => {
	it('has a row for each feature, a column for each plan and one for this version', () => {
		const [head, , ...rows] = planTable().split('\n');
		expect(head).to.equal('| feature | Community | Starter | Pro | Enterprise | in this version |');
		expect(rows).to.have.length(15);
		expect(rows).to.include('| Roles inside rooms | – | ✓ | ✓ | ✓ | ✓ |');
		expect(rows).to.include('| Avatars | ✓ | ✓ | ✓ | ✓ | ✓ |');
		expect(rows).to.include('| Formatted text | ✓ | ✓ | ✓ | ✓ | ✓ |');
	});
});

describe('settings table of the documentation', () => {
	it('has a part for each section, with a row for each setting, its default and description', () => {
		const lines = settingsTable().split('\n');
		const parts = lines.filter((line) => line.startsWith('**'));
		expect(parts).to.deep.equal(['**Homeserver**', '**People and invitations**', '**Workspace access**']);
		const [, , head, , ...rows] = lines;
		expect(head).to.equal('| setting | default | meaning |');
		expect(rows.filter((row) => row.includes('`) | '))).to.have.length(25);
		expect(rows[2]).to.match(/^\| Callback address \(`callback_url`\) \| empty \| \S/);
		expect(rows[3]).to.match(/^\| Application service id \(`appservice_id`\) \| `rocketchat` \| \S/);
		expect(rows[4]).to.match(/\(`as_token`\) \| generated \| \S/);
		expect(rows[10]).to.match(/\(`intake`\) \| Push: the homeserver calls the workspace \| \S/);
		expect(rows.join('\n')).to.match(/\(`invite_policy`\) \| Ask the invited user \| \S/);
	});
});

describe('parked table of the documentation', () => {
	it('has a row for each reason, with its meaning and remedy', () => {
		const [head, , ...rows] = parkedTable().split('\n');
		expect(head).to.equal('| reason | meaning and remedy |');
		expect(rows).to.include('| `archived` | The room in Rocket.Chat is archived. Unarchive it. |');
		expect(rows.at(-1)).to.equal(
			"| `unexpected`, and every other | Something unexpected went wrong. The app's log has the details. |",
		);
	});
});
