import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { transform } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkspaceAdministration } from '../../sandbox/clients/workspace-administration';
import { WorkspacePerson } from '../../sandbox/clients/workspace-client';
import { startWorkspace, type Workspace } from '../../sandbox/workspace/workspace';
import { readAppJson } from '../../scripts/app-json';
import { withAppFolder } from '../../scripts/apps-cli/app-folder';
import type { DeployLogin } from '../../scripts/apps-cli/deploy-options';
import { installAppsCli } from '../../scripts/apps-cli/installation';
import { appsCliRemedies } from '../../scripts/apps-cli/remedies';
import { deploy } from '../../scripts/deploy';
import { packagedAppJson } from '../support/installed-app';

/** The output for the person who deploys. */
interface Outcome {
	readonly isDeployed: boolean;
	readonly output: string;
}

async function deployFrom(folder: string, login: DeployLogin, secret: string): Promise<Outcome> {
	const lines: string[] = [];
	const isDeployed = await deploy(folder, { login, secrets: [secret], update: false }, (line) =>
		lines.push(line),
	);
	return { isDeployed, output: lines.join('\n') };
}

/** The code inside the function of the class file, without what compilers may write in several ways. */
async function bundledCode(source: string): Promise<string> {
	const begin = '(function (module, exports) {';
	const inner = source.slice(source.indexOf(begin) + begin.length, source.lastIndexOf('})(bundled,'));
	const options = { minifySyntax: true, minifyWhitespace: true, legalComments: 'none' } as const;
	return (await transform(inner, options)).code;
}

describe('npm run deploy', () => {
	const admin = { username: 'admin', password: 'a password for tests' };
	let modules: string;
	let directory: string;
	let workspace: Workspace;
	let installed: Outcome;
	let unreached: Outcome;
	let source: string;
	let zip: AdmZip;

	before(async () => {
		modules = await installAppsCli();
		directory = await mkdtemp(path.join(tmpdir(), 'federation-'));
		workspace = await startWorkspace({ port: 0, directory: path.join(directory, 'workspace'), admin });
		const { nameSlug, version } = await readAppJson();
		const { url } = workspace;
		await withAppFolder(modules, async (folder) => {
			unreached = await deployFrom(folder, { url: 'http://127.0.0.1:9', ...admin }, admin.password);
			installed = await deployFrom(folder, { url, ...admin }, admin.password);
			source = await readFile(path.join(folder, 'FederationApp.ts'), 'utf8');
			zip = new AdmZip(await readFile(path.join(folder, 'dist', `${nameSlug}_${version}.zip`)));
		});
	});
	after(async () => {
		await workspace.stop();
		await rm(directory, { recursive: true });
	});

	it('installs the app, which the engine enables and whose command answers', async () => {
		expect(installed.output).to.match(/Uploading App\.\.\. ✓/);
		expect(installed.isDeployed).to.equal(true);
		const person = await WorkspacePerson.login(workspace.url, admin.username, admin.password);
		try {
			const { id } = await readAppJson();
			expect(await new WorkspaceAdministration(person).appStatus(id)).to.equal('manually_enabled');
			await person.runCommand('federation', 'help', 'GENERAL');
			const { text } = await person.waitForNotice(() => true);
			expect(text).to.include('/federation status');
		} finally {
			person.stop();
		}
	});

	it('uploads a zip with the same app.json as npm run package', () => {
		const uploaded = JSON.parse(zip.readAsText('app.json')) as Record<string, unknown>;
		// The engine loads the .js file if `classFile` names a .ts file.
		expect({ ...uploaded, classFile: 'FederationApp.js' }).to.deep.equal(packagedAppJson());
	});

	it('uploads the bundle as it is: the compiler of apps-cli changes the layout of the code only', async () => {
		expect(await bundledCode(zip.readAsText('FederationApp.js'))).to.equal(await bundledCode(source));
	});

	it('leaves the login and the modules out of the zip', () => {
		const names = zip.getEntries().map(({ entryName }) => entryName);
		const texts = ['de', 'en', 'es', 'fr', 'pt-BR'].map((language) => `i18n/${language}.json`);
		expect(names.sort()).to.deep.equal([
			'.packagedby',
			'FederationApp.js',
			'app.json',
			...texts,
			'icon.png',
			'package.json',
		]);
	});

	it('has remedies for messages of this version of apps-cli', async () => {
		const helpers = path.join(modules, '@rocket.chat', 'apps-cli', 'lib', 'misc', 'deployHelpers.js');
		const code = await readFile(helpers, 'utf8');
		expect(Object.keys(appsCliRemedies).filter((words) => !code.includes(words))).to.deep.equal([]);
	});

	it('says what to do if no workspace answers', () => {
		expect(unreached.isDeployed).to.equal(false);
		expect(unreached.output).to.include('No Rocket.Chat workspace answers at this address.');
	});
});
