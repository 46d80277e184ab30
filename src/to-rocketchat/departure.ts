import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor } from '../i18n';
import { isInvitedOrJoined, type RoomEvent } from '../matrix/events';
import type { UserId } from '../matrix/ids';
import { postText } from './parts';
import { MEMBERS_OF_TWO } from './members-of-two';

/**
 * Says in a direct message of two that the external person has left its Matrix room, declined the invitation, or was
 * banned, and how to open it again. Until they are back, messages are not sent, and their writers are told.
 * @param membership of the person from now on
 */
export async function relayDeparture(
	bridge: ConfiguredBridge,
	{ eventId, roomId }: RoomEvent,
	person: UserId,
	membership: unknown,
): Promise<void> {
	const { store, rooms, workspace } = bridge;
	const room = await store.rooms.byMatrixId(roomId);
	if (!room || !(await store.users.byMatrixId(person))) {
		return;
	}
	if (isInvitedOrJoined(membership)) {
		if (room.leftBy === person) {
			await store.rooms.change({ ...room, leftBy: undefined });
		}
		return;
	}
	const hasLeft = membership === 'leave' || membership === 'ban';
	if (!hasLeft || room.leftBy || (await rooms.members(room.rocketChatId)).length > MEMBERS_OF_TWO) {
		return;
	}
	await store.rooms.change({ ...room, leftBy: person });
	const line = textsFor({}, workspace)('partner_left', { user: person });
	await postText(bridge, { eventId, roomId, sender: person }, line, {
		rocketChatRoomId: room.rocketChatId,
	});
}
