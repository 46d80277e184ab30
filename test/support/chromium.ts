import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { runCommand } from '../../sandbox/homeserver/command';
import { completedVersion } from '../../sandbox/homeserver/completion-mark';
import { install } from '../../sandbox/homeserver/install';
import type { InstallationSource } from '../../sandbox/homeserver/installation-source';

/** The names of Chromium's program on a machine that has it. */
const programNames = ['chromium', 'chromium-headless-shell', 'google-chrome', 'google-chrome-stable'];
/** Chromium without a window, the smallest of Debian's packages of it. */
const PACKAGE = 'chromium-headless-shell';
const PROGRAM = 'usr/lib/chromium/chromium-headless-shell';

const sharedFolder = fileURLToPath(new URL('../../.sandbox/chromium', import.meta.url));

interface ChromiumInstallation {
	readonly program: string;
	/** Folders with libraries that the machine itself lacks. */
	readonly libraries: readonly string[];
}

/** Whether this machine has Chromium, or Debian's apt to get it with. */
export function mayHaveChromium(): boolean {
	return programOnPath(programNames) !== undefined || programOnPath(['apt-get']) !== undefined;
}

/** Starts the machine's Chromium, or Debian's in `.sandbox`, which the first call unpacks there. */
export async function startChromium(): Promise<Browser> {
	const own = programOnPath(programNames);
	const { program, libraries } = own ? { program: own, libraries: [] } : await chromiumFromDebian();
	// Loaded here, because every end-to-end test imports this file by way of left-out.ts.
	const { chromium } = await import('playwright-core');
	return chromium.launch({
		executablePath: program,
		// Chromium's own sandbox needs a user other than root, and rights that containers lack. The page is ours.
		args: ['--no-sandbox'],
		env: {
			...process.env,
			LD_LIBRARY_PATH: [...libraries, process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':'),
		},
	});
}

function programOnPath(names: readonly string[]): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(existsSync);
}

async function chromiumFromDebian(): Promise<ChromiumInstallation> {
	const known = await debian.installed(path.join(sharedFolder, debian.name));
	return known ?? install(debian, sharedFolder, undefined);
}

/**
 * Debian's packages, unpacked into a folder together with the libraries that the machine lacks. Nothing of the machine
 * changes: apt keeps its lists and downloads in the same folder. It needs no root.
 */
const debian: InstallationSource<ChromiumInstallation> = {
	name: 'debian',
	title: "Debian's packages",

	async installed(folder) {
		if ((await completedVersion(folder)) === undefined) {
			return undefined;
		}
		const parents = ['lib', 'usr/lib'].map((name) => path.join(folder, name));
		const folders = await Promise.all(
			parents.map(async (parent) => {
				const names = await readdir(parent).catch(() => []);
				return names
					.filter((name) => name.includes('-linux-'))
					.map((name) => path.join(parent, name));
			}),
		);
		return {
			program: path.join(folder, PROGRAM),
			// PulseAudio keeps a library of its own in a folder of its own.
			libraries: folders.flat().flatMap((each) => [each, path.join(each, 'pulseaudio')]),
		};
	},

	async install(folder) {
		const apt = path.join(folder, 'apt');
		const archives = path.join(apt, 'archives');
		await mkdir(path.join(apt, 'lists', 'partial'), { recursive: true });
		await mkdir(path.join(archives, 'partial'), { recursive: true });
		const options = Object.entries({
			'Dir::State::lists': path.join(apt, 'lists'),
			'Dir::Cache': apt,
			'Debug::NoLocking': '1',
			// Root's apt would switch to a user that may not write here.
			'APT::Sandbox::User': 'root',
			'APT::Install-Recommends': 'false',
		}).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
		await runCommand('apt-get', [...options, 'update']);
		await runCommand('apt-get', [...options, 'install', '--yes', '--download-only', PACKAGE]);
		for (const archive of (await readdir(archives)).filter((name) => name.endsWith('.deb'))) {
			await runCommand('dpkg', ['-x', path.join(archives, archive), folder]);
		}
		await rm(apt, { recursive: true });
		return PACKAGE;
	},
};
