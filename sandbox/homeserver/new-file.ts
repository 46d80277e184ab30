import { writeFile } from 'node:fs/promises';

/** Writes a file that only this user can read. A file that exists stays as it is. */
export async function writeNewFile(file: string, text: string): Promise<void> {
	await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}
	});
}
