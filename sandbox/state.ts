import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What the sandbox keeps between two starts: everything lies below one folder. */
export class SandboxState {
	private constructor(
		readonly folder: string,
		private readonly seed: string,
	) {}

	/** @param folder made if it is missing */
	static async open(folder: string): Promise<SandboxState> {
		await mkdir(folder, { recursive: true });
		const file = path.join(folder, 'seed');
		const kept = await readFile(file, 'utf8').catch(() => undefined);
		const seed = kept ?? randomBytes(32).toString('base64url');
		if (kept === undefined) {
			await writeFile(file, seed, { mode: 0o600 });
		}
		return new SandboxState(folder, seed);
	}

	/** Forgets everything. */
	static async reset(folder: string): Promise<void> {
		await rm(folder, { recursive: true, force: true });
	}

	path(...names: string[]): string {
		return path.join(this.folder, ...names);
	}

	async read(name: string): Promise<string | undefined> {
		return readFile(this.path(name), 'utf8').catch(() => undefined);
	}

	async write(name: string, text: string): Promise<void> {
		await writeFile(this.path(name), text, { mode: 0o600 });
	}

	/**
	 * The password of somebody in the sandbox: the same at each start, and not to be guessed. On a homeserver that
	 * outlives a reset it has to outlive it too, so there it comes from that homeserver's secret.
	 */
	passwordOf(name: string, secret: string = this.seed): string {
		return createHmac('sha256', secret).update(`sandbox ${name}`).digest('base64url').slice(0, 20);
	}
}
