import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, runCommand, type Progress } from './command';
import { completedVersion } from './completion-mark';
import type { SynapseSource } from './synapse-source';

/** The version that the sandbox is tried with. */
export const PINNED_VERSION = '1.163.2';

/** Everything that came with the pinned version, pinned too. */
const pinnedVersions = fileURLToPath(new URL('pypi-versions.txt', import.meta.url));

const pythonNames = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Synapse's wheel from PyPI in a virtual environment. Nothing is compiled and no package of the machine changes. */
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
		progress?.(`making a virtual environment with ${python}`);
		await runCommand(python, ['-m', 'venv', folder], {
			purpose: 'making a virtual environment',
			...told(progress),
		});
		await installWheels(path.join(folder, 'bin', 'python'), progress);
		return PINNED_VERSION;
	},
};

/** With the pinned companions first; a Python that has no wheels of those gets the newest that Synapse allows. */
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
			{ purpose: 'installing Synapse with pip', tell: stageOfPip, ...told(progress) },
		);
	try {
		await install('--constraint', pinnedVersions);
	} catch (error) {
		if (!(error instanceof CommandError) || !lacksOnlyAVersion(error.output)) {
			throw error;
		}
		progress?.('the pinned companions of Synapse do not suit this Python; taking the newest ones');
		await install();
	}
}

/**
 * @param output what pip printed as it failed
 * @returns whether the index answered and only had no fitting version of something
 */
export function lacksOnlyAVersion(output: string): boolean {
	return (
		!/\(from versions: none\)|Failed to establish a new connection|ProxyError/.test(output) &&
		/No matching distribution found|ResolutionImpossible|conflicting dependencies/.test(output)
	);
}

/** @returns the stage that a line of pip's output begins, for a person */
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

/** @throws Error that says which Pythons were found and what each lacks */
async function suitablePython(): Promise<string> {
	const findings: string[] = [];
	for (const name of pythonNames) {
		const lacking = await whatPythonLacks(name);
		if (lacking === undefined) {
			return name;
		}
		findings.push(`${name}: ${lacking}`);
	}
	throw new Error(
		`no Python 3.10 or newer that can make virtual environments (${findings.join('; ')}). ` +
			'Debian and Ubuntu: apt-get install python3-venv',
	);
}

async function whatPythonLacks(python: string): Promise<string | undefined> {
	const question = 'import sys; print("%d.%d" % sys.version_info[:2]); import venv, ensurepip';
	try {
		const [major = 0, minor = 0] = (await runCommand(python, ['-c', question])).split('.').map(Number);
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

function told(progress: Progress | undefined): { progress?: Progress } {
	return progress ? { progress } : {};
}
