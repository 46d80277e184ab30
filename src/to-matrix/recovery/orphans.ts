import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomId } from '../../matrix/ids';
import { findGhostInRoom } from '../../people/ghost-in-room';
import { SentEvents } from './sent-events';
import type { ComparedRoom } from './unsent-changes';

/**
 * Redacts the events of messages that the app sent right before it was killed, before it stored their links, and that were
 * deleted before it ran again: no link and no message tells of them. Asks Matrix only for a room in which something was written
 * lately.
 */
export async function redactOrphans(
	bridge: ConfiguredBridge,
	{ roomId, since, listed }: ComparedRoom,
	matrixRoomId: RoomId,
): Promise<void> {
	const { homeserver, rooms, store } = bridge;
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
	for (const { eventId, sender, at } of await sentEvents.ofGhosts(reader)) {
		const isOrphan = at >= since && !times.has(at) && !(await store.messages.byMatrixId(eventId));
		if (isOrphan) {
			await homeserver.events.redact(sender, matrixRoomId, eventId, `${eventId}.orphan`);
		}
	}
}
