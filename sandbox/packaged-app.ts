import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { runCommand, type Progress } from './homeserver/command';
import type { SandboxState } from './state';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the package is made of and with. */
const inputs = ['FederationApp.ts', 'app.json', 'icon.png', 'package-lock.json', 'i18n', 'src', 'scripts'];
const RECORD = 'package.json';

export interface PackagedApp {
	/** Path of the zip. */
	readonly zip: string;
	readonly id: string;
	readonly version: string;
	/** What the app asks an administrator for. */
	readonly permissions: readonly { readonly name: string }[];
	/** Changes with every change of the package. */
	readonly fingerprint: string;
}

/**
 * Packages the app, unless nothing it is made of has changed since the last start. In a process of its own: it keeps
 * a processor busy for seconds, in which the rest of the sandbox is started.
 */
export async function packagedApp(state: SandboxState, progress: Progress): Promise<PackagedApp> {
	const fingerprint = await fingerprintOf(inputs);
	const record = JSON.parse((await state.read(RECORD)) ?? '{}') as { fingerprint?: string; zip?: string };
	if (record.fingerprint === fingerprint && record.zip !== undefined) {
		const known = await describe(record.zip, fingerprint).catch(() => undefined);
		if (known) {
			return known;
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

async function describe(zip: string, fingerprint: string): Promise<PackagedApp> {
	const appJson = new AdmZip(await readFile(zip)).readAsText('app.json');
	const { id, version, permissions } = JSON.parse(appJson) as Omit<PackagedApp, 'zip' | 'fingerprint'>;
	return { zip, id, version, permissions, fingerprint };
}

async function fingerprintOf(names: readonly string[]): Promise<string> {
	const hash = createHash('sha256');
	for (const file of (await Promise.all(names.map(filesAt))).flat().sort()) {
		hash.update(`${file}\0`).update(await readFile(path.join(root, file)));
	}
	return hash.digest('hex');
}

/** @returns the file of this name, or all files in the folder of this name; paths below the project's root */
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
