import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDenoRuntime } from '../../../sandbox/workspace/engine/deno-runtime';
import { denoProgram, enginePackage, packageVersion } from '../../../sandbox/workspace/engine/paths';

describe("the Apps-Engine's Deno runtime", () => {
	before(() => prepareDenoRuntime());

	it('is prepared once: the second time nothing is said and nothing done', async () => {
		const lines: string[] = [];
		await prepareDenoRuntime((line) => lines.push(line));
		expect(lines).to.deep.equal([]);
	});

	it('is run by the Deno that npm installed, found on the PATH as `deno`', () => {
		const { stdout } = spawnSync('deno', ['--version'], { encoding: 'utf8' });
		expect(stdout).to.match(new RegExp(`^deno ${denoProgram().version.replaceAll('.', '\\.')} `));
	});

	it('leaves the engine in node_modules as npm installed it, in the version the sandbox follows', () => {
		expect(packageVersion(enginePackage)).to.equal('1.62.0');
		expect(readFileSync(join(enginePackage, 'deno-runtime', 'deno.jsonc'), 'utf8')).to.contain(
			'jsr:@std/io',
		);
	});
});
