import { readFile, writeFile } from 'node:fs/promises';

/** Begins to measure again how much memory a process has at most. Linux only: proc(5), `clear_refs` */
export async function resetPeakMemory(id: number): Promise<void> {
	await writeFile(`/proc/${id}/clear_refs`, '5');
}

/** @returns the most bytes of memory that a process had since then; 0 if there is no such process */
export async function peakMemoryOf(id: number): Promise<number> {
	const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
	return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
