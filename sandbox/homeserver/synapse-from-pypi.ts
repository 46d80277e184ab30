import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, runCommand, type Progress } from './command';
import { completedVersion } from './completion-mark';
import type { SynapseSource } from './synapse-source';

/** The version that the sandbox is tested with. */
const PINNED_VERSION = '1.163.2';

/** pip's constraints file: the versions of all packages that the pinned Synapse needs. */
const constraintsFile = fileURLToPath(new URL('pypi-versions.txt', import.meta.url));

const pythonNames = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Synapse's wheel from PyPI in a virtual environment. Compiles nothing and changes no package of the machine. */
export const synapseFromPypi: SynapseSource = {
	name: 'pypi',
	title: 'PyPI',

	async installed(folder) {
		const python = path.join(folder, 'bin', 'python');
		const usable = await access(python, constants.X_OK).then(
			() => true,
			() => false,
		);
		if (!usable || (await completedVersion(folder)) !== PINNED_VERSION) {
			return undefined;
		}
		return {
			origin: `Synapse ${PINNED_VERSION} from PyPI`,
			python: (_directory, parameters) => ({ file: python, parameters }),
		};
	},

	async install(folder, progress) {
		const python = await suitablePython();
		progress?.(`creating a virtual environment with ${python}`);
		await runCommand(python, ['-m', 'venv', folder], {
			purpose: 'creating a virtual environment',
			...(progress && { progress }),
		});
		await installWheels(path.join(folder, 'bin', 'python'), progress);
		return PINNED_VERSION;
	},
};

/** Installs the pinned versions. If there are no wheels of them for this Python, installs the newest allowed ones. */
async function installWheels(python: string, progress: Progress | undefined): Promise<void> {
	const install = (...constraints: string[]) =>
		runCommand(
			python,
			[
				...['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'],
				...['--progress-bar', 'off', '--only-binary', ':all:', '--retries', '2'],
				...constraints,
				`matrix-synapse==${PINNED_VERSION}`,
			],
			{ purpose: 'installing Synapse with pip', stageIn: stageOfPip, ...(progress && { progress }) },
		);
	try {
		await install('--constraint', constraintsFile);
	} catch (error) {
		if (!(error instanceof CommandError) || !onlyVersionIsMissing(error.output)) {
			throw error;
		}
		progress?.(
			'there are no pinned versions for this Python; installing the newest ones that Synapse allows',
		);
		await install();
	}
}

/**
 * @param output of a pip that failed
 * @returns whether pip reached the index, and the index only lacks a version that fits
 */
export function onlyVersionIsMissing(output: string): boolean {
	return (
		!/\(from versions: none\)|Failed to establish a new connection|ProxyError/.test(output) &&
		/No matching distribution found|ResolutionImpossible|conflicting dependencies/.test(output)
	);
}

/** @returns the stage that a line of pip's output begins, for display */
export function stageOfPip(line: string): string | undefined {
	const [, verb, what] =
		/^\s*(Collecting|Downloading|Installing collected packages)[: ]\s*(.*)$/.exec(line) ?? [];
	if (verb === undefined || what === undefined) {
		return undefined;
	}
	return verb === 'Installing collected packages'
		? `installing ${what.split(',').length} packages`
		: `${verb.toLowerCase()} ${what.replace(/ \(from .*$/, '')}`;
}

/**
 * @returns the name of a Python that is new enough and can create virtual environments
 * @throws Error that says for each Python why it cannot be used
 */
async function suitablePython(): Promise<string> {
	const problems: string[] = [];
	for (const name of pythonNames) {
		const problem = await problemOfPython(name);
		if (problem === undefined) {
			return name;
		}
		problems.push(`${name}: ${problem}`);
	}
	throw new Error(
		`no Python 3.10 or newer that can create virtual environments (${problems.join('; ')}). ` +
			'Debian and Ubuntu: apt-get install python3-venv',
	);
}

/** @returns why this Python cannot be used; undefined if it can */
async function problemOfPython(python: string): Promise<string | undefined> {
	const script = 'import sys; print("%d.%d" % sys.version_info[:2]); import venv, ensurepip';
	try {
		const [major = 0, minor = 0] = (await runCommand(python, ['-c', script])).split('.').map(Number);
		return major > 3 || (major === 3 && minor >= 10) ? undefined : `is version ${major}.${minor}`;
	} catch (error) {
		if (!(error instanceof CommandError)) {
			throw error;
		}
		return error.ending.startsWith('could not be started')
			? 'not found'
			: 'has no venv module (package python3-venv is missing)';
	}
}
