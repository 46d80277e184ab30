import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { differencesTable } from '../support/homeserver-differences';

describe('docs/homeservers.md', () => {
	it('has the table of what the tests find on each homeserver', async () => {
		const page = await readFile(new URL('../../docs/homeservers.md', import.meta.url), 'utf8');
		expect(page).to.include(differencesTable());
	});
});
