import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));
const decisions = (await markdownIn('docs/decisions')).filter((page) => /\/\d{4}-/.test(page));
const pages = ['README.md', 'CONTRIBUTING.md', ...(await markdownIn('docs')), ...decisions].filter((page) =>
	existsSync(path.join(root, page)),
);

/** The pages of a folder, without those of its folders. */
async function markdownIn(folder: string): Promise<string[]> {
	const names = await readdir(path.join(root, folder));
	return names.filter((name) => name.endsWith('.md')).map((name) => path.join(folder, name));
}

/** Lines without what indents them, so that a page may show a block of any depth. */
const lines = (text: string) =>
	text
		.split('\n')
		.map((line) => line.trim())
		.join('\n')
		.trim();

/** @returns the anchors of the headings of a page */
function headingsIn(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/\s/g, '-'),
	);
}

describe('the documentation', () => {
	for (const page of pages) {
		it(`of ${page} names files that exist`, async () => {
			const text = await readFile(path.join(root, page), 'utf8');
			const named = text.matchAll(
				/`((?:src|test|scripts|docs|i18n|sandbox|bench|tools)\/[\w./-]*\w)\/?`/g,
			);
			const missing = [...named].flatMap(([, name = '']) =>
				existsSync(path.join(root, name)) ? [] : name,
			);
			expect(missing).to.deep.equal([]);
		});

		it(`of ${page} links to files that exist`, async () => {
			const text = await readFile(path.join(root, page), 'utf8');
			const links = text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g);
			const folder = path.dirname(path.join(root, page));
			for (const [, link = '', anchor] of links) {
				const target = link === '' ? path.join(root, page) : path.join(folder, link);
				expect(existsSync(target), link).to.equal(true);
				if (anchor !== undefined) {
					expect(headingsIn(await readFile(target, 'utf8')), link).to.include(anchor);
				}
			}
		});

		it(`of ${page} shows code as it is in its file`, async () => {
			const text = await readFile(path.join(root, page), 'utf8');
			const blocks = text.matchAll(/<!-- ([\w./-]+) -->\s+```\w+\n([^]*?)\n```/g);
			for (const [, file = '', code = ''] of blocks) {
				expect(lines(await readFile(path.join(root, file), 'utf8')), file).to.include(lines(code));
			}
		});
	}

	for (const page of decisions) {
		it(`of ${page} asks a question, says the choice and what would change it, and is in the list`, async () => {
			const text = await readFile(path.join(root, page), 'utf8');
			const list = await readFile(path.join(root, 'docs/decisions/README.md'), 'utf8');
			const [, title = ''] = /^# \d+\. (.+)$/m.exec(text) ?? [];
			expect(list).to.include(`[${title}](${path.basename(page)})`);
			if (!text.includes('\nSuperseded by [')) {
				expect(headingsIn(text)).to.include.members([
					'question',
					'choice',
					'what-would-change-our-mind',
				]);
			}
		});
	}

	it('of docs/admin-guide.md names the id of the app in the address of the registration file', async () => {
		const app = JSON.parse(await readFile(path.join(root, 'app.json'), 'utf8')) as { id: string };
		const guide = await readFile(path.join(root, 'docs/admin-guide.md'), 'utf8');
		expect(guide).to.include(`/api/apps/public/${app.id}/registration`);
	});
});
