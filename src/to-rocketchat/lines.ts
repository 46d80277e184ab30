import type { ConfiguredBridge } from '../configured-bridge';
import { failureOf, withHostFailures } from '../failure';
import type { EventId, UserId } from '../matrix/ids';
import { roomMembers } from '../people/room-members';
import type { RoomLink } from '../store/store';
import { postText } from './messages/parts';

/** What happened in a Matrix room, so that a line in Rocket.Chat says so. */
interface LineCause {
	readonly eventId: EventId;
	/** Who did it. */
	readonly sender: UserId;
}

/**
 * Posts a line about something that happened in a Matrix room, as the bot user of the person who did it, or of another external member.
 * If none of them can post it, everybody in the room reads it as a notice. Doing it twice has the effect of doing it once.
 * @param quote links to the messages that the line is about
 */
export async function postLine(
	bridge: ConfiguredBridge,
	{ eventId, sender }: LineCause,
	{ matrixId: roomId, rocketChatId: rocketChatRoomId }: Pick<RoomLink, 'matrixId' | 'rocketChatId'>,
	line: string,
	quote = '',
): Promise<void> {
	const { external } = await roomMembers(bridge, rocketChatRoomId);
	const poster = external.includes(sender) ? sender : external[0];
	try {
		if (poster) {
			const event = { eventId, roomId, sender: poster };
			await withHostFailures(() => postText(bridge, event, line, { rocketChatRoomId }, quote));
			return;
		}
	} catch (error) {
		const failure = failureOf(error);
		if (failure.code !== 'message-refused') {
			throw failure;
		}
	}
	await bridge.messages.tellRoom(rocketChatRoomId, quote + line);
}
