import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks in a second; Linux has had 100 for all programs for decades (`getconf CLK_TCK`). */
const TICKS_A_SECOND = 100;

interface ProcessTime {
	readonly group: number;
	readonly seconds: number;
}

/** @returns seconds of the processor that a process has used; 0 if there is no such process. Linux only */
export async function processorTimeOf(id: number | undefined): Promise<number> {
	return id === undefined ? 0 : ((await timeOf(id))?.seconds ?? 0);
}

/** The same for all processes of a process group. */
export async function processorTimeOfGroup(id: number): Promise<number> {
	const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
	const times = await Promise.all(ids.map(timeOf));
	return times.reduce((sum, time) => sum + (time?.group === id ? time.seconds : 0), 0);
}

/** Reads fields 5, 14 and 15 of /proc/<id>/stat (proc(5)). Counts from the last `)`: the name may contain spaces. */
async function timeOf(id: number): Promise<ProcessTime | undefined> {
	const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined);
	if (stat === undefined) {
		return undefined;
	}
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [group, user, system] = [fields[2], fields[11], fields[12]].map(Number);
	return { group: group ?? 0, seconds: ((user ?? 0) + (system ?? 0)) / TICKS_A_SECOND };
}
