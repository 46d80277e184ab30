import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/app-json';

interface PackageFile {
	readonly version: string;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (...names: string[]) => readFile(path.join(root, ...names), 'utf8');
const readPackageFile = async (...names: string[]) => JSON.parse(await read(...names)) as PackageFile;

/** The packages in the first column of the table below a heading. */
async function documented(heading: string): Promise<string[]> {
	const page = await read('docs', 'dependencies.md');
	const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
	const cells = section.split('\n').flatMap((line) => /^\| (`.+?) \|/.exec(line)?.[1] ?? []);
	return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)).sort();
}

describe('docs/dependencies.md', () => {
	it('has a row for each package in the zip and for no other', async () => {
		const { dependencies } = await readPackageFile('package.json');
		expect(await documented('In the zip')).to.deep.equal(Object.keys(dependencies).sort());
	});

	it('has a row for each package for building and testing and for no other', async () => {
		const { devDependencies = {} } = await readPackageFile('package.json');
		expect(await documented('For building and testing')).to.deep.equal(
			Object.keys(devDependencies).sort(),
		);
	});

	it('has a row for each package that apps-cli is installed with and for no other', async () => {
		const { dependencies } = await readPackageFile('tools', 'apps-cli', 'package.json');
		expect(await documented('For deploying')).to.deep.equal(Object.keys(dependencies).sort());
	});

	it('has a row for each package of a newer Node and for no other', async () => {
		const { optionalDependencies = {} } = await readPackageFile('tools', 'node', 'package.json');
		expect(await documented('For running apps in Node')).to.deep.equal(
			Object.keys(optionalDependencies).sort(),
		);
	});
});

describe('the version', () => {
	it('is the same in package.json, package-lock.json, app.json and the changelog', async () => {
		const { version } = await readPackageFile('package.json');
		expect((await readPackageFile('package-lock.json')).version).to.equal(version);
		expect((await readPackageFile('app.json')).version).to.equal(version);
		const [, newest] = /^## \[?(\d+\.\d+\.\d+)/m.exec(await read('CHANGELOG.md')) ?? [];
		expect(newest).to.equal(version);
	});
});
