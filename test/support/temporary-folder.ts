import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders: string[] = [];

process.once('exit', () => {
	for (const folder of folders) {
		rmSync(folder, { recursive: true, force: true });
	}
});

/**
 * Makes an empty folder for what lives as long as this process, which removes it when it exits.
 * @param name begins its name
 * @returns its absolute path
 */
export function temporaryFolder(name: string): string {
	const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
	folders.push(folder);
	return folder;
}
