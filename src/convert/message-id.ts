import { createHash } from 'crypto';
import type { EventId } from '../matrix/ids';
import type { RocketChatMessageId } from '../rocketchat/ids';

/**
 * @param part of an event that is too long for one message
 * @returns the id that an event has as a message of Rocket.Chat: 24 letters and digits that no other event has, so
 * that posting it twice is posting it once
 */
export function messageIdOf(eventId: EventId, part = 0): RocketChatMessageId {
	return createHash('sha256')
		.update(part === 0 ? eventId : `${eventId} ${part}`)
		.digest('hex')
		.slice(0, 24) as RocketChatMessageId;
}
