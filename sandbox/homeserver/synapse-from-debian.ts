import { access, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { connectionSettings, debianMirror } from './apt-mirror';
import { CommandError, runCommand, type Progress } from './command';
import { completedVersion } from './completion-mark';
import type { SynapseSource } from './synapse-source';

const neededCommands = ['apt-get', 'apt-config', 'dpkg', 'perl', 'gpgv', 'unshare', 'mount', 'chroot'];
const keyrings = ['debian-archive-keyring.gpg', 'debian-archive-keyring.pgp'];

/** Where the homeserver's directory is mounted inside the chroot. */
const DIRECTORY_INSIDE = '/srv';
const ROOT = 'root';
const TOOLS = 'tools';

/**
 * Synapse from Debian's suite sid in a chroot, so that the machine's packages do not change. It runs in its own mount
 * namespace, so that its mounts end with it. Debian has only one version at a time: the version of the first
 * installation stays.
 */
export const synapseFromDebian: SynapseSource = {
	name: 'debian',
	title: "Debian's packages",

	async installed(folder) {
		const version = await completedVersion(folder);
		if (version === undefined) {
			return undefined;
		}
		return {
			origin: `Synapse ${version} from Debian's packages`,
			python: (directory, parameters) => ({
				file: 'unshare',
				parameters: parametersOfUnshare(path.join(folder, ROOT), directory, parameters),
			}),
		};
	},

	async install(folder, progress) {
		await checkRequirements();
		const mirror = await debianMirror();
		progress?.(`downloading mmdebstrap; Debian's packages come from ${mirror}`);
		const tools = path.join(folder, TOOLS);
		await downloadPackage('mmdebstrap', tools);
		const keyring = await findKeyring(tools);
		await createChroot({ root: path.join(folder, ROOT), tools, mirror, keyring }, progress);
		await rm(tools, { recursive: true });
		return installedVersion(path.join(folder, ROOT));
	},
};

/**
 * The parameters of `unshare` that run Python inside the chroot. Each command uses `exec`, so that the started process
 * becomes Python itself and receives signals.
 */
function parametersOfUnshare(root: string, directory: string, parameters: readonly string[]): string[] {
	const script = [
		'set -e; root=$1; directory=$2; inside=$3; shift 3',
		'mount -t proc proc "$root/proc"',
		'mount --bind "$directory" "$root$inside"',
		'mount --bind /dev "$root/dev"',
		`exec chroot "$root" /bin/sh -c 'cd "$1"; shift; exec python3 "$@"' sh "$inside" "$@"`,
	].join('\n');
	return ['--mount', '/bin/sh', '-c', script, 'sh', root, directory, DIRECTORY_INSIDE, ...parameters];
}

/** @throws Error that says what this machine lacks */
async function checkRequirements(): Promise<void> {
	if (process.platform !== 'linux') {
		throw new Error(`works on Linux only, this is ${process.platform}`);
	}
	if (process.getuid?.() !== 0) {
		throw new Error('needs root, to create a chroot and to run in it');
	}
	const found = await runCommand('/bin/sh', [
		...['-c', 'for name; do command -v "$name" || true; done', 'sh'],
		...neededCommands,
	]);
	const names = found.split('\n').map((line) => path.basename(line));
	const missing = neededCommands.filter((name) => !names.includes(name));
	if (missing.length > 0) {
		throw new Error(`these commands are missing: ${missing.join(', ')}`);
	}
}

/** Downloads a package with apt and unpacks it into a folder, without installing it. */
async function downloadPackage(name: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const download = () =>
		runCommand('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', name], { directory: folder });
	await download().catch(async () => {
		await runCommand('apt-get', ['update'], { purpose: 'updating the lists of packages' });
		return download();
	});
	const archive = (await readdir(folder)).find((file) => file.startsWith(`${name}_`));
	if (archive === undefined) {
		throw new Error(`apt downloaded no package ${name}`);
	}
	await runCommand('dpkg', ['-x', path.join(folder, archive), folder]);
}

/** @returns path of Debian's signing keys: the machine's own, or those of the package debian-archive-keyring */
async function findKeyring(tools: string): Promise<string> {
	const own = await firstExisting(keyrings.map((name) => path.join('/usr/share/keyrings', name)));
	if (own !== undefined) {
		return own;
	}
	await downloadPackage('debian-archive-keyring', tools);
	const downloaded = await firstExisting(
		keyrings.map((name) => path.join(tools, 'usr/share/keyrings', name)),
	);
	if (downloaded === undefined) {
		throw new Error('the package debian-archive-keyring contains no keyring');
	}
	return downloaded;
}

interface ChrootOptions {
	readonly root: string;
	readonly tools: string;
	readonly mirror: string;
	readonly keyring: string;
}

/**
 * Creates the chroot. If the mirror is a snapshot of an earlier day, its lists count as expired; then tries again
 * without the check of the date. Signatures are always checked.
 */
async function createChroot(options: ChrootOptions, progress: Progress | undefined): Promise<void> {
	const settings = ['APT::Install-Recommends "false";', ...(await connectionSettings())];
	try {
		await runMmdebstrap(options, settings, progress);
	} catch (error) {
		if (!(error instanceof CommandError) || !/is (expired|not valid yet)/.test(error.output)) {
			throw error;
		}
		progress?.("the mirror's lists are from another day; using them without a check of the date");
		await rm(options.root, { recursive: true, force: true });
		const undated = ['Acquire::Check-Valid-Until "false";', 'Acquire::Check-Date "false";'];
		await runMmdebstrap(options, [...settings, ...undated], progress);
	}
}

/** Runs mmdebstrap in its own mount namespace, so that an interruption leaves no mount in the chroot. */
async function runMmdebstrap(
	{ root, tools, mirror, keyring }: ChrootOptions,
	settings: readonly string[],
	progress: Progress | undefined,
): Promise<void> {
	const programs = path.join(tools, 'usr', 'bin');
	await runCommand(
		'unshare',
		[
			...['--mount', 'perl', path.join(programs, 'mmdebstrap')],
			...['--variant=apt', '--mode=root', '--include=matrix-synapse'],
			...settings.map((setting) => `--aptopt=${setting}`),
			...['man', 'doc', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
			...['sid', root, `deb [signed-by=${keyring}] ${mirror} sid main`],
		],
		{
			environment: { PATH: `${programs}:${process.env.PATH ?? ''}` },
			purpose: "installing Synapse from Debian's packages",
			stageIn: stageOfMmdebstrap,
			...(progress ? { progress } : {}),
		},
	);
}

/** @returns the stage that a line of mmdebstrap's output begins, for display */
export function stageOfMmdebstrap(line: string): string | undefined {
	return /^I: ((?:running|downloading|extracting|installing|cleaning) .*?)\.\.\.$/.exec(line)?.[1];
}

/** @returns the upstream part of the version of Debian's package */
async function installedVersion(root: string): Promise<string> {
	const version = await runCommand('chroot', [
		root,
		...['dpkg-query', '--show', '--showformat', '${source:Upstream-Version}', 'matrix-synapse'],
	]);
	return version.trim();
}

async function firstExisting(paths: readonly string[]): Promise<string | undefined> {
	for (const file of paths) {
		if (
			await access(file).then(
				() => true,
				() => false,
			)
		) {
			return file;
		}
	}
	return undefined;
}
