import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parkedTable } from './parked-table';
import { planTable } from './plan-table';
import { settingsTable } from './settings-table';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The tables that are generated, by the name in the marks around them. */
const tables = {
	'plan table': planTable,
	'settings table': settingsTable,
	'parked table': parkedTable,
};

type Table = keyof typeof tables;

/** The pages that hold generated tables. */
export const pages: readonly { readonly file: string; readonly tables: readonly Table[] }[] = [
	{ file: path.join(root, 'README.md'), tables: ['plan table'] },
	{
		file: path.join(root, 'docs/admin-guide.md'),
		tables: ['settings table', 'plan table', 'parked table'],
	},
];

/**
 * @returns the page with an up-to-date table between the table's two marks
 * @throws Error if a mark is missing
 */
export function withTable(page: string, table: Table): string {
	const begin = `<!-- ${table}: npm run docs -->`;
	const end = `<!-- /${table} -->`;
	const from = page.indexOf(begin);
	const to = page.indexOf(end);
	if (from === -1 || to < from) {
		throw new Error(`a page needs the marks ${begin} and ${end}`);
	}
	return `${page.slice(0, from + begin.length)}\n\n${tables[table]()}\n\n${page.slice(to)}`;
}

/** @returns the page with all its tables up to date */
export function withTables(page: string, names: readonly Table[]): string {
	return names.reduce(withTable, page);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	for (const { file, tables: names } of pages) {
		await writeFile(file, withTables(await readFile(file, 'utf8'), names));
	}
}
