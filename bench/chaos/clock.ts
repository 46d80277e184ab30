import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Milliseconds between two looks of a process at the clock. */
const POLLED_EVERY = 10;

/** Replaces `Date` in a process. It is text because it also has to run before the app's runtime, a program of its own. */
const replacement = (file: string) => `
const { readFileSync } = require('node:fs');
const RealDate = Date;
let ahead = 0;
const read = () => {
	ahead = Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
};
read();
setInterval(read, ${POLLED_EVERY}).unref();
const now = () => RealDate.now() + ahead;
globalThis.Date = new Proxy(RealDate, {
	construct: (target, given, newTarget) => Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
	apply: () => new RealDate(now()).toString(),
	get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
`;

/**
 * The clock of the workspace's machine, which can be set forward and back. Two processes follow it, the workspace and the app:
 * they have another `Date`. Timers run on, as they do on a real machine. The homeserver has the real clock.
 */
export class Clock {
	private ahead = 0;

	private constructor(
		private readonly file: string,
		/** Path of the module, in CommonJS, that makes a process follow the clock. */
		readonly module: string,
	) {}

	/** @param directory for its files, made by this call; the processes have to be able to read it */
	static async create(directory: string): Promise<Clock> {
		await mkdir(directory);
		const file = path.join(directory, 'ahead');
		const clock = new Clock(file, path.join(directory, 'clock.cjs'));
		await writeFile(clock.module, replacement(file));
		await clock.move(0);
		return clock;
	}

	/** Sets the clock forward, or back. @param milliseconds negative: back */
	async move(milliseconds: number): Promise<void> {
		this.ahead += milliseconds;
		const draft = `${this.file}.new`;
		await writeFile(draft, String(this.ahead));
		await rename(draft, this.file);
	}
}
