import { createHash } from 'crypto';
import type { EventId } from '../matrix/ids';
import type { RocketChatMessageId } from '../rocketchat/ids';

/**
 * Derives the id of a Rocket.Chat message from the event that it shows. The id is always the same for an event, so a
 * second attempt to post it makes no second message.
 * @param part number of the message, if the event is posted as several messages
 * @returns 24 hexadecimal digits of a hash, which no other event has
 */
export function messageIdOf(eventId: EventId, part = 0): RocketChatMessageId {
	return createHash('sha256')
		.update(part === 0 ? eventId : `${eventId} ${part}`)
		.digest('hex')
		.slice(0, 24) as RocketChatMessageId;
}
