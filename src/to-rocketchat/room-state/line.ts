import type { ConfiguredBridge } from '../../configured-bridge';
import type { StateEvent } from '../../matrix/events';
import { parseEventId, parseUserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import type { RoomLink } from '../../store/store';
import { postLine } from '../lines';

/**
 * Says in a room what a state event of Matrix has changed, as the bot user of its sender. Posting it twice posts it once. A change by
 * a ghost is one of a local user, which another workspace cannot have made, so nothing is said.
 * @param event undefined if the homeserver has none; then everybody in the room reads it as a notice
 */
export async function stateLine(
	bridge: ConfiguredBridge,
	link: RoomLink,
	event: StateEvent | undefined,
	line: string,
): Promise<void> {
	const eventId = parseEventId(event?.event_id);
	const sender = parseUserId(event?.sender);
	if (!eventId || !sender) {
		await bridge.messages.tellRoom(link.rocketChatId, line);
	} else if (!isOwnMatrixUser(sender, bridge.configuration)) {
		await postLine(bridge, { eventId, sender }, link, line);
	}
}
