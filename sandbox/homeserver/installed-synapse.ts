import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Progress } from './command';
import { install } from './install';
import { synapseFromDebian } from './synapse-from-debian';
import { synapseFromPypi } from './synapse-from-pypi';
import type { SynapseInstallation, SynapseSource } from './synapse-source';

/** In the order in which they are tried. */
const sources: readonly SynapseSource[] = [synapseFromPypi, synapseFromDebian];

/** The sandbox and the tests share this installation. Ignored by git. */
const sharedFolder = fileURLToPath(new URL('../../.sandbox/synapse', import.meta.url));

/**
 * Finds the project's own Synapse. If there is none, installs it from PyPI, or from Debian's packages if PyPI fails.
 * `SANDBOX_SYNAPSE_SOURCE` (`pypi` or `debian`) allows only one source.
 * @param folder has a folder for each source
 * @throws Error that says why each attempt failed and what to do
 */
export async function installedSynapse(
	progress?: Progress,
	folder: string = sharedFolder,
	candidates: readonly SynapseSource[] = sources,
): Promise<SynapseInstallation> {
	const allowed = allowedSources(process.env.SANDBOX_SYNAPSE_SOURCE, candidates);
	for (const source of allowed) {
		const installation = await source.installed(path.join(folder, source.name));
		if (installation) {
			return installation;
		}
	}
	const failures: FailedAttempt[] = [];
	for (const source of allowed) {
		try {
			progress?.(`installing Synapse from ${source.title} (once, into ${path.relative('', folder)})`);
			return await install(source, folder, progress);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			progress?.(`no Synapse from ${source.title}: ${reason.split('\n')[0] ?? ''}`);
			failures.push({ title: source.title, reason });
		}
	}
	throw new Error(failureText(failures));
}

interface FailedAttempt {
	/** Title of the source. */
	readonly title: string;
	readonly reason: string;
}

/** @returns the error message if no source can install Synapse */
export function failureText(attempts: readonly FailedAttempt[]): string {
	return [
		'Synapse could not be set up. What was tried:',
		...attempts.map(({ title, reason }) => `- ${title}: ${reason.replaceAll('\n', '\n    ')}`),
		'What to do: fix one of the problems above and start again, or use your own homeserver: set',
		'SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN and SANDBOX_HOMESERVER_SECRET',
		'(its address, its server_name and its registration_shared_secret).',
	].join('\n');
}

/**
 * @param wanted `SANDBOX_SYNAPSE_SOURCE`; all sources are allowed if it is not set
 * @throws Error if no source has this name
 */
export function allowedSources(
	wanted: string | undefined,
	candidates: readonly SynapseSource[] = sources,
): readonly SynapseSource[] {
	if (!wanted) {
		return candidates;
	}
	const chosen = candidates.filter(({ name }) => name === wanted);
	if (chosen.length === 0) {
		const names = candidates.map(({ name }) => name).join(' or ');
		throw new Error(
			`SANDBOX_SYNAPSE_SOURCE is ${wanted}; it may be ${names}. If it is not set, both are tried.`,
		);
	}
	return chosen;
}
