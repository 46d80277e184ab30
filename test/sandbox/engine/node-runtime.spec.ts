import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRuntimeFile } from '../../../sandbox/workspace/engine/node-runtime/bundle';
import { runtimeDifferences } from '../../../sandbox/workspace/engine/node-runtime/differences';
import { isNewEnough, nodeProgram } from '../../../sandbox/workspace/engine/node-runtime/node-program';
import { enginePackage } from '../../../sandbox/workspace/engine/paths';

describe("the Apps-Engine's Node runtime", () => {
	it('is made once: the second time it is the same file', async () => {
		const file = await nodeRuntimeFile();
		expect(await nodeRuntimeFile()).to.equal(file);
		expect(readFileSync(file, 'utf8')).to.include('This is a Deno wrapper for Rocket.Chat Apps');
	});

	it('is run by a Node that has the permission model', async function () {
		// The first use on an older Node installs a newer one.
		this.timeout(300_000);
		const node = await nodeProgram(() => undefined);
		const { stdout, status } = spawnSync(
			node,
			['--permission', '-p', 'process.versions.node + " " + process.permission.has("fs.write")'],
			{ encoding: 'utf8' },
		);
		const [version = '', mayWrite] = stdout.trim().split(' ');
		expect(status).to.equal(0);
		expect(isNewEnough(version), version).to.equal(true);
		expect(mayWrite).to.equal('false');
	});

	for (const [version, expected] of [
		['20.20.2', false],
		['22.12.0', false],
		['22.13.0', true],
		['24.21.0', true],
	] as const) {
		it(`${expected ? 'takes' : 'does not take'} Node ${version}`, () => {
			expect(isNewEnough(version)).to.equal(expected);
		});
	}

	for (const { what, follows, file, change } of runtimeDifferences) {
		it(`differs from the Deno runtime: ${what} (${follows})`, () => {
			const text = readFileSync(join(enginePackage, 'deno-runtime', file), 'utf8');
			expect(change(text)).not.to.equal(text);
		});
	}

	it('is not made of another engine, in which a difference finds nothing to change', () => {
		const changes = runtimeDifferences.filter(({ file }) => file === 'handlers/app/construct.ts');
		expect(changes).to.have.length(2);
		for (const { change } of changes) {
			expect(() => change('the text of another version')).to.throw('0 times, not once');
		}
	});
});
