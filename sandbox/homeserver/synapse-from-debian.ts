import { access, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { connectionSettings, debianMirror } from './apt-mirror';
import { CommandError, runCommand, type Progress } from './command';
import { completedVersion } from './completion-mark';
import type { SynapseSource } from './synapse-source';

const neededCommands = ['apt-get', 'apt-config', 'dpkg', 'perl', 'gpgv', 'unshare', 'mount', 'chroot'];
const keyrings = ['debian-archive-keyring.gpg', 'debian-archive-keyring.pgp'];

/** Where the homeserver's directory appears inside the root. */
const DIRECTORY_INSIDE = '/srv';
const ROOT = 'root';
const TOOLS = 'tools';

/**
 * Synapse from Debian's suite sid in a root of its own: the machine's packages stay as they are. It runs in a mount
 * namespace of its own, which ends with it. Debian keeps one version at a time, so the first set-up pins it.
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
				parameters: enterRoot(path.join(folder, ROOT), directory, parameters),
			}),
		};
	},

	async install(folder, progress) {
		await refuseWhereImpossible();
		const mirror = await debianMirror();
		progress?.(`fetching mmdebstrap; Debian's packages come from ${mirror}`);
		const tools = path.join(folder, TOOLS);
		await fetchPackage('mmdebstrap', tools);
		const keyring = await findKeyring(tools);
		await makeRoot({ root: path.join(folder, ROOT), tools, mirror, keyring }, progress);
		await rm(tools, { recursive: true });
		return installedVersion(path.join(folder, ROOT));
	},
};

/**
 * The parameters of `unshare` that run Python inside the root. Each step replaces the one before it, so that the
 * started process is Python itself and takes signals.
 */
export function enterRoot(root: string, directory: string, parameters: readonly string[]): string[] {
	const script = [
		'set -e; root=$1; directory=$2; inside=$3; shift 3',
		'mount -t proc proc "$root/proc"',
		'mount --bind "$directory" "$root$inside"',
		'mount --bind /dev "$root/dev"',
		`exec chroot "$root" /bin/sh -c 'cd "$1"; shift; exec python3 "$@"' sh "$inside" "$@"`,
	].join('\n');
	return ['--mount', '/bin/sh', '-c', script, 'sh', root, directory, DIRECTORY_INSIDE, ...parameters];
}

async function refuseWhereImpossible(): Promise<void> {
	if (process.platform !== 'linux') {
		throw new Error(`works on Linux only, this is ${process.platform}`);
	}
	if (process.getuid?.() !== 0) {
		throw new Error('needs root, to make a root directory of its own and to change into it');
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

/** Fetches a package with apt and unpacks it, without installing it. */
async function fetchPackage(name: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const download = () =>
		runCommand('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', name], { directory: folder });
	await download().catch(async () => {
		await runCommand('apt-get', ['update'], { purpose: 'reading the lists of packages' });
		return download();
	});
	const archive = (await readdir(folder)).find((file) => file.startsWith(`${name}_`));
	if (archive === undefined) {
		throw new Error(`apt downloaded no package ${name}`);
	}
	await runCommand('dpkg', ['-x', path.join(folder, archive), folder]);
}

/** Debian's signing keys: the machine's own, or else those of the package that holds them. */
async function findKeyring(tools: string): Promise<string> {
	const own = await firstExisting(keyrings.map((name) => path.join('/usr/share/keyrings', name)));
	if (own !== undefined) {
		return own;
	}
	await fetchPackage('debian-archive-keyring', tools);
	const fetched = await firstExisting(keyrings.map((name) => path.join(tools, 'usr/share/keyrings', name)));
	if (fetched === undefined) {
		throw new Error('the package debian-archive-keyring holds no keyring');
	}
	return fetched;
}

interface RootPlan {
	readonly root: string;
	readonly tools: string;
	readonly mirror: string;
	readonly keyring: string;
}

/**
 * A mirror that is kept as it was on some day looks expired later; then the date alone is not checked, for this root
 * only. Signatures always are.
 */
async function makeRoot(plan: RootPlan, progress: Progress | undefined): Promise<void> {
	const settings = ['APT::Install-Recommends "false";', ...(await connectionSettings())];
	try {
		await runMmdebstrap(plan, settings, progress);
	} catch (error) {
		if (!(error instanceof CommandError) || !/is (expired|not valid yet)/.test(error.output)) {
			throw error;
		}
		progress?.(
			"the mirror's lists are from another day; taking them all the same, their signatures hold",
		);
		await rm(plan.root, { recursive: true, force: true });
		const undated = ['Acquire::Check-Valid-Until "false";', 'Acquire::Check-Date "false";'];
		await runMmdebstrap(plan, [...settings, ...undated], progress);
	}
}

/** In a mount namespace of its own, so that an interruption leaves no mount behind in the new root. */
async function runMmdebstrap(
	{ root, tools, mirror, keyring }: RootPlan,
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
			tell: stageOfMmdebstrap,
			...(progress ? { progress } : {}),
		},
	);
}

/** @returns the stage that a line of mmdebstrap's output begins, for a person */
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
