import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/**
 * The part of `Deno` that the engine's runtime uses, made of Node. It is bundled into the runtime, and takes the place
 * of the global names there; the app does not see it.
 */
export const Deno = {
	args: process.argv.slice(2),
	pid: process.pid,
	exit: (code: number): never => process.exit(code),
	stdin: { readable: process.stdin },
	stdout: writer(process.stdout),
	stderr: { ...writer(process.stderr), writeSync: (bytes: Uint8Array) => process.stderr.write(bytes) },
	open: async (path: string) => {
		const file = createReadStream(path);
		await once(file, 'open');
		return { readable: Readable.toWeb(file), [Symbol.dispose]: () => file.destroy() };
	},
};

/** Carries an error of the host to the call that waits for it. Node has no such class. */
export class ErrorEvent extends Event {
	readonly error: unknown;

	constructor(type: string, { error }: { error: unknown }) {
		super(type);
		this.error = error;
	}
}

function writer(stream: NodeJS.WriteStream): { write: (bytes: Uint8Array) => Promise<number> } {
	return {
		write: (bytes) =>
			new Promise((resolve, reject) => {
				stream.write(bytes, (error) => (error ? reject(error) : resolve(bytes.length)));
			}),
	};
}

// Without its host the runtime ends (packages/apps/base-runtime/src/mainLoop.ts).
process.stdin.on('end', () => process.exit(0));
// Ctrl-C reaches every process of the terminal; the workspace ends this one when it stops.
process.on('SIGINT', () => undefined);
