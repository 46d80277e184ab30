import type { JsonObject } from '../../convert/json';
import type { ConfiguredBridge } from '../../configured-bridge';
import type { RoomEvent } from '../../matrix/events';
import type { EventId } from '../../matrix/ids';
import type { RocketChatRoomId } from '../../rocketchat/ids';
import type { ParkedToRocketChat } from '../../store/parked-events';
import { senderMayRedact } from './redaction-power';

/**
 * Drops a parked event that is redacted, so that a retry does not show what was deleted on Matrix.
 * @param event the redaction
 * @param rocketChatRoomId the room that the event's room is linked to
 * @returns whether the redacted event is parked
 */
export async function dropRedacted(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	redacts: EventId,
	rocketChatRoomId: RocketChatRoomId,
): Promise<boolean> {
	const item = await parkedItem(bridge, event, redacts);
	if (!item) {
		return false;
	}
	if (item.event.sender === event.sender || (await senderMayRedact(bridge, event, rocketChatRoomId))) {
		await bridge.store.parked.remove(redacts);
	}
	return true;
}

/**
 * Gives a parked event the content of an edit, so that a retry shows what the message says by now.
 * @param event the edit
 * @returns whether the edited event is parked
 */
export async function editParked(
	bridge: ConfiguredBridge,
	event: RoomEvent,
	edited: EventId,
	newContent: JsonObject,
): Promise<boolean> {
	const item = await parkedItem(bridge, event, edited);
	if (!item) {
		return false;
	}
	const { event: original } = item;
	if (original.sender === event.sender && original.type === event.type) {
		// Client-Server API, "Applying m.new_content": the relation stays that of the original.
		const { 'm.relates_to': relation } = original.content;
		const content = { ...newContent, ...(relation !== undefined && { 'm.relates_to': relation }) };
		await bridge.store.parked.add({ ...item, event: { ...original, content } });
	}
	return true;
}

/** @returns the parked event with this id, of the room of the event that changes it */
async function parkedItem(
	{ store }: ConfiguredBridge,
	{ roomId }: RoomEvent,
	id: EventId,
): Promise<ParkedToRocketChat | undefined> {
	const item = await store.parked.byId(id);
	return item?.direction === 'to-rocketchat' && item.event.roomId === roomId ? item : undefined;
}
