import type { ConfiguredBridge } from '../../configured-bridge';
import { WORD_JOINER } from '../../convert/escape/word-joiner';
import { failureOf } from '../../failure';
import type { RoomEvent } from '../../matrix/events';
import { tellMatrixRoom } from '../../people/tell-matrix-room';

/**
 * Tells the people in the Matrix room of an event why its file does not come. A failure is only logged.
 * @param sentence as Rocket.Chat shows it; the characters that only its clients need are removed
 */
export async function tellSender(
	bridge: ConfiguredBridge,
	{ eventId, roomId, isHistory }: Pick<RoomEvent, 'eventId' | 'roomId' | 'isHistory'>,
	sentence: string,
): Promise<void> {
	const { store, log } = bridge;
	try {
		const room = isHistory ? undefined : await store.rooms.byMatrixId(roomId);
		if (room) {
			await tellMatrixRoom(bridge, room, `${eventId}.file`, plain(sentence));
		}
	} catch (error) {
		log.failure('a file that does not come was not told on Matrix', failureOf(error), {
			roomId,
			eventId,
		});
	}
}

function plain(sentence: string): string {
	return sentence.replaceAll('`', '').replaceAll(WORD_JOINER, '');
}
