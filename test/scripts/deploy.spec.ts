import { expect } from 'chai';
import { stat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DeployOptions } from '../../scripts/apps-cli/deploy-options';
import { deploy } from '../../scripts/deploy';
import { withStandInAppsCli } from '../support/stand-in-apps-cli';

const options: DeployOptions = {
	login: { url: 'http://127.0.0.1:3000', username: 'admin', password: 'a secret' },
	secrets: ['a secret'],
	update: false,
};

describe('deploy', () => {
	it('gives apps-cli the login in a file that no other user may read, and never as an argument', async () => {
		await withStandInAppsCli(`console.log(...process.argv.slice(2));`, async (folder) => {
			const lines: string[] = [];
			expect(await deploy(folder, options, (line) => lines.push(line))).to.equal(true);
			expect(lines).to.deep.equal(['deploy']);
			const file = path.join(folder, '.rcappsconfig');
			expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal(options.login);
			expect((await stat(file)).mode & 0o077).to.equal(0);
		});
	});

	it('passes --update to apps-cli if the app has to be installed already', async () => {
		await withStandInAppsCli(`console.log(...process.argv.slice(2));`, async (folder) => {
			const lines: string[] = [];
			await deploy(folder, { ...options, update: true }, (line) => lines.push(line));
			expect(lines).to.deep.equal(['deploy --update']);
		});
	});

	for (const [failure, remedy] of [
		[
			'Error: Invalid username and password or missing 2FA code (if active)',
			'The workspace refused the login. Check --username and the password.',
		],
		['Error: Invalid API token', 'The workspace refused the token.'],
		[
			'Error: Deployment error: User does not have the permissions required for this action [error-unauthorized]',
			'This user may not install apps.',
		],
		[
			'Error: Deployment error: Can not update an App that does not currently exist.',
			'The app is not installed in this workspace. Leave --update out.',
		],
		[
			'Error: Deployment error: Cannot_Update_Exempt_App',
			'A workspace on Community takes no updates of private apps by upload.',
		],
	] as const) {
		it(`says what to do after: ${failure}`, async () => {
			const program = `console.error(${JSON.stringify(failure)}, 'a secret'); process.exit(2);`;
			await withStandInAppsCli(program, async (folder) => {
				const lines: string[] = [];
				expect(await deploy(folder, options, (line) => lines.push(line))).to.equal(false);
				expect(lines[0]).to.equal(`${failure} ***`);
				expect(lines[1]).to.include(remedy);
			});
		});
	}

	it('recognises a failure whose words contain the password', async () => {
		const program = `console.error('Invalid username and password'); process.exit(2);`;
		await withStandInAppsCli(program, async (folder) => {
			const lines: string[] = [];
			const login = { url: 'http://127.0.0.1:3000', username: 'admin', password: 'pass' };
			await deploy(folder, { login, secrets: ['pass'], update: false }, (line) => lines.push(line));
			expect(lines[0]).to.equal('Invalid username and ***word');
			expect(lines[1]).to.include('The workspace refused the login.');
		});
	});

	it('adds no remedy to an unknown failure', async () => {
		await withStandInAppsCli(`console.error('boom'); process.exit(1);`, async (folder) => {
			const lines: string[] = [];
			expect(await deploy(folder, options, (line) => lines.push(line))).to.equal(false);
			expect(lines).to.deep.equal(['boom']);
		});
	});
});
