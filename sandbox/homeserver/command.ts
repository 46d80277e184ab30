import { spawn, type ChildProcess } from 'node:child_process';

/** Shows the user what the sandbox is doing, one line at a time. */
export type Progress = (line: string) => void;

interface CommandOptions {
	/** Added to this process's environment. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Working directory of the command. */
	readonly directory?: string;
	/** What the command does, for the lines that say it is still running; used until `stageIn` finds a stage. */
	readonly purpose?: string;
	readonly progress?: Progress;
	/** @returns the stage that a line of output begins, for display; undefined for every other line */
	readonly stageIn?: (line: string) => string | undefined;
}

/** A command that could not start or that failed. The message ends with the last lines of its output. */
export class CommandError extends Error {
	override readonly name = 'CommandError';

	constructor(
		readonly command: string,
		/** How it ended: its exit code, a signal, or why it could not start. */
		readonly ending: string,
		/** Everything it printed to both streams. */
		readonly output: string,
	) {
		super(`${command} ${ending}${output.trim() ? `:\n${lastLines(output, 8)}` : ''}`);
	}
}

/** A silent command is reported as still running after this time, in milliseconds. */
const SILENCE_LIMIT = 4_000;
/** Minimum time between two stages that are shown, in milliseconds. */
const STAGE_INTERVAL = 500;

const running = new Set<ChildProcess>();
process.on('exit', () => {
	for (const { pid } of running) {
		if (pid !== undefined) {
			process.kill(-pid, 'SIGKILL');
		}
	}
});

/**
 * Runs a command, waits for its end and reports progress every few seconds. The command ends with this process.
 * @returns everything it printed, both streams in the order of arrival
 * @throws CommandError if it cannot start or if its exit code is not 0
 */
export async function runCommand(
	file: string,
	parameters: readonly string[],
	options: CommandOptions = {},
): Promise<string> {
	const child = spawn(file, parameters, {
		stdio: ['ignore', 'pipe', 'pipe'],
		// Its own process group: at exit, processes that the command has started are killed too.
		detached: true,
		env: { ...process.env, ...options.environment },
		...(options.directory === undefined ? {} : { cwd: options.directory }),
	});
	running.add(child);
	const reporter = new ProgressReporter(options);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			output += chunk;
			reporter.read(chunk);
		});
	}
	try {
		const failure = await failureOf(child);
		if (failure !== undefined) {
			throw new CommandError([file, ...parameters].join(' '), failure, output);
		}
		return output;
	} finally {
		reporter.stop();
		running.delete(child);
	}
}

/** @returns the last lines of a text, without the empty ones. A carriage return also ends a line. */
export function lastLines(text: string, count: number): string {
	return text
		.split(/[\r\n]+/)
		.filter((line) => line.trim() !== '')
		.slice(-count)
		.join('\n');
}

/** Waits for the end of the command. @returns how it failed; undefined if it succeeded */
function failureOf(child: ChildProcess): Promise<string | undefined> {
	return new Promise((resolve) => {
		child.on('error', (error) => resolve(`could not be started (${error.message})`));
		child.on('close', (code, signal) => {
			if (code === 0) {
				resolve(undefined);
			} else {
				resolve(signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`);
			}
		});
	});
}

/** Reports the stages of a command, and after a silence that the command is still running. */
class ProgressReporter {
	private readonly startedAt = Date.now();
	private readonly timer: NodeJS.Timeout;
	private lastReport = Date.now();
	private unfinishedLine = '';
	private stage: string;

	constructor(private readonly options: CommandOptions) {
		this.stage = options.purpose ?? 'working';
		this.timer = setInterval(() => this.reportAfterSilence(), 1_000);
	}

	/** @param chunk of output; need not end with a line */
	read(chunk: string): void {
		const lines = (this.unfinishedLine + chunk).split(/[\r\n]+/);
		this.unfinishedLine = lines.pop() ?? '';
		for (const line of lines) {
			this.enterStage(this.options.stageIn?.(line));
		}
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private enterStage(stage: string | undefined): void {
		if (stage === undefined) {
			return;
		}
		this.stage = stage;
		if (Date.now() - this.lastReport >= STAGE_INTERVAL) {
			this.report(stage);
		}
	}

	private reportAfterSilence(): void {
		if (Date.now() - this.lastReport >= SILENCE_LIMIT) {
			const seconds = Math.round((Date.now() - this.startedAt) / 1_000);
			this.report(`${this.stage} (${seconds} s)`);
		}
	}

	private report(line: string): void {
		this.lastReport = Date.now();
		this.options.progress?.(line);
	}
}
