import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { remedyFor } from './remedies';

/** Without it apps-cli breaks lines at column 80, and a secret or a known error could be split over two lines. */
const WIDE = 'data:text/javascript,globalThis.columns = 2000';

/** The result of a run of apps-cli. */
interface AppsCliRun {
	/** 0 if apps-cli was successful. */
	readonly exitCode: number;
	/** What apps-cli printed, without empty lines; `***` in place of each secret. */
	readonly lines: readonly string[];
	/** What the person can do, if apps-cli failed in a known way. */
	readonly remedy: string | undefined;
}

/**
 * Runs apps-cli in the folder of an app, without a terminal.
 * @param folder made by `withAppFolder`
 * @param secrets are replaced by `***` in all that apps-cli prints
 * @param print gets each line as soon as apps-cli has printed it
 */
export function runAppsCli(
	folder: string,
	given: readonly string[],
	secrets: readonly string[],
	print: (line: string) => void,
): Promise<AppsCliRun> {
	return new Promise((resolve, reject) => {
		const cli = spawn(process.execPath, ['--import', WIDE, appsCli(folder), ...given], {
			cwd: folder,
			env: appsCliEnvironment(),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const lines: string[] = [];
		let remedy: string | undefined;
		for (const input of [cli.stdout, cli.stderr]) {
			createInterface({ input }).on('line', (text) => {
				remedy ??= remedyFor(text);
				const line = withoutSecrets(text, secrets);
				if (line.trim() !== '') {
					lines.push(line);
					print(line);
				}
			});
		}
		cli.on('error', reject);
		cli.on('close', (exitCode) => {
			resolve({ exitCode: exitCode ?? 1, lines, remedy });
		});
	});
}

/**
 * Runs apps-cli at the terminal of this process, for commands that ask questions.
 * @returns its exit code
 */
export function runAppsCliAtTerminal(folder: string, given: readonly string[]): Promise<number> {
	return new Promise((resolve, reject) => {
		const cli = spawn(process.execPath, [appsCli(folder), ...given], {
			cwd: folder,
			env: appsCliEnvironment(),
			stdio: 'inherit',
		});
		cli.on('error', reject);
		cli.on('close', (exitCode) => {
			resolve(exitCode ?? 1);
		});
	});
}

function appsCli(folder: string): string {
	return path.join(folder, 'node_modules', '@rocket.chat', 'apps-cli', 'bin', 'run');
}

/** Without warnings: apps-cli is from 2021 and calls functions that newer versions of Node warn about. */
function appsCliEnvironment(): NodeJS.ProcessEnv {
	return { ...process.env, NODE_NO_WARNINGS: '1' };
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets.reduce((line, secret) => line.replaceAll(secret, '***'), text);
}
