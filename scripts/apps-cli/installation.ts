import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../app-json';

const folder = path.join(root, 'tools', 'apps-cli');
const modules = path.join(folder, 'node_modules');
/** Contains the hash of the lock file that was installed last. */
const mark = path.join(modules, '.installed-lock');

/**
 * Installs apps-cli from `tools/apps-cli`, unless the versions of the lock file are installed already.
 * @param onInstall is called before an installation, which takes about 20 seconds
 * @returns path of the `node_modules` with apps-cli and all that it needs
 * @throws Error with the end of npm's output if npm fails
 */
export async function installAppsCli(onInstall: () => void = () => undefined): Promise<string> {
	const lock = createHash('sha256')
		.update(await readFile(path.join(folder, 'package-lock.json')))
		.digest('hex');
	const installed = await readFile(mark, 'utf8').catch(() => undefined);
	if (installed !== lock) {
		onInstall();
		await npmCi();
		await writeFile(mark, lock);
	}
	return modules;
}

/** Uses `--prefix`, because `npm run` sets variables that point npm to the project whose script it runs. */
function npmCi(): Promise<void> {
	return new Promise((resolve, reject) => {
		const npm = spawn('npm', ['ci', '--prefix', folder], {
			cwd: folder,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const output: string[] = [];
		for (const stream of [npm.stdout, npm.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
		}
		npm.on('error', reject);
		npm.on('close', (code) => {
			if (code === 0) {
				resolve();
				return;
			}
			const end = output.join('').trim().split('\n').slice(-10).join('\n');
			reject(
				new Error(
					`npm ci failed in tools/apps-cli. It needs a connection to the npm registry.\n${end}`,
				),
			);
		});
	});
}
