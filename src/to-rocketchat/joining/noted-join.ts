import type { ConfiguredBridge } from '../../configured-bridge';
import type { PendingJoin } from '../../store/pending-joins';

/**
 * Stores that a room is being joined until that is done, or has failed: `resumeJoins` finishes what a stop of the app interrupts.
 * @param join joins the room
 * @throws what `join` throws
 */
export async function runNoted<Result>(
	{ store, instances }: ConfiguredBridge,
	wanted: Omit<PendingJoin, 'at' | 'by'>,
	join: () => Promise<Result>,
): Promise<Result> {
	const pending = { ...wanted, at: Date.now(), by: instances.self };
	await store.pendingJoins.add(pending);
	try {
		return await join();
	} finally {
		await store.pendingJoins.remove(pending);
	}
}
