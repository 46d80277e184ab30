import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Progress } from './command';
import { completedVersion, markComplete } from './completion-mark';
import type { InstallationSource } from './installation-source';
import { processIsAlive } from './process-record';

/**
 * Installs into a temporary folder and renames that folder when the installation is complete. An interruption leaves
 * no incomplete installation in the final place.
 */
export async function install<Installation>(
	source: InstallationSource<Installation>,
	folder: string,
	progress: Progress | undefined,
): Promise<Installation> {
	await mkdir(folder, { recursive: true });
	await removeInterrupted(folder);
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
		throw new Error(`the installation in ${place} cannot be used`);
	}
	return installation;
}

/** If another process has installed the same version meanwhile, its installation stays. */
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

/** Removes temporary folders of processes that do not run any more; their names end with the process id. */
async function removeInterrupted(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const builder = /\.building-(\d+)$/.exec(name)?.[1];
		if (builder !== undefined && !processIsAlive(Number(builder))) {
			await rm(path.join(folder, name), { recursive: true, force: true });
		}
	}
}
