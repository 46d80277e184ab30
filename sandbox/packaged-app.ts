import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { runCommand, type Progress } from './homeserver/command';
import type { SandboxState } from './state';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The files and folders that the package depends on, below the project's root. */
const inputs = ['FederationApp.ts', 'app.json', 'icon.png', 'package-lock.json', 'i18n', 'src', 'scripts'];
const RECORD = 'package.json';

export interface PackagedApp {
	/** Path of the zip. */
	readonly zip: string;
	readonly id: string;
	readonly version: string;
	/** The permissions that the app asks for. */
	readonly permissions: readonly { readonly name: string }[];
	/** A hash of everything that the package depends on. */
	readonly fingerprint: string;
}

/**
 * Packages the app, if something that it depends on has changed since the last start. Runs in its own process, because
 * packaging needs seconds of CPU time and the rest of the sandbox starts meanwhile.
 * @throws CommandError if packaging fails
 */
export async function packagedApp(state: SandboxState, progress: Progress): Promise<PackagedApp> {
	const fingerprint = await fingerprintOf(inputs);
	const record = JSON.parse((await state.read(RECORD)) ?? '{}') as { fingerprint?: string; zip?: string };
	if (record.fingerprint === fingerprint && record.zip !== undefined) {
		const existing = await describe(record.zip, fingerprint).catch(() => undefined);
		if (existing) {
			return existing;
		}
	}
	progress('packaging the app');
	const output = await runCommand(
		process.execPath,
		['--import', 'tsx', path.join('scripts', 'package.ts')],
		{
			directory: root,
			purpose: 'packaging the app',
			progress,
		},
	);
	const zip = path.join(root, output.trim().split('\n').at(-1) ?? '');
	await state.write(RECORD, JSON.stringify({ fingerprint, zip }));
	return describe(zip, fingerprint);
}

/** Reads `app.json` in the zip. @throws Error if the zip does not exist */
async function describe(zip: string, fingerprint: string): Promise<PackagedApp> {
	const appJson = new AdmZip(await readFile(zip)).readAsText('app.json');
	const { id, version, permissions } = JSON.parse(appJson) as Omit<PackagedApp, 'zip' | 'fingerprint'>;
	return { zip, id, version, permissions, fingerprint };
}

/** @param names files and folders below the project's root @returns a SHA-256 of their names and contents */
async function fingerprintOf(names: readonly string[]): Promise<string> {
	const hash = createHash('sha256');
	for (const file of (await Promise.all(names.map(filesAt))).flat().sort()) {
		hash.update(`${file}\0`).update(await readFile(path.join(root, file)));
	}
	return hash.digest('hex');
}

/** @returns this file, or all files in the folder with this name; paths are relative to the project's root */
async function filesAt(name: string): Promise<string[]> {
	const entries = await readdir(path.join(root, name), { recursive: true, withFileTypes: true }).catch(
		() => undefined,
	);
	return entries === undefined
		? [name]
		: entries
				.filter((entry) => entry.isFile())
				.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
