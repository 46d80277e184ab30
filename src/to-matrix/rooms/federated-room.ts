import type { ConfiguredBridge } from '../../configured-bridge';
import { FederationError } from '../../errors';
import { parseRoomId, type RoomId } from '../../matrix/ids';
import type { RocketChatRoom } from '../../rocketchat/entities';
import { matrixRoomIdIn } from '../../rocketchat/rooms';
import { isFederatedRoom } from '../../store/links';
import type { RoomLink } from '../../store/store';

/** @returns whether a room is marked as federated; the event contains the mark, so this costs no call */
export function isMarkedFederated(room: Pick<RocketChatRoom, 'customFields'>): boolean {
	return markedMatrixRoom(room) !== undefined;
}

/** @returns the Matrix room that a room's mark names, whoever wrote the mark; undefined if there is none */
export function markedMatrixRoom(room: Pick<RocketChatRoom, 'customFields'>): RoomId | undefined {
	return parseRoomId(matrixRoomIdIn(room));
}

/**
 * @returns the Matrix room that a room is linked to; undefined if the mark is not the app's own. Anybody who may edit
 * a room's custom fields can write any mark, but only the app writes links
 */
export async function linkedMatrixRoom(
	{ store }: Pick<ConfiguredBridge, 'store'>,
	room: Pick<RocketChatRoom, 'id' | 'customFields'>,
): Promise<RoomId | undefined> {
	const roomId = markedMatrixRoom(room);
	const link = roomId && (await store.rooms.byMatrixId(roomId));
	return link?.rocketChatId === room.id ? roomId : undefined;
}

/**
 * @returns the link of the federated room in which somebody typed a command
 * @throws FederationError `room-not-federated`
 */
export async function requireFederatedRoom(
	bridge: Pick<ConfiguredBridge, 'store'>,
	room: Pick<RocketChatRoom, 'id' | 'customFields'>,
): Promise<RoomLink> {
	const roomId = await linkedMatrixRoom(bridge, room);
	const link = roomId && (await bridge.store.rooms.byMatrixId(roomId));
	if (!link || !isFederatedRoom(link)) {
		throw new FederationError('room-not-federated');
	}
	return link;
}
