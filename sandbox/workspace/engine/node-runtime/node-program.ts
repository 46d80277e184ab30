import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot, sandboxFolder } from '../paths';

const run = promisify(execFile);

/** The package file of the Node that is installed where the machine's own is too old. */
const packageFolder = join(projectRoot, 'tools', 'node');
const packageFiles = ['package.json', 'package-lock.json', '.npmrc'];

/** Time limit in milliseconds for the download of some 50 MB from the npm registry. */
const installTimeout = 300_000;

/**
 * Finds a Node with the permission model, which Node has without a flag of experiments since 22.13. Rocket.Chat 8.8
 * runs apps in Node 22, 9.0 in Node 24.
 * @returns path of this process's Node, or of one that is installed from the npm registry at the first use
 * @throws with what to do if there is none for this platform, or if it cannot be installed
 */
export async function nodeProgram(progress: (line: string) => void): Promise<string> {
	if (isNewEnough(process.versions.node)) {
		return process.execPath;
	}
	const name = `node-${process.platform}-${process.arch}`;
	const lock = readFileSync(join(packageFolder, 'package-lock.json'));
	const folder = join(sandboxFolder, 'node', createHash('sha256').update(lock).digest('hex').slice(0, 12));
	const program = join(folder, 'node_modules', name, 'bin', 'node');
	if (!existsSync(program)) {
		if (!lock.includes(`node_modules/${name}"`)) {
			throw new Error(
				`Apps run in Node 22.13 or newer, and this is Node ${process.versions.node}. The sandbox cannot ` +
					`install a newer one for ${process.platform} on ${process.arch}: install Node 24, or use ` +
					'npm start -- --runtime deno.',
			);
		}
		progress('installing a newer Node for the app (once) ...');
		await install(folder);
	}
	return program;
}

/** @param version such as `22.13.1` */
export function isNewEnough(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 22 || (major === 22 && minor >= 13);
}

async function install(folder: string): Promise<void> {
	// Installed in a folder of its own and then renamed, so that a second process never sees half an installation.
	const draft = `${folder}.${process.pid}`;
	mkdirSync(draft, { recursive: true });
	try {
		for (const file of packageFiles) {
			copyFileSync(join(packageFolder, file), join(draft, file));
		}
		await run('npm', ['ci', '--prefix', draft], { cwd: draft, timeout: installTimeout });
		if (!existsSync(folder)) {
			renameSync(draft, folder);
		}
	} catch (error) {
		const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
		throw new Error(
			[
				'A newer Node could not be installed from the npm registry. Apps run in Node 22.13 or newer.',
				output.trim().split('\n').slice(-10).join('\n'),
				'Check that the registry of your npm configuration can be reached, or use a newer Node.',
			].join('\n'),
			{ cause: error },
		);
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
}
