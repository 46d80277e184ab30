import type { Killer, KillPoint } from './kill-points';
import { pause } from './workload';
import type { WorkspaceProcess } from './workspace-process';

/** More steps than any action takes, also right after a start of the app, when it has nothing in memory. */
export const MOST_STEPS = 25;
/** Milliseconds in which an action arrives, or the app is killed. */
export const ARRIVAL_LIMIT = 15_000;
/** Milliseconds that an action has to arrive after the app was killed, before the next one begins. */
export const RECOVERY_LIMIT = 8_000;
/** Milliseconds in which the app does what comes after a message has arrived. */
const LAST_STEPS = 500;

/**
 * Has somebody do something, and kills the app at the given step of its work for it.
 * @returns whether the app took that step, so that it was killed
 */
export async function killDuring(
	workspace: WorkspaceProcess,
	killer: Killer,
	point: KillPoint,
	{ act, isDone }: { act: () => Promise<unknown>; isDone: () => Promise<boolean> },
): Promise<boolean> {
	const restarts = await workspace.restarts();
	await killer.arm(point);
	await act();
	await waitUntil(ARRIVAL_LIMIT, async () => (await workspace.restarts()) > restarts || isDone());
	await pause(LAST_STEPS);
	const killed = await killer.disarm();
	if (killed) {
		await workspace.waitForRestart(restarts);
	}
	return killed;
}

/** Waits until the condition holds. @param limit in milliseconds, after which it returns all the same */
export async function waitUntil(limit: number, holds: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + limit;
	while (!(await holds()) && Date.now() < deadline) {
		await pause(100);
	}
}
