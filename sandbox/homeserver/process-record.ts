import { readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';

/** @returns whether a process has this id; ids are used again, so it need not be the one that had it once */
export function processIsAlive(id: number): boolean {
	try {
		process.kill(id, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Notes which process belongs to a directory, so that a later start finds it after a crash of this one. */
export async function recordProcess(file: string, id: number): Promise<void> {
	await writeFile(file, JSON.stringify({ id, started: startOf(id) }));
}

export async function forgetProcess(file: string): Promise<void> {
	await rm(file, { force: true });
}

/**
 * @returns id of the recorded process if that very process still runs: id and start time have to be the same.
 * Undefined where the system does not tell start times (it does on Linux).
 */
export async function recordedProcess(file: string): Promise<number | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) {
		return undefined;
	}
	const { id, started } = JSON.parse(text) as { id: number; started?: string };
	return started !== undefined && startOf(id) === started ? id : undefined;
}

/** Start time of a process in ticks since boot: field 22 of /proc/<id>/stat, where the name may hold spaces. */
function startOf(id: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
	} catch {
		return undefined;
	}
}
