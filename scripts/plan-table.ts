import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { translate } from '../src/i18n';
import { allFeatures, lacks, nameOf, tierNames, tiers } from '../src/plan/features';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The pages that hold the plan table, between two marks. */
export const pages = ['README.md', 'docs/admin-guide.md'].map((page) => path.join(root, page));

const begin = '<!-- plan table: npm run docs -->';
const end = '<!-- /plan table -->';

/** The plan table as Markdown, made from the features that the app itself goes by. */
export function planTable(): string {
	const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [
		row(['feature', ...tiers.map((tier) => tierNames[tier])]),
		row(['---', ...tiers.map(() => ':-:')]),
		...allFeatures.map((feature) =>
			row([translate(nameOf(feature)), ...tiers.map((tier) => (lacks(tier, feature) ? '–' : '✓'))]),
		),
	].join('\n');
}

/**
 * @returns a page with the table as it is to be
 * @throws Error where the page has not both marks
 */
export function withPlanTable(page: string): string {
	const from = page.indexOf(begin);
	const to = page.indexOf(end);
	if (from === -1 || to < from) {
		throw new Error(`a page needs the marks ${begin} and ${end}`);
	}
	return `${page.slice(0, from + begin.length)}\n\n${planTable()}\n\n${page.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	for (const page of pages) {
		await writeFile(page, withPlanTable(await readFile(page, 'utf8')));
	}
}
