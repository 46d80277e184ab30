import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { ConfiguredBridge } from '../configured-bridge';
import { parseRoomId, type RoomId } from '../matrix/ids';
import { matrixRoomIdIn } from '../rocketchat/rooms';

/** @returns whether a room is marked as federated, which it tells by itself */
export function isMarked(room: Pick<IRoom, 'customFields'>): boolean {
	return parseRoomId(matrixRoomIdIn(room)) !== undefined;
}

/**
 * @returns the Matrix room that a room is linked to; undefined where its mark is not the app's own: whoever may edit a
 * room's custom fields can write any mark, only the app writes links
 */
export async function matrixRoomOf(
	{ store }: ConfiguredBridge,
	room: Pick<IRoom, 'id' | 'customFields'>,
): Promise<RoomId | undefined> {
	const roomId = parseRoomId(matrixRoomIdIn(room));
	const link = roomId && (await store.rooms.byMatrixId(roomId));
	return link?.rocketChatId === room.id ? roomId : undefined;
}
