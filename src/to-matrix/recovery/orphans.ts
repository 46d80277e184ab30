import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { RoomId } from '../../matrix/ids';
import { findGhostInRoom } from '../../people/ghost-in-room';
import { SentEvents } from './sent-events';
import type { ComparedRoom } from './unsent-changes';

/**
 * Milliseconds between the last record that the app's process wrote and its end, at most: it writes one each second, on a busy machine
 * more seldom.
 */
const ENDS_AFTER_RECORD_MS = 10_000;

/**
 * Redacts the event of a message that the app sent right before it was killed, before it stored its link, and that was deleted
 * before it ran again: no link and no message tells of it. Asks Matrix only for a room in which something was written lately.
 *
 * If the workspace's database was restored from a backup, no link and no message tells of all that was written since the backup.
 * Matrix has the only copy of that, so it stays: it was sent after the last record in the store, and a room has more than the one
 * message that a process has under way when it ends.
 */
export async function redactOrphans(
	bridge: ConfiguredBridge,
	{ roomId, since, listed }: ComparedRoom,
	matrixRoomId: RoomId,
): Promise<void> {
	const { homeserver, rooms, store, instances, log } = bridge;
	const { lastModifiedAt } = (await rooms.byId(roomId)) ?? {};
	if (!lastModifiedAt || new Date(lastModifiedAt).getTime() < since) {
		return;
	}
	const link = await store.rooms.byMatrixId(matrixRoomId);
	const reader = link?.ghostId ?? (await findGhostInRoom(bridge, roomId));
	if (!reader) {
		return;
	}
	const sentEvents = new SentEvents(bridge, matrixRoomId, since);
	const times = new Set(listed.map(({ createdAt }) => createdAt));
	const unknown: RoomEvent[] = [];
	for (const event of await sentEvents.ofGhosts(reader)) {
		const isRedacted = Object.keys(event.content).length === 0;
		const isUnknown =
			!isRedacted &&
			event.at >= since &&
			!times.has(event.at) &&
			!(await store.messages.byMatrixId(event.eventId));
		unknown.push(...(isUnknown ? [event] : []));
	}
	const endedAt = instances.lastEndedAt + ENDS_AFTER_RECORD_MS;
	const messages = new Set(unknown.map(({ sender, at }) => `${sender} ${at}`));
	if (messages.size > 1 || unknown.some(({ at }) => at > endedAt)) {
		log.warn('messages of local people are on Matrix only; was the database restored from a backup?', {
			roomId,
			count: messages.size,
		});
		return;
	}
	for (const { eventId, sender } of unknown) {
		await homeserver.events.redact(sender, matrixRoomId, eventId, `${eventId}.orphan`);
	}
}
