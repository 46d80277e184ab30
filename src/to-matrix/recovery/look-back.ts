import type { ConfiguredBridge } from '../../configured-bridge';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import { redactOrphans } from './orphans';
import { compareMembers } from '../rooms/compare-members';
import { compareSettings } from '../rooms/compare-settings';
import { deliverChanges, unsentChanges } from './unsent-changes';

/**
 * Milliseconds before the last comparison from which messages are looked at once more after a start. While the app was starting,
 * people may have edited, deleted or reacted to messages of any age, and the host lists messages only by the time at which they
 * were written.
 */
const LOOK_BACK_MS = 86_400_000;

/** The same for messages that were sent right before the app ended. They are new, and Matrix has to be asked for them. */
const ORPHANS_LOOK_BACK_MS = 1_800_000;

/**
 * Compares, once after a start of the app, what is older than the new messages of a room: edits, deletions and reactions of the day
 * before, then members, settings and roles. It comes after `reconcileRoom`, so that new messages do not wait for it: a busy
 * room has thousands of messages to look at.
 * @throws as `reconcileRoom`
 */
export async function lookBack(bridge: ConfiguredBridge, roomId: RocketChatRoomId): Promise<void> {
	const { store, messages, instances } = bridge;
	const progress = await store.progress.of(roomId);
	const comparedTo = store.progress.lookBackFrom(roomId);
	if (!progress || comparedTo === undefined) {
		return;
	}
	const now = Date.now();
	const before = Math.min(comparedTo, now);
	const since = Math.max(Math.min(progress.from, now), before - LOOK_BACK_MS);
	const listed = await messages.listSince(roomId, since);
	const known = await store.journal.read(roomId, since, Math.max(now, progress.checkedTo));
	const compared = { roomId, since, listed, known };
	await deliverChanges(bridge, await unsentChanges(bridge, compared), progress);
	instances.requireOwned(progress.matrixRoomId);
	const orphansSince = Math.max(since, before - ORPHANS_LOOK_BACK_MS);
	await redactOrphans(bridge, { ...compared, since: orphansSince }, progress.matrixRoomId);
	await compareMembers(bridge, progress, true); // after the changes: somebody who leaves may have made them
	await compareSettings(bridge, progress.matrixRoomId, true);
	await store.progress.endLookBack(roomId);
}
