import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { lastLines, runCommand } from './command';
import { forgetProcess, recordedProcess, recordProcess } from './process-record';
import { files } from './synapse-configuration';
import type { PreparedCommand, SynapseInstallation } from './synapse-source';

/** Synapse answers after 1 to 2 s on a fresh database; a slow machine may take many times that. Milliseconds. */
const START_LIMIT = 90_000;
/** How long Synapse gets to end by itself, in milliseconds. */
const STOP_LIMIT = 10_000;

/** A Synapse that was started here: one process, the leader of a group of its own. */
export class SynapseProcess {
	private readonly killAtExit = () => signal(this.id, 'SIGKILL');
	private readonly ended: Promise<string>;

	private constructor(
		private readonly child: ChildProcess,
		private readonly id: number,
		private readonly directory: string,
	) {
		process.on('exit', this.killAtExit);
		this.ended = new Promise((resolve) => {
			child.on('exit', (code, by) => {
				process.off('exit', this.killAtExit);
				resolve(by ?? `exit code ${String(code)}`);
			});
		});
	}

	/**
	 * Starts Synapse in its directory and waits until it answers.
	 * @param url where it will answer
	 * @throws Error with the last lines of its log if it ends or stays silent
	 */
	static async start(
		installation: SynapseInstallation,
		directory: string,
		url: string,
	): Promise<SynapseProcess> {
		const log = path.join(directory, files.log);
		await rename(log, `${log}.previous`).catch(() => undefined);
		const output = await open(log, 'a');
		try {
			const { file, parameters } = await endingWithThisProcess(
				installation.python(directory, [
					...['-m', 'synapse.app.homeserver', '--config-path', files.configuration],
				]),
			);
			const child = spawn(file, parameters, {
				cwd: directory,
				// A group of its own: Ctrl-C in the terminal reaches this process only, which ends things in order.
				detached: true,
				stdio: ['ignore', output.fd, output.fd],
			});
			const id = await startedId(child);
			await recordProcess(path.join(directory, files.processId), id);
			const started = new SynapseProcess(child, id, directory);
			await started.answers(`${url}/_matrix/client/versions`);
			return started;
		} finally {
			await output.close();
		}
	}

	/** Ends it: asked first, forced if it does not follow. */
	async stop(): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			await endProcess(this.id);
			await this.ended;
		}
		await forgetProcess(path.join(this.directory, files.processId));
	}

	private async answers(address: string): Promise<void> {
		const deadline = Date.now() + START_LIMIT;
		for (;;) {
			const state = await Promise.race([this.ended, respondsAt(address)]);
			if (state === true) {
				return;
			}
			if (typeof state === 'string') {
				await this.stop();
				throw new Error(await this.complaint(`ended while it started (${state})`));
			}
			if (Date.now() > deadline) {
				await this.stop();
				throw new Error(
					await this.complaint(`did not answer at ${address} within ${START_LIMIT / 1_000} s`),
				);
			}
		}
	}

	private async complaint(what: string): Promise<string> {
		const log = path.join(this.directory, files.log);
		const text = await readFile(log, 'utf8').catch(() => '');
		return `Synapse ${what}. The end of ${log}:\n${lastLines(text, 15) || '(empty)'}`;
	}
}

/**
 * Where the system can, it ends the command itself when this process dies without a chance to do it: a kill by
 * SIGKILL, a crash. Elsewhere the next start in the same directory does.
 */
async function endingWithThisProcess(command: PreparedCommand): Promise<PreparedCommand> {
	const bond = ['--pdeathsig', 'TERM'];
	const possible = await runCommand('setpriv', [...bond, 'true']).then(
		() => true,
		() => false,
	);
	return possible
		? { file: 'setpriv', parameters: [...bond, command.file, ...command.parameters] }
		: command;
}

/** Ends a Synapse that a crashed earlier start left running in this directory. */
export async function endForgottenProcess(directory: string): Promise<boolean> {
	const file = path.join(directory, files.processId);
	const id = await recordedProcess(file);
	if (id !== undefined) {
		await endProcess(id);
	}
	await forgetProcess(file);
	return id !== undefined;
}

async function endProcess(id: number): Promise<void> {
	signal(id, 'SIGTERM');
	if (!(await endsWithin(id, STOP_LIMIT))) {
		signal(id, 'SIGKILL');
		await endsWithin(id, STOP_LIMIT);
	}
}

/** To the whole group, so that nothing it may have started stays behind. */
function signal(leader: number, name: 'SIGTERM' | 'SIGKILL' | 0): boolean {
	try {
		return process.kill(-leader, name);
	} catch {
		return false;
	}
}

async function endsWithin(leader: number, limit: number): Promise<boolean> {
	const deadline = Date.now() + limit;
	while (signal(leader, 0)) {
		if (Date.now() > deadline) {
			return false;
		}
		await pause(25);
	}
	return true;
}

function startedId(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		child.once('spawn', () => resolve(child.pid ?? 0));
		child.once('error', reject);
	});
}

/** @returns after an answer at once, without one after a short while */
async function respondsAt(address: string): Promise<boolean> {
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
