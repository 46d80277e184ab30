import type { ConfiguredBridge } from '../../configured-bridge';
import { failureOf } from '../../failure';
import type { RoomEvent } from '../../matrix/events';
import { tellMatrixRoom } from '../../people/tell-matrix-room';

/** Tells the people in the Matrix room of an event why its file does not come. A failure is only logged. */
export async function tellSender(
	bridge: ConfiguredBridge,
	{ eventId, roomId, isHistory }: Pick<RoomEvent, 'eventId' | 'roomId' | 'isHistory'>,
	sentence: string,
): Promise<void> {
	const { store, log } = bridge;
	try {
		const room = isHistory ? undefined : await store.rooms.byMatrixId(roomId);
		if (room) {
			await tellMatrixRoom(bridge, room, `${eventId}.file`, sentence.replaceAll('`', ''));
		}
	} catch (error) {
		log.failure('a file that does not come was not told on Matrix', failureOf(error), {
			roomId,
			eventId,
		});
	}
}
