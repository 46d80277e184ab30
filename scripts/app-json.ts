import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Path of the file that exports the App class. */
export const appEntry = path.join(root, 'FederationApp.ts');

/** What the scripts read from app.json. */
export interface AppJson {
	readonly id: string;
	readonly nameSlug: string;
	readonly version: string;
	readonly requiredApiVersion: string;
	readonly classFile: string;
	readonly iconFile: string;
}

/** @returns app.json of the repository; `implements` and `permissions` are not in it, they come from `derive` */
export async function readAppJson(): Promise<AppJson> {
	return JSON.parse(await readFile(path.join(root, 'app.json'), 'utf8')) as AppJson;
}
