import { spawn, type ChildProcess } from 'node:child_process';

/** Tells a person what is going on, one line at a time. */
export type Progress = (line: string) => void;

export interface CommandOptions {
	/** Added to this process's environment. */
	readonly environment?: Readonly<Record<string, string>>;
	/** The folder the command works in. */
	readonly directory?: string;
	/** What the command is for; heads the lines that tell it is still at work, until `tell` gave a stage. */
	readonly purpose?: string;
	readonly progress?: Progress;
	/** Picks from a line of output what is worth telling; nothing is told of a line without it. */
	readonly tell?: (line: string) => string | undefined;
}

/** A command that ended badly, with the end of what it printed. */
export class CommandError extends Error {
	override readonly name = 'CommandError';

	constructor(
		readonly command: string,
		/** What it ended with: an exit code, a signal, or why it could not start. */
		readonly ending: string,
		/** Everything it printed. */
		readonly output: string,
	) {
		super(`${command} ${ending}${output.trim() ? `:\n${lastLines(output, 8)}` : ''}`);
	}
}

/** Nobody should wonder for longer than this whether anything still happens, in milliseconds. */
const HEARTBEAT = 4_000;
/** At least this long between two lines that a command's output caused, in milliseconds. */
const BETWEEN_LINES = 500;

const running = new Set<ChildProcess>();
process.on('exit', () => {
	for (const { pid } of running) {
		if (pid !== undefined) {
			process.kill(-pid, 'SIGKILL');
		}
	}
});

/**
 * Runs a command to its end and tells of it every few seconds.
 * @returns everything it printed, both streams as they came
 * @throws CommandError where it could not start or ended otherwise than with 0
 */
export async function runCommand(
	file: string,
	parameters: readonly string[],
	options: CommandOptions = {},
): Promise<string> {
	const child = spawn(file, parameters, {
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own: what the command starts itself ends with it.
		detached: true,
		env: { ...process.env, ...options.environment },
		...(options.directory === undefined ? {} : { cwd: options.directory }),
	});
	running.add(child);
	const teller = new Teller(options);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			output += chunk;
			teller.hear(chunk);
		});
	}
	try {
		const ending = await endingOf(child);
		if (ending !== undefined) {
			throw new CommandError([file, ...parameters].join(' '), ending, output);
		}
		return output;
	} finally {
		teller.stop();
		running.delete(child);
	}
}

/** @returns the last lines of a text that are not empty */
export function lastLines(text: string, count: number): string {
	return text
		.split(/[\r\n]+/)
		.filter((line) => line.trim() !== '')
		.slice(-count)
		.join('\n');
}

function endingOf(child: ChildProcess): Promise<string | undefined> {
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

/** Passes on what is worth telling of a command's output, and says now and then that it is still at work. */
class Teller {
	private readonly started = Date.now();
	private readonly timer: NodeJS.Timeout;
	private lastTold = Date.now();
	private unfinishedLine = '';
	private stage: string;

	constructor(private readonly options: CommandOptions) {
		this.stage = options.purpose ?? 'working';
		this.timer = setInterval(() => this.beat(), 1_000);
	}

	hear(chunk: string): void {
		const lines = (this.unfinishedLine + chunk).split(/[\r\n]+/);
		this.unfinishedLine = lines.pop() ?? '';
		for (const line of lines) {
			this.enter(this.options.tell?.(line));
		}
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private enter(stage: string | undefined): void {
		if (stage === undefined) {
			return;
		}
		this.stage = stage;
		if (Date.now() - this.lastTold >= BETWEEN_LINES) {
			this.say(stage);
		}
	}

	private beat(): void {
		if (Date.now() - this.lastTold >= HEARTBEAT) {
			const seconds = Math.round((Date.now() - this.started) / 1_000);
			this.say(`${this.stage} (${seconds} s)`);
		}
	}

	private say(line: string): void {
		this.lastTold = Date.now();
		this.options.progress?.(line);
	}
}
