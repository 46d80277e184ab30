import { FederationError } from '../../errors';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { MessageLink } from '../../store/store';

/** Milliseconds for which a change to an unknown message is retried. */
const RETRIED_FOR_MS = 600_000;

/** The same for a message in whose place a line stands until its file comes: that line is not what is changed. */
const WAITS_FOR_FILE_MS = 3_600_000;

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

/**
 * Has an edit or a reaction retried until the file of the message that it changes has come, or is given up.
 * @throws FederationError `original-not-here` while a line stands in the place of the file
 */
export function requireFile({ awaitsFile }: MessageLink, { at }: RoomEvent): void {
	if (awaitsFile && Math.abs(Date.now() - at) < WAITS_FOR_FILE_MS) {
		throw new FederationError('original-not-here');
	}
}
