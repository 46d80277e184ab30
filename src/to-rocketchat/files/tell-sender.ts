import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RoomEvent } from '../../matrix/events';
import { findGhostInRoom } from '../../people/ghost-in-room';
import type { RocketChatRoomId } from '../../rocketchat/ids';

/**
 * Tells the people in the Matrix room why a file does not come, as the ghost of a local member: the federation bot is not in the
 * room. The notice comes back as an event of a ghost, which is not relayed. A failure is only logged.
 */
export async function tellSender(
	bridge: ConfiguredBridge,
	{ eventId, roomId, isHistory }: RoomEvent,
	rocketChatRoomId: RocketChatRoomId,
	sentence: string,
): Promise<void> {
	if (isHistory) {
		return;
	}
	const { homeserver, store, log } = bridge;
	try {
		const room = await store.rooms.byMatrixId(roomId);
		const ghostId = room?.ghostId ?? (await findGhostInRoom(bridge, rocketChatRoomId));
		if (!ghostId) {
			throw new Error('no ghost of the room is known');
		}
		const body = sentence.replaceAll('`', '');
		await homeserver.send(
			ghostId,
			roomId,
			`${eventId}.file`,
			{ type: 'm.room.message', content: { msgtype: 'm.notice', body, 'm.mentions': {} } },
			Date.now(),
		);
	} catch (error) {
		log.failure('a file that does not come was not told on Matrix', failureOf(error), {
			roomId,
			eventId,
		});
	}
}
