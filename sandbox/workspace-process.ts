import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './clients/waiting';
import { givenWorkspace, type GivenWorkspace } from './given-workspace';
import { boundToThisProcess } from './homeserver/homeserver-process';
import type { AppRuntime } from './workspace/engine/app-runtime';
import type { Plan } from './workspace/licensing/plans';
import type { ServerVersion } from './workspace/server-version';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The first start of a machine prepares the engine. In milliseconds. */
const START_LIMIT = 600_000;

interface WorkspaceProcessOptions {
	/** The folder that keeps everything between two starts. */
	readonly stateFolder: string;
	/** On 127.0.0.1. */
	readonly port: number;
	/** Its new plan; undefined: it keeps its plan. */
	readonly plan: Plan | undefined;
	readonly serverVersion?: ServerVersion;
	readonly runtime: AppRuntime;
}

/** A workspace in a process of its own. */
export interface WorkspaceProcess extends GivenWorkspace {
	stop(): Promise<void>;
}

/**
 * Starts a workspace in a process of its own: the Apps-Engine can run only once in a process. It ends with this process.
 * @throws Error with the output if it does not start
 */
export async function startWorkspaceProcess(options: WorkspaceProcessOptions): Promise<WorkspaceProcess> {
	const { stateFolder, port, plan, serverVersion, runtime } = options;
	const { file, parameters } = await boundToThisProcess({
		file: process.execPath,
		parameters: [
			...['--import', 'tsx', path.join('sandbox', 'start-workspace.ts')],
			...['--state', stateFolder, '--workspace-port', String(port), '--runtime', runtime],
			...(plan === undefined ? [] : ['--plan', plan]),
			...(serverVersion === undefined ? [] : ['--server', serverVersion]),
		],
	});
	// Its own process group: Ctrl-C in the terminal reaches only this process, which stops everything in order.
	const child = spawn(file, parameters, { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	const killAtExit = () => child.kill('SIGKILL');
	process.on('exit', killAtExit);
	child.once('exit', () => process.off('exit', killAtExit));
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
	}
	const workspace = await waitFor({
		what: 'a workspace in another process',
		timeout: START_LIMIT,
		interval: 50,
		look: () => {
			if (child.exitCode !== null) {
				throw new Error(`The second workspace has ended:\n${output}`);
			}
			return workspaceIn(output);
		},
		instead: () => output,
	});
	return { ...workspace, stop: () => stopProcess(child) };
}

/** @returns the workspace whose variables are printed in the output; undefined before that */
function workspaceIn(output: string): GivenWorkspace | undefined {
	const [line] = /^SANDBOX_WORKSPACE_URL=.*(?=\n)/m.exec(output) ?? [];
	return line === undefined
		? undefined
		: givenWorkspace(
				Object.fromEntries(
					line.split(' ').map((pair): [string, string] => {
						const [name = '', ...value] = pair.split('=');
						return [name, value.join('=')];
					}),
				),
			);
}

async function stopProcess(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		await ended;
	}
}
