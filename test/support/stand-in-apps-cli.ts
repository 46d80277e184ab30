import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Makes the folder of an app with a program in the place of apps-cli.
 * @param program in JavaScript, CommonJS
 * @param work gets the folder, which is removed afterwards
 */
export async function withStandInAppsCli<Result>(
	program: string,
	work: (folder: string) => Promise<Result>,
): Promise<Result> {
	const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'federation-')));
	try {
		const bin = path.join(folder, 'node_modules', '@rocket.chat', 'apps-cli', 'bin');
		await mkdir(bin, { recursive: true });
		await writeFile(path.join(bin, 'run'), program);
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true });
	}
}
