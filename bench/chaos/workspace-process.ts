import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../sandbox/clients/waiting';
import type {
	HostCallKill,
	HostCalls,
	WorkspaceCounts,
	WorkspaceFigures,
	WorkspaceReport,
	WorkspaceRequest,
	WorkspaceStart,
} from './workspace-protocol';

const program = fileURLToPath(new URL('workspace-program.ts', import.meta.url));

/** Milliseconds that SIGTERM has to stop the workspace. */
const STOP_LIMIT = 30_000;
/** Milliseconds after which a lock on the database is one that a killed process has left. */
const STALE_LOCK = 1_000;
/** Milliseconds in which the engine starts a dead app again; it notices a frozen one after 43 seconds. */
const RESTART_LIMIT = 120_000;

/** A workspace in a process of its own, which can be killed and started again on the same data. */
export class WorkspaceProcess {
	private child: ChildProcess | undefined;
	private lastRequest = 0;
	private readonly answers = new Map<number, (answer: unknown) => void>();

	constructor(private readonly options: WorkspaceStart) {}

	get port(): number {
		return this.options.port;
	}

	get isRunning(): boolean {
		return this.child?.exitCode === null && this.child.signalCode === null;
	}

	/** @throws Error if the workspace does not start */
	async start(): Promise<void> {
		const { clockModule } = this.options;
		const child = fork(program, [JSON.stringify(this.options)], {
			execArgv: ['--import', 'tsx', ...(clockModule === undefined ? [] : ['--require', clockModule])],
			// Its own process group, so that Ctrl-C reaches only this process, which stops everything in order.
			detached: true,
			stdio: ['ignore', 'ignore', process.env.CHAOS_VERBOSE ? 'inherit' : 'ignore', 'ipc'],
		});
		this.child = child;
		await new Promise<void>((resolve, reject) => {
			child.on('message', (message) => {
				const report = message as WorkspaceReport;
				if (report.report === 'ready') {
					resolve();
				} else if (report.report === 'failed') {
					reject(new Error(`the workspace does not start: ${report.reason}`));
				} else {
					this.answers.get(report.id)?.(report.answer);
					this.answers.delete(report.id);
				}
			});
			child.once('exit', (code, signal) => {
				reject(new Error(`the workspace ended: ${String(signal ?? code)}`));
				// Nobody answers any more.
				this.answers.forEach((answer) => answer(undefined));
				this.answers.clear();
			});
		});
	}

	/** SIGKILL, as in a crash of the server. Its app's process ends when it notices. */
	async crash(): Promise<void> {
		await this.end('SIGKILL');
		if (this.options.sharesDatabase) {
			await removeStaleLock(path.join(this.options.directory, 'workspace.sqlite.lock'));
		}
	}

	/** SIGTERM, as when an administrator restarts the server. */
	async stop(): Promise<void> {
		const { child } = this;
		const overdue = setTimeout(() => child?.kill('SIGKILL'), STOP_LIMIT);
		await this.end('SIGTERM');
		clearTimeout(overdue);
	}

	/** Kills the app's process. The engine starts it again. */
	async killApp(): Promise<void> {
		await this.ask({ ask: 'kill-app' });
	}

	/** @returns how often the engine has started the app's process again; 0 if the workspace does not run */
	async restarts(): Promise<number> {
		return Number((await this.ask({ ask: 'restarts' })) ?? 0);
	}

	/** Waits until the engine has started the app's process again. @param before what `restarts` returned */
	async waitForRestart(before: number): Promise<void> {
		await waitFor({
			what: 'an app that the engine has started again',
			timeout: RESTART_LIMIT,
			interval: 50,
			look: async () => ((await this.restarts()) > before ? true : undefined),
		});
	}

	/** Stops the app's process with SIGSTOP. The engine's watchdog replaces it after about 43 seconds. */
	async freezeApp(): Promise<void> {
		await this.ask({ ask: 'freeze-app' });
	}

	/** Lets a frozen process go on that the watchdog has not replaced yet. */
	async thawApp(): Promise<void> {
		await this.ask({ ask: 'thaw-app' });
	}

	async killAtHostCall(kill: HostCallKill): Promise<void> {
		await this.ask({ ask: 'kill-at-host-call', kill });
	}

	/** Ends `killAtHostCall`. */
	async hostCalls(): Promise<HostCalls> {
		const answer = await this.ask({ ask: 'host-calls' });
		return (answer as HostCalls | undefined) ?? { names: [], killed: false };
	}

	/** @returns undefined if the workspace does not run */
	async counts(): Promise<WorkspaceCounts | undefined> {
		return (await this.ask({ ask: 'counts' })) as WorkspaceCounts | undefined;
	}

	/** @returns undefined if the workspace does not run */
	async figures(): Promise<WorkspaceFigures | undefined> {
		return (await this.ask({ ask: 'figures' })) as WorkspaceFigures | undefined;
	}

	private async end(signal: NodeJS.Signals): Promise<void> {
		const { child } = this;
		if (child?.exitCode === null && child.signalCode === null) {
			const exited = once(child, 'exit');
			child.kill(signal);
			await exited;
		}
	}

	/** @returns undefined if the workspace does not run */
	private ask(request: WorkspaceRequest): Promise<unknown> {
		const { child } = this;
		if (!child?.connected) {
			return Promise.resolve(undefined);
		}
		const id = ++this.lastRequest;
		return new Promise((resolve) => {
			this.answers.set(id, resolve);
			child.send({ id, request });
		});
	}
}

/**
 * Removes the lock of a process that was killed in the middle of a transaction; SQLite then undoes the transaction. A
 * lock of another process is not there for so long.
 */
async function removeStaleLock(lock: string): Promise<void> {
	const state = () =>
		stat(lock).then(
			({ ino, ctimeMs }) => `${ino} ${ctimeMs}`,
			() => undefined,
		);
	const before = await state();
	await new Promise((resolve) => setTimeout(resolve, STALE_LOCK));
	if (before !== undefined && (await state()) === before) {
		await rm(lock, { recursive: true, force: true });
	}
}
