import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Progress } from './command';
import { completedVersion, markComplete } from './completion-mark';
import { processIsAlive } from './process-record';
import { synapseFromDebian } from './synapse-from-debian';
import { synapseFromPypi } from './synapse-from-pypi';
import type { SynapseInstallation, SynapseSource } from './synapse-source';

/** In the order they are tried. */
const sources: readonly SynapseSource[] = [synapseFromPypi, synapseFromDebian];

/** Shared by everything in the project that starts a Synapse; ignored by git. */
const sharedFolder = fileURLToPath(new URL('../../.sandbox/synapse', import.meta.url));

/**
 * Finds the project's own Synapse or installs it: from PyPI, or where that fails from Debian's packages.
 * `SANDBOX_SYNAPSE_SOURCE` (`pypi` or `debian`) allows only one of them.
 * @throws Error with what each attempt answered and what to do
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
	const answers: FailedAttempt[] = [];
	for (const source of allowed) {
		try {
			progress?.(`installing Synapse from ${source.title} (once, into ${path.relative('', folder)})`);
			return await install(source, folder, progress);
		} catch (error) {
			const answer = error instanceof Error ? error.message : String(error);
			progress?.(`no Synapse from ${source.title}: ${answer.split('\n')[0] ?? ''}`);
			answers.push({ title: source.title, answer });
		}
	}
	throw new Error(failureText(answers));
}

export interface FailedAttempt {
	readonly title: string;
	readonly answer: string;
}

/** What a person reads where no way leads to a Synapse. */
export function failureText(attempts: readonly FailedAttempt[]): string {
	return [
		'Synapse could not be set up. What was tried:',
		...attempts.map(({ title, answer }) => `- ${title}: ${answer.replaceAll('\n', '\n    ')}`),
		'What to do: mend one of the above and start again, or use a homeserver of your own by setting',
		'SANDBOX_HOMESERVER_URL, SANDBOX_HOMESERVER_DOMAIN and SANDBOX_HOMESERVER_SECRET',
		'(its address, its server_name and its registration_shared_secret).',
	].join('\n');
}

/** @throws Error for a name that no source has */
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
		throw new Error(`SANDBOX_SYNAPSE_SOURCE is ${wanted}; it may be ${names}, or unset to try both.`);
	}
	return chosen;
}

/** Installs beside the final place and moves it there when it is complete, so that an interruption leaves nothing. */
async function install(
	source: SynapseSource,
	folder: string,
	progress: Progress | undefined,
): Promise<SynapseInstallation> {
	await mkdir(folder, { recursive: true });
	await removeAbandoned(folder);
	const place = path.join(folder, source.name);
	const building = path.join(folder, `${source.name}.building-${process.pid}`);
	await mkdir(building);
	try {
		await markComplete(building, await source.install(building, progress));
		await moveIntoPlace(building, place);
	} finally {
		await rm(building, { recursive: true, force: true });
	}
	const installation = await source.installed(place);
	if (!installation) {
		throw new Error(`what was installed into ${place} cannot be used`);
	}
	return installation;
}

/** Where another process was quicker, its installation stays: the two are alike. */
async function moveIntoPlace(building: string, place: string): Promise<void> {
	if ((await completedVersion(place)) === undefined || !(await sameVersion(building, place))) {
		await rm(place, { recursive: true, force: true });
	}
	await rename(building, place).catch(async (error: unknown) => {
		if (!(await sameVersion(building, place))) {
			throw error;
		}
	});
}

async function sameVersion(one: string, other: string): Promise<boolean> {
	return (await completedVersion(one)) === (await completedVersion(other));
}

async function removeAbandoned(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const builder = /\.building-(\d+)$/.exec(name)?.[1];
		if (builder !== undefined && !processIsAlive(Number(builder))) {
			await rm(path.join(folder, name), { recursive: true, force: true });
		}
	}
}
