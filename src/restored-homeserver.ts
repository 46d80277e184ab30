import type { ConfiguredBridge } from './configured-bridge';
import type { LastSent, LastSentEvent } from './delivery/outage/last-sent';
import { isErrcode } from './matrix/homeserver-error';

/** Milliseconds before the oldest known event from which events are looked for, if none of the known events is there. */
const LOST_BEFORE_MS = 86_400_000;

/** Events of a room among which an older message is looked for. */
const LATEST = 100;

/**
 * Finds out, after an outage, whether the homeserver was restored from a backup: then it lacks the last events that were sent. Each
 * room of this instance is compared with what the homeserver still has. Costs one request if nothing is lost.
 * @returns whether events are lost
 * @throws HomeserverError; what the store throws
 */
export async function noteLostEvents(bridge: ConfiguredBridge, lastSent: LastSent): Promise<boolean> {
	const { store, instances, outgoing, log } = bridge;
	const since = await lostSince(bridge, lastSent.all());
	if (since === undefined) {
		return false;
	}
	log.error('the homeserver lacks events that it had; was it restored from a backup?', {
		since: new Date(since).toISOString(),
	});
	for (const { roomId, matrixRoomId } of await store.progress.all()) {
		if (instances.owns(matrixRoomId)) {
			await store.progress.noteLost(roomId, since);
		}
	}
	lastSent.clear();
	await outgoing.compareAll();
	return true;
}

/**
 * @param events the last one of each room, the latest first
 * @returns since when events may be gone, milliseconds since 1970; undefined if the homeserver has the latest one
 */
async function lostSince(
	bridge: ConfiguredBridge,
	events: readonly LastSentEvent[],
): Promise<number | undefined> {
	let oldestLost: number | undefined;
	for (const event of events) {
		const isThere = await isStillThere(bridge, event);
		if (isThere) {
			return oldestLost === undefined ? undefined : event.at;
		}
		oldestLost = isThere === false ? event.at : oldestLost;
	}
	return oldestLost === undefined ? undefined : oldestLost - LOST_BEFORE_MS;
}

/**
 * An event may also be gone because the homeserver shows nothing any more that is so old, or that is from before the ghost joined
 * again. So it is lost only if an older message is still there.
 * @returns undefined if that cannot be known
 */
async function isStillThere(
	{ homeserver }: ConfiguredBridge,
	{ as, roomId, eventId, at }: LastSentEvent,
): Promise<boolean | undefined> {
	try {
		await homeserver.events.read(as, roomId, eventId);
		return true;
	} catch (error) {
		if (!isErrcode(error, 'M_NOT_FOUND', 'M_FORBIDDEN')) {
			throw error;
		}
	}
	try {
		const latest = await homeserver.events.latest(as, roomId, LATEST);
		return latest.some((event) => event.stateKey === undefined && event.at < at) ? false : undefined;
	} catch (error) {
		if (isErrcode(error, 'M_NOT_FOUND', 'M_FORBIDDEN')) {
			return undefined;
		}
		throw error;
	}
}
