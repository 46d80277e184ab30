import { cp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../../sandbox/clients/waiting';
import type { Homeserver } from '../../sandbox/homeserver/homeserver';
import { commonFiles } from '../../sandbox/homeserver/homeserver-process';
import { recordedProcess } from '../../sandbox/homeserver/process-record';

/** Time limit for the homeserver's exit, in milliseconds. */
const EXIT_LIMIT = 30_000;

/** Sends signals to a homeserver that the sandbox started, as an operating system or an administrator does. */
export class HomeserverSignals {
	/** @param directory of the homeserver */
	constructor(
		private readonly homeserver: Homeserver,
		private readonly directory: string,
	) {}

	/** SIGKILL or SIGTERM. @returns when the process has ended */
	async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
		await this.send(signal);
		const file = path.join(this.directory, commonFiles.processId);
		await waitFor({
			what: 'the end of the homeserver',
			timeout: EXIT_LIMIT,
			interval: 50,
			look: async () => ((await recordedProcess(file)) === undefined ? true : undefined),
		});
	}

	/** Starts it again after `end`. */
	async restart(): Promise<void> {
		await this.homeserver.restart();
	}

	/** Keeps a copy of its data, as a backup does. To be called while it does not run. */
	async backUp(): Promise<void> {
		await cp(this.directory, this.backup, { recursive: true });
	}

	/** Puts the copy in the place of its data. To be called while it does not run. */
	async restore(): Promise<void> {
		await rm(this.directory, { recursive: true });
		await rename(this.backup, this.directory);
	}

	/** SIGSTOP: it keeps its connections and answers nothing. */
	async freeze(): Promise<void> {
		await this.send('SIGSTOP');
	}

	/** Ends `freeze`. */
	async thaw(): Promise<void> {
		await this.send('SIGCONT');
	}

	private get backup(): string {
		return `${this.directory}.backup`;
	}

	private async send(signal: NodeJS.Signals): Promise<void> {
		const record = await readFile(path.join(this.directory, commonFiles.processId), 'utf8');
		const { id } = JSON.parse(record) as { id: number };
		// The homeserver is the leader of its own process group.
		process.kill(-id, signal);
	}
}
