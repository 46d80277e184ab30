import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Everything that the sandbox keeps between two starts, in one folder. */
export class SandboxState {
	private constructor(
		readonly folder: string,
		private readonly seed: string,
	) {}

	/** @param folder created if it is missing */
	static async open(folder: string): Promise<SandboxState> {
		await mkdir(folder, { recursive: true });
		const file = path.join(folder, 'seed');
		const stored = await readFile(file, 'utf8').catch(() => undefined);
		const seed = stored ?? randomBytes(32).toString('base64url');
		if (stored === undefined) {
			await writeFile(file, seed, { mode: 0o600 });
		}
		return new SandboxState(folder, seed);
	}

	/** Deletes the folder. */
	static async reset(folder: string): Promise<void> {
		await rm(folder, { recursive: true, force: true });
	}

	/** @returns the path of a file or folder in the state's folder */
	path(...names: string[]): string {
		return path.join(this.folder, ...names);
	}

	/** @returns the text of a file in the state's folder; undefined if there is none */
	async read(name: string): Promise<string | undefined> {
		return readFile(this.path(name), 'utf8').catch(() => undefined);
	}

	async write(name: string, text: string): Promise<void> {
		await writeFile(this.path(name), text, { mode: 0o600 });
	}

	/**
	 * The password of a user of the sandbox: random, but the same at each start.
	 * @param secret from which the password is derived. Users on the user's own homeserver outlive a reset of the state;
	 * with that homeserver's secret, their passwords do too.
	 */
	passwordOf(name: string, secret: string = this.seed): string {
		return createHmac('sha256', secret).update(`sandbox ${name}`).digest('base64url').slice(0, 20);
	}
}
