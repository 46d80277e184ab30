import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { projectRoot } from '../../sandbox/workspace/engine/paths';

// Imports of types count, too: a type that everything imports and that imports everything back couples files just the same.
describe('imports, those of types included', () => {
	for (const folder of ['src', 'sandbox', 'bench', 'scripts', 'test']) {
		it(`form no circle of files in ${folder}`, () => {
			expect(circlesIn(folder)).to.deep.equal([]);
		});
	}

	it('are all read by this test: values, types, re-exports and dynamic imports', () => {
		const text = `import { a } from './a'; import type { B } from './b'; export * from './c'; const d = import('./d');`;
		expect(importsIn(text)).to.deep.equal(['./a', './b', './c', './d']);
	});

	it('in a circle are found, and imports of the same file are not', () => {
		const imports = new Map([
			['a', ['b', 'd']],
			['b', ['c', 'd']],
			['c', ['a']],
			['d', []],
		]);
		expect(circles(imports)).to.deep.equal([['a', 'b', 'c']]);
	});
});

/** The circles of a folder, each as the sorted paths of its files. */
function circlesIn(folder: string): string[][] {
	const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name));
	const known = new Set(files.map((file) => resolve(projectRoot, file)));
	const importsOf = (file: string): string[] =>
		importsIn(readFileSync(join(projectRoot, file), 'utf8'))
			.filter((specifier) => specifier.startsWith('.'))
			.map((specifier) => `${resolve(projectRoot, file, '..', specifier)}.ts`)
			.filter((path) => known.has(path))
			.map((path) => path.slice(projectRoot.length + 1));
	return circles(new Map(files.map((file) => [file, importsOf(file)])));
}

function importsIn(text: string): string[] {
	return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
}

/**
 * The strongly connected components with more than one file: files from which an import path leads to all the others.
 */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
	const reached = new Map([...imports.keys()].map((file) => [file, reachableFrom(file, imports)]));
	const isMutual = (one: string, other: string): boolean =>
		Boolean(reached.get(one)?.has(other) && reached.get(other)?.has(one));
	const components = [...imports.keys()].map((file) =>
		[...imports.keys()].filter((other) => isMutual(file, other)).sort(),
	);
	return components.filter((files, index) => files.length > 0 && files[0] === [...imports.keys()][index]);
}

function reachableFrom(start: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
	const reached = new Set<string>();
	const pending = [...(imports.get(start) ?? [])];
	for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
		if (!reached.has(file)) {
			reached.add(file);
			pending.push(...(imports.get(file) ?? []));
		}
	}
	return reached;
}
