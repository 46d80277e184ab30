import { FederationError } from '../errors';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';

/** Milliseconds for which a change to an unknown message is retried. */
const RETRIED_FOR_MS = 600_000;

/**
 * Has an event retried that changes a message which is not known here. The message may still come, or it is a local
 * message whose link is not stored yet, for example if a program on Matrix reacts at once.
 * @throws FederationError `original-not-here` while the event is young; an older one has no effect
 */
export async function retryUntilOriginalArrives(
	{ store }: ConfiguredBridge,
	{ roomId, at }: RoomEvent,
): Promise<void> {
	// The sender's server sets the time. An event with a time far in the future would be retried for ever.
	if (Math.abs(Date.now() - at) < RETRIED_FOR_MS && (await store.rooms.byMatrixId(roomId))) {
		throw new FederationError('original-not-here');
	}
}
