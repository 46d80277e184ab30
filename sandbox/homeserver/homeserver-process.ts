import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { lastLines, runCommand } from './command';
import { forgetProcess, recordedProcess, recordProcess } from './process-record';
import type { PreparedCommand } from './prepared-command';

/** Names of the files in the homeserver's directory that do not depend on its software. */
export const commonFiles = {
	log: 'homeserver.log',
	processId: 'homeserver.pid',
	secrets: 'secrets.json',
	certificate: 'tls.crt',
	certificateKey: 'tls.key',
} as const;

/** A homeserver answers after 1 to 2 s with a new database; a slow machine may need much longer. In milliseconds. */
const START_LIMIT = 90_000;
/** Time that a homeserver gets to exit after SIGTERM, in milliseconds; then comes SIGKILL. */
const STOP_LIMIT = 10_000;

/** What the error says of a homeserver that ended before it answered. */
const ENDED_EARLY = 'ended while it started';

/** A running homeserver that this process started: one process, the leader of its own process group. */
export class HomeserverProcess {
	private readonly killAtExit = () => signal(this.id, 'SIGKILL');
	/** Resolves when the process exits, with the signal or the exit code, for display. */
	private readonly exited: Promise<string>;

	private constructor(
		private readonly child: ChildProcess,
		private readonly id: number,
		private readonly directory: string,
		private readonly software: string,
	) {
		process.on('exit', this.killAtExit);
		this.exited = new Promise((resolve) => {
			child.on('exit', (code, signalName) => {
				process.off('exit', this.killAtExit);
				resolve(signalName ?? `exit code ${String(code)}`);
			});
		});
	}

	/**
	 * Starts a homeserver in its directory and waits until it answers. One that ends while it starts is started once more:
	 * Dendrite 0.13.8 sometimes consumes an event of the time before its restart before it is ready for it, and ends.
	 * @param software its name, for errors
	 * @param url where it will answer
	 * @throws Error with the last lines of its log if it exits or does not answer in time
	 */
	static async start(
		...started: readonly [software: string, command: PreparedCommand, directory: string, url: string]
	): Promise<HomeserverProcess> {
		return HomeserverProcess.startOnce(...started).catch((error: unknown) => {
			if (!String(error).includes(ENDED_EARLY)) {
				throw error;
			}
			return HomeserverProcess.startOnce(...started);
		});
	}

	private static async startOnce(
		software: string,
		command: PreparedCommand,
		directory: string,
		url: string,
	): Promise<HomeserverProcess> {
		const log = path.join(directory, commonFiles.log);
		await rename(log, `${log}.previous`).catch(() => undefined);
		const output = await open(log, 'a');
		try {
			const { file, parameters } = await boundToThisProcess(command);
			const child = spawn(file, parameters, {
				cwd: directory,
				// Its own process group: Ctrl-C in the terminal reaches only this process, which stops everything in order.
				detached: true,
				stdio: ['ignore', output.fd, output.fd],
			});
			const id = await idOfSpawned(child);
			await recordProcess(path.join(directory, commonFiles.processId), id);
			const started = new HomeserverProcess(child, id, directory, software);
			await started.waitForAnswer(`${url}/_matrix/client/versions`);
			return started;
		} finally {
			await output.close();
		}
	}

	/** Stops the homeserver with SIGTERM, and with SIGKILL if it does not exit in time. */
	async stop(): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			await stopProcess(this.id);
			await this.exited;
		}
		await forgetProcess(path.join(this.directory, commonFiles.processId));
	}

	private async waitForAnswer(address: string): Promise<void> {
		const deadline = Date.now() + START_LIMIT;
		for (;;) {
			const state = await Promise.race([this.exited, requestOrPause(address)]);
			if (state === true) {
				return;
			}
			if (typeof state === 'string') {
				await this.stop();
				throw new Error(await this.failureText(`${ENDED_EARLY} (${state})`));
			}
			if (Date.now() > deadline) {
				await this.stop();
				throw new Error(
					await this.failureText(`did not answer at ${address} within ${START_LIMIT / 1_000} s`),
				);
			}
		}
	}

	private async failureText(what: string): Promise<string> {
		const log = path.join(this.directory, commonFiles.log);
		const text = await readFile(log, 'utf8').catch(() => '');
		return `${this.software} ${what}. The end of ${log}:\n${lastLines(text, 15) || '(empty)'}`;
	}
}

/**
 * Makes Linux send SIGTERM to the command when this process dies (`setpriv --pdeathsig`), also after a crash or
 * SIGKILL. Without `setpriv` the command stays as it is; `stopLeftoverProcess` then stops the process at the next start.
 */
export async function boundToThisProcess(command: PreparedCommand): Promise<PreparedCommand> {
	const options = ['--pdeathsig', 'TERM'];
	const supported = await runCommand('setpriv', [...options, 'true']).then(
		() => true,
		() => false,
	);
	return supported
		? { file: 'setpriv', parameters: [...options, command.file, ...command.parameters] }
		: command;
}

/**
 * Stops a homeserver that an earlier start, which crashed, left running in this directory.
 * @returns whether there was one
 */
export async function stopLeftoverProcess(directory: string): Promise<boolean> {
	const file = path.join(directory, commonFiles.processId);
	const id = await recordedProcess(file);
	if (id !== undefined) {
		await stopProcess(id);
	}
	await forgetProcess(file);
	return id !== undefined;
}

async function stopProcess(id: number): Promise<void> {
	signal(id, 'SIGTERM');
	if (!(await exitsWithin(id, STOP_LIMIT))) {
		signal(id, 'SIGKILL');
		await exitsWithin(id, STOP_LIMIT);
	}
}

/**
 * Signals the whole process group, so that child processes exit too.
 * @param name 0 only checks that the group exists
 * @returns whether the group exists
 */
function signal(leader: number, name: 'SIGTERM' | 'SIGKILL' | 0): boolean {
	try {
		return process.kill(-leader, name);
	} catch {
		return false;
	}
}

/** Waits for the exit. @param limit in milliseconds @returns whether the process exited in time */
async function exitsWithin(leader: number, limit: number): Promise<boolean> {
	const deadline = Date.now() + limit;
	while (signal(leader, 0)) {
		if (Date.now() > deadline) {
			return false;
		}
		await pause(25);
	}
	return true;
}

function idOfSpawned(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once('spawn', () => resolve(child.pid ?? 0));
		child.once('error', reject);
	});
}

/** Requests the address once. Waits a moment if that fails. @returns whether the answer was a success */
async function requestOrPause(address: string): Promise<boolean> {
	const responded = await fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
		({ ok }) => ok,
		() => false,
	);
	if (!responded) {
		await pause(100);
	}
	return responded;
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
