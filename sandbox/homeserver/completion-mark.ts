import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const mark = 'complete.json';

/** Writes a file that marks the installation in a folder as complete and names its version. */
export async function markComplete(folder: string, version: string): Promise<void> {
	await writeFile(path.join(folder, mark), `${JSON.stringify({ version })}\n`);
}

/** @returns the version of the complete installation in the folder; undefined if there is none */
export async function completedVersion(folder: string): Promise<string | undefined> {
	const text = await readFile(path.join(folder, mark), 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as { version: string }).version;
}
