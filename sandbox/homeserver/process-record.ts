import { readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';

/** @returns whether a process has this id; the system reuses ids, so it may be another process than before */
export function processIsAlive(id: number): boolean {
	try {
		process.kill(id, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Stores the id and the start time of a process, so that the next start finds the process after a crash. */
export async function recordProcess(file: string, id: number): Promise<void> {
	await writeFile(file, JSON.stringify({ id, started: startTime(id) }));
}

export async function forgetProcess(file: string): Promise<void> {
	await rm(file, { force: true });
}

/**
 * @returns id of the recorded process if it still runs. A process counts as the same one if id and start time are the
 * same. Undefined on systems other than Linux, because the start time comes from /proc.
 */
export async function recordedProcess(file: string): Promise<number | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	if (text === undefined) {
		return undefined;
	}
	const { id, started } = JSON.parse(text) as { id: number; started?: string };
	return started !== undefined && startTime(id) === started ? id : undefined;
}

/**
 * Start time of a process in clock ticks since boot: field 22 of /proc/<id>/stat. Counts from the last `)`, because
 * field 2, the name in brackets, may contain spaces.
 */
function startTime(id: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
	} catch {
		return undefined;
	}
}
