import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';

/** Milliseconds for which what changes a message waits for it. */
const WAITS_MS = 600_000;

/**
 * What to do with an event of a federated room that changes another one which is not known here: that one may still
 * come, or is a local message whose link is not stored yet, as when a program on Matrix reacts at once.
 * @throws FederationError `original-not-here` while it may still come; afterwards the event counts for nothing
 */
export async function retryUntilOriginalArrives(
	{ store }: ConfiguredBridge,
	{ roomId, at }: RoomEvent,
): Promise<void> {
	// The time is what the sender's server says: one far in the future would keep the event for ever.
	if (Math.abs(Date.now() - at) < WAITS_MS && (await store.rooms.byMatrixId(roomId))) {
		throw new FederationError('original-not-here');
	}
}
